/**
 * How a place on a board is written: `gpio:GPIO17`, `pwm:pwmchip0/1`, `i2c1:0x48`, `i2c1:0x48/ain0`,
 * `onewire:28-000005e2fdc3`. Drivers claim places with these, board files wire the simulated plant
 * with them; two parts never share one.
 */
export type Claim =
  | { readonly kind: 'gpio'; readonly line: string }
  | { readonly kind: 'pwm'; readonly chip: string; readonly channel: number }
  | {
      readonly kind: 'i2c';
      readonly bus: string;
      readonly address: number;
      readonly input?: string;
    }
  | { readonly kind: 'onewire'; readonly id: string };

export function formatClaim(claim: Claim): string {
  switch (claim.kind) {
    case 'gpio':
      return `gpio:${claim.line}`;
    case 'pwm':
      return `pwm:${claim.chip}/${String(claim.channel)}`;
    case 'i2c': {
      const place = `${claim.bus}:${formatAddress(claim.address)}`;
      return claim.input === undefined ? place : `${place}/${claim.input}`;
    }
    case 'onewire':
      return `onewire:${claim.id}`;
  }
}

/** undefined when the text names no place. */
export function parseClaim(text: string): Claim | undefined {
  const [, scheme = '', place = ''] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (scheme === 'gpio') return { kind: 'gpio', line: place };
  if (scheme === 'onewire') return { kind: 'onewire', id: place };
  if (scheme === 'pwm') return parsePwm(place);
  return parseI2c(scheme, place);
}

/** `0x44`: as the data sheets and `i2cdetect` write it. */
export function formatAddress(address: number): string {
  return `0x${address.toString(16).padStart(2, '0')}`;
}

function parsePwm(place: string): Claim | undefined {
  const [, chip, channel] = /^([^/]+)\/(\d+)$/.exec(place) ?? [];
  if (chip === undefined) return undefined;
  return { kind: 'pwm', chip, channel: Number(channel) };
}

function parseI2c(bus: string, place: string): Claim | undefined {
  const [, address, input] = /^(0x[0-9a-f]{2})(?:\/(\w+))?$/.exec(place) ?? [];
  if (address === undefined) return undefined;
  const claim = { kind: 'i2c', bus, address: Number(address) } as const;
  return input === undefined ? claim : { ...claim, input };
}

/**
 * How a place on a board is written: `gpio:GPIO17`, `pwm:pwmchip0/1`, `i2c1:0x48`, `i2c1:0x48/ain0`,
 * `spi0-0`, `onewire:28-000005e2fdc3`, `serial:uart0`, `modbus:/dev/ttyUSB0/1`, and what the kernel
 * drives itself: `iio:dht11@0`, `hwmon:ina226`, `led:act`. Drivers claim places with these, board
 * files wire the simulated plant with them; two parts never share one.
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
  | { readonly kind: 'spi'; readonly device: string }
  | { readonly kind: 'modbus'; readonly bus: string; readonly unit: number }
  | { readonly kind: NamedKind; readonly id: string };

/** Places that have one name and nothing inside. */
type NamedKind = (typeof NAMED)[number];

const NAMED = ['onewire', 'serial', 'iio', 'hwmon', 'led'] as const;

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
    case 'spi':
      return claim.device;
    case 'modbus':
      return `modbus:${claim.bus}/${String(claim.unit)}`;
    default:
      return `${claim.kind}:${claim.id}`;
  }
}

/** What takes turns with what: two places with the same bus are never used at the same time. */
export function busOf(claim: Claim): string {
  switch (claim.kind) {
    case 'i2c':
      return claim.bus;
    case 'modbus':
      return `modbus:${claim.bus}`;
    // Chip selects of one bus share its wires.
    case 'spi':
      return claim.device.replace(/-\d+$/, '');
    // One master and one wire for all of them.
    case 'onewire':
    case 'gpio':
    case 'pwm':
      return claim.kind;
    default:
      return formatClaim(claim);
  }
}

/** undefined when the text names no place. */
export function parseClaim(text: string): Claim | undefined {
  if (/^spi\d+-\d+$/.test(text)) return { kind: 'spi', device: text };
  const [, scheme = '', place = ''] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (scheme === 'gpio') return { kind: 'gpio', line: place };
  const named = NAMED.find((kind) => kind === scheme);
  if (named !== undefined) return place === '' ? undefined : { kind: named, id: place };
  if (scheme === 'pwm') return parsePwm(place);
  if (scheme === 'modbus') return parseModbus(place);
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

/** The unit stands last: a device has slashes of its own. */
function parseModbus(place: string): Claim | undefined {
  const [, bus, unit] = /^(.+)\/(\d+)$/.exec(place) ?? [];
  return bus === undefined ? undefined : { kind: 'modbus', bus, unit: Number(unit) };
}

function parseI2c(bus: string, place: string): Claim | undefined {
  const [, address, input] = /^(0x[0-9a-f]{2})(?:\/(\w+))?$/.exec(place) ?? [];
  if (address === undefined) return undefined;
  const claim = { kind: 'i2c', bus, address: Number(address) } as const;
  return input === undefined ? claim : { ...claim, input };
}

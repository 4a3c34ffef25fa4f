/** Which lines a bus takes: while a part uses it, no other part may drive them, and the bus would fall silent if one did. */
import type { BoardFile } from './board-file.ts';

/** A bus, and a line that it takes. */
export interface BusLine {
  /** As parts call it: `i2c1`, `spi0-0`, `uart0`, `pwmchip0`, `onewire`. */
  readonly bus: string;
  readonly line: string;
}

type Buses = Pick<BoardFile, 'i2c' | 'spi' | 'serial' | 'pwm' | 'onewire'>;

export function busLines({ i2c, spi, serial, pwm, onewire }: Buses): readonly BusLine[] {
  const named = [...i2c, ...spi, ...serial].map(({ id, pins }) => ({ id, pins }));
  const chips = pwm.map(({ chip, pins }) => ({ id: chip, pins }));
  const wire = typeof onewire === 'object' ? [{ id: 'onewire', pins: onewire.pins }] : [];
  return [...named, ...chips, ...wire].flatMap(({ id, pins }) =>
    pins.map((line) => ({ bus: id, line })),
  );
}

/** `i2c1:0x44` → `i2c1`, `modbus:uart0/3` → `uart0`, `pwm:pwmchip0/1` → `pwmchip0`: the bus of a place, as board files call it. */
export function busOfPlace(claim: string): string {
  const [kind = '', ...rest] = claim.split(':');
  const place = rest.join(':');
  switch (kind) {
    case 'serial':
      return place;
    case 'modbus':
    case 'pwm':
      return place.replace(/\/\d+$/, '');
    default:
      return kind;
  }
}

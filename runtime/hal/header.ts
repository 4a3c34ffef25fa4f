/** The pins of a board as its file describes them, each with what it is taken by, and why it must not be used. */
import type { BoardFile } from '../config/board-file.ts';
import type { HeaderPin } from './board.ts';

export function headerOf(file: BoardFile): readonly HeaderPin[] {
  const buses = pinsOfBuses(file);
  return file.header.map((pin) => headerPin(pin, file.reserved, buses));
}

/** A bus, and a line that it takes. */
interface BusPin {
  readonly bus: string;
  readonly line: string;
}

function headerPin(
  { pin, label, line, connector }: BoardFile['header'][number],
  reserved: BoardFile['reserved'],
  buses: readonly BusPin[],
): HeaderPin {
  const reason = line === undefined ? undefined : reserved[line];
  const taken = buses.filter((each) => each.line === line).map(({ bus }) => bus);
  return {
    pin,
    label,
    ...(line === undefined ? {} : { line }),
    ...(connector === undefined ? {} : { connector }),
    ...(taken.length === 0 ? {} : { buses: taken }),
    ...(reason === undefined ? {} : { reserved: reason }),
  };
}

function pinsOfBuses({ i2c, spi, serial, pwm, onewire }: BoardFile): readonly BusPin[] {
  const named = [...i2c, ...spi, ...serial].map(({ id, pins }) => ({ id, pins }));
  const chips = pwm.map(({ chip, pins }) => ({ id: chip, pins }));
  const wire = typeof onewire === 'object' ? [{ id: 'onewire', pins: onewire.pins }] : [];
  return [...named, ...chips, ...wire].flatMap(({ id, pins }) =>
    pins.map((line) => ({ bus: id, line })),
  );
}

/** The pins of a board as its file describes them, each with what it is taken by, and why it must not be used. */
import type { BoardFile } from '../config/board-file.ts';
import { busLines, type BusLine } from '../config/bus-lines.ts';
import type { HeaderPin } from './board.ts';

export function headerOf(file: BoardFile): readonly HeaderPin[] {
  const buses = busLines(file);
  return file.header.map((pin) => headerPin(pin, file.reserved, buses));
}

function headerPin(
  { pin, label, line, connector }: BoardFile['header'][number],
  reserved: BoardFile['reserved'],
  buses: readonly BusLine[],
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

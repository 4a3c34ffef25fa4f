/** The pins of a board as its file describes them, each with why it must not be used, where that is so. */
import type { BoardFile } from '../config/board-file.ts';
import type { HeaderPin } from './board.ts';

export function headerOf({ header, reserved }: BoardFile): readonly HeaderPin[] {
  return header.map((pin) => headerPin(pin, reserved));
}

function headerPin(
  { pin, label, line }: BoardFile['header'][number],
  reserved: BoardFile['reserved'],
): HeaderPin {
  const reason = line === undefined ? undefined : reserved[line];
  return {
    pin,
    label,
    ...(line === undefined ? {} : { line }),
    ...(reason === undefined ? {} : { reserved: reason }),
  };
}

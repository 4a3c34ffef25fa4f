/** `boardtalk board list`: the boards that the program knows, and what each description rests on. */
import { describeBoard, type BoardDescription } from '../../config/describe-board.ts';
import type { OwnCommand } from '../command.ts';
import { loadKnownBoards } from './known-boards.ts';

export const boardListCommand: OwnCommand = {
  name: 'board list',
  help: 'List the boards that can be named in devices.yaml, and what each was verified against.',
  positional: [],
  options: {},
  async run({ output, around }) {
    const boards = (await loadKnownBoards(around)).map(describeBoard);
    output.answer(boards, () => boards.map(sayBoard).join('\n'));
    return 0;
  },
};

function sayBoard({
  id,
  title,
  verified,
  headerPins,
  buses,
  accelerators,
}: BoardDescription): string {
  const facts = [
    headerPins === 0 ? 'no header described' : `${String(headerPins)} pins`,
    ...(buses.length === 0 ? [] : [buses.map((bus) => bus.id).join(' ')]),
    ...accelerators.map(({ kind }) => kind.toUpperCase()),
    `verified: ${verified.level}, ${verified.date}`,
  ];
  return `${id}: ${title}\n  ${facts.join('; ')}`;
}

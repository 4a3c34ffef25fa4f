/** `boardtalk board detect`: which board this is, how sure that is, and what to write in the site. */
import { resolve } from 'node:path';
import { describeBoard } from '../../config/describe-board.ts';
import type { BoardMatch, MatchCertainty } from '../../config/match-board.ts';
import type { Machine } from '../../hal/linux/read-machine.ts';
import type { OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { problemOf } from '../problem.ts';
import { loadKnownBoards } from './known-boards.ts';

export const boardDetectCommand: OwnCommand = {
  name: 'board detect',
  help: 'Say which board this machine is, how sure that is, and what to write in devices.yaml.',
  positional: [],
  options: {
    root: { placeholder: 'DIR', help: 'Where /proc and /sys of another machine were copied to' },
  },
  async run({ output, around }, { options }) {
    const { readMachine } = await import('../../hal/linux/read-machine.ts');
    const { matchBoard } = await import('../../config/match-board.ts');
    const machine = await readMachine(resolve(around.cwd, options.get('root') ?? '/'));
    const match = matchBoard(machine, await loadKnownBoards(around));
    if (match === undefined) {
      output.failure(problemOf(unknownBoard(machine)), { machine }, sayMachine(machine));
      return 1;
    }
    const { file, certainty, by } = match;
    const board = describeBoard(file);
    output.answer({ ok: true, machine, board, certainty, by }, () =>
      [sayMachine(machine), ...sayMatch(match)].join('\n'),
    );
    return 0;
  },
};

function unknownBoard({ compatible, dmi }: Machine): CliError {
  const [own] = compatible;
  if (own === undefined && Object.keys(dmi).length === 0)
    return new CliError('CLI_UNKNOWN_BOARD', 'this machine does not say what it is', {
      hint: 'A container sees nothing of it: run this outside. Or choose a board from: boardtalk board list',
    });
  const mark =
    own === undefined ? 'what its DMI says under match.dmi' : `match: { compatible: ['${own}'] }`;
  return new CliError('CLI_UNKNOWN_BOARD', 'no board file describes this machine', {
    hint: `Copy the folder in boards/ that is nearest in kind, write ${mark}, and go on as boards/README.md says.`,
  });
}

function sayMachine({ model, compatible, dmi }: Machine): string {
  const names = [
    ...compatible,
    ...['sys_vendor', 'product_name', 'board_name', 'chassis_type'].flatMap((field) =>
      dmi[field] === undefined ? [] : `${field}: ${dmi[field]}`,
    ),
  ];
  if (names.length === 0) return 'there is no device tree and no DMI table';
  return `this machine is called ${model ?? 'nothing'} (${names.join(', ')})`;
}

const CERTAINTY: Readonly<Record<MatchCertainty, string>> = {
  exact: 'sure',
  related:
    'related only: it has this name in common with others, so compare the pins before you wire',
  general: 'only by its kind: nothing in its file is particular to it',
};

function sayMatch({ file, certainty, by }: BoardMatch): readonly string[] {
  const buses = describeBoard(file).buses.filter(({ enable }) => enable !== undefined);
  const turnOn = buses.map(({ id, enable = '' }) => `  ${id}: ${enable}`);
  return [
    `it is ${file.id}: ${file.title}`,
    `  ${CERTAINTY[certainty]} (${by})`,
    `  its description is verified by ${file.verified.level}: ${file.verified.source}`,
    'write in devices.yaml:',
    '  boards:',
    '    main:',
    `      board: ${file.id}`,
    ...(turnOn.length === 0 ? [] : ['what you use of these must be turned on in the system:']),
    ...turnOn,
  ];
}

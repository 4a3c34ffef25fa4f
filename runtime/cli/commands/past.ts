/** `boardtalk history` and `boardtalk plot`: the actions of these names, and their answers as a terminal wants them: CSV and a file. */
import { writeFile } from 'node:fs/promises';
import { z } from '../../core/schema.ts';
import type { CommandContext, GivenArguments, OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { unknownOption, type OptionSpecs } from '../parse-options.ts';
import { askNode, showOutcome } from './action.ts';

const STRETCH: OptionSpecs = {
  last: { placeholder: 'DURATION', help: 'How far back, as 24h or 7d; default 24h' },
  from: { placeholder: 'TIME', help: 'Instead: from when, as 2026-11-21T18:00' },
  to: { placeholder: 'TIME', help: 'And until when; default now' },
  points: { placeholder: 'COUNT', help: 'At most so many rows; default 500' },
};

const ALL_OPTIONS: OptionSpecs = {
  ...STRETCH,
  points: { placeholder: 'COUNT', help: 'At most so many rows; default 500, with --csv 10000' },
  csv: { help: 'One row a line, for a spreadsheet' },
};

const plottedSchema = z.object({ series: z.string() });

export const historyCommand: OwnCommand = {
  name: 'history',
  help: 'Say how something was over time; `read TARGET --last 24h` says the same.',
  positional: ['TARGET'],
  options: ALL_OPTIONS,
  async run(context, given) {
    const outcome = await ask(context, 'history', given);
    if (!outcome.result.ok || !given.options.has('csv'))
      return showOutcome(outcome, context.output);
    const { data, attachments: [table] = [] } = outcome.result;
    if (table === undefined) return showOutcome(outcome, context.output);
    context.output.answer(data, () => linesOf(table.base64));
    if (table.alt !== undefined) context.output.progress(table.alt);
    return 0;
  },
};

export const plotCommand: OwnCommand = {
  name: 'plot',
  help: 'Draw how something was over time, as a PNG.',
  positional: ['TARGET'],
  options: {
    ...STRETCH,
    out: { placeholder: 'FILE', help: 'Where to; default THING-PROPERTY.png' },
  },
  async run(context, given) {
    const outcome = await ask(context, 'plot', given);
    if (!outcome.result.ok) return showOutcome(outcome, context.output);
    const { data, text, attachments: [attachment] = [] } = outcome.result;
    const { series } = plottedSchema.parse(data);
    if (attachment === undefined) return showOutcome(outcome, context.output);
    const file = given.options.get('out') ?? attachment.name;
    await write(file, Buffer.from(attachment.base64, 'base64'));
    context.output.answer({ series, file }, () => `${text}\n${file}`);
    return 0;
  },
};

/** `boardtalk read tank.level --last 24h` is a question to the history. */
export function asPast(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const isWrong = (word: string): boolean =>
    word.startsWith('--') && !Object.hasOwn(ALL_OPTIONS, word.slice(2).split('=', 1)[0] ?? '');
  const wrong = argv[0] === 'read' ? words.find(isWrong) : undefined;
  if (wrong !== undefined) throw unknownOption(wrong, ALL_OPTIONS, 'read');
  const isPast = argv.some((word) => /^--(?:last|from|csv)(?:=|$)/.test(word));
  return argv[0] === 'read' && isPast ? ['history', ...argv.slice(1)] : argv;
}

function ask(
  context: CommandContext,
  action: string,
  { positionals, options }: GivenArguments,
): ReturnType<typeof askNode> {
  const stretch = [...options].filter(([name]) => name in STRETCH);
  const form = action === 'history' && options.has('csv') ? ['--csv'] : [];
  return askNode(context, [
    action,
    ...positionals,
    ...stretch.flatMap(([name, value]) => [`--${name}`, value]),
    ...form,
  ]);
}

/** As lines of a terminal end. */
function linesOf(base64: string): string {
  const text = Buffer.from(base64, 'base64')
    .toString()
    .replace(/^\uFEFF/, '');
  return text.replaceAll('\r\n', '\n').trimEnd();
}

async function write(file: string, content: Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (cause) {
    throw new CliError('CLI_FILE_NOT_WRITTEN', `${file} cannot be written`, { cause });
  }
}

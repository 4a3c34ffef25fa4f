/** `boardtalk history` and `boardtalk plot`: the actions of these names, and their answers as files: CSV and PNG. */
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
  csv: { help: 'One row a line, for a spreadsheet' },
};

const rowsSchema = z.object({
  rows: z.array(
    z.object({
      ...{ at: z.number(), mean: z.number(), min: z.number(), max: z.number() },
      ...{ last: z.number(), count: z.number() },
    }),
  ),
});

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
    const { rows } = rowsSchema.parse(outcome.result.data);
    context.output.answer(outcome.result.data, () => formatCsv(rows));
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
  return askNode(context, [
    action,
    ...positionals,
    ...stretch.flatMap(([name, value]) => [`--${name}`, value]),
  ]);
}

function formatCsv(rows: z.infer<typeof rowsSchema>['rows']): string {
  const lines = rows.map(({ at, mean, min, max, last, count }) =>
    [new Date(at).toISOString(), mean, min, max, last, count].join(','),
  );
  return ['time,mean,min,max,last,count', ...lines].join('\n');
}

async function write(file: string, content: Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (cause) {
    throw new CliError('CLI_FILE_NOT_WRITTEN', `${file} cannot be written`, { cause });
  }
}

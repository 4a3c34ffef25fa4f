/** `boardtalk journal verify`: asks the node; where none runs, reads the data directory itself. */
import { z } from '../../core/schema.ts';
import type { CommandContext, OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { problemOf } from '../problem.ts';
import { undefinedWhenUnreachable } from '../socket-client.ts';
import { askNode, showOutcome } from './action.ts';

const found = {
  ok: z.boolean(),
  entries: z.number(),
  first: z.number(),
  last: z.number(),
  problem: z.string().optional(),
};
const verificationSchema = z.object({
  ...found,
  /** A gateway verifies its copies of the other boards' journals too. */
  boards: z.array(z.object({ board: z.string(), ...found })).optional(),
});

type Verification = z.infer<typeof verificationSchema>;

export const journalVerifyCommand: OwnCommand = {
  name: 'journal verify',
  isBesideAction: true,
  help: 'Recompute the chain of the journal; works with and without a running node.',
  positional: [],
  options: {},
  async run(context) {
    const { output } = context;
    const outcome = await askNode(context, ['journal', 'verify']).catch(undefinedWhenUnreachable);
    if (outcome?.result.ok === false) return showOutcome(outcome, output);
    const verification =
      outcome === undefined
        ? await verifyOffline(context)
        : verificationSchema.parse(outcome.result.data);
    if (verification.ok) {
      output.answer(verification, () => sayWhole(verification));
      return 0;
    }
    const { problem = 'unknown', ...rest } = verification;
    const error = new CliError('CLI_JOURNAL_BROKEN', `the journal is not whole: ${problem}`);
    output.failure(problemOf(error), rest);
    return 1;
  },
};

/** @throws StateError */
async function verifyOffline({ dataDirectory }: CommandContext): Promise<Verification> {
  const { verifyJournal } = await import('../../state/verify-journal.ts');
  return verificationSchema.parse(await verifyJournal(dataDirectory));
}

function sayWhole({ boards = [], ...own }: Verification): string {
  if (boards.length < 2)
    return own.entries === 0 ? 'the journal is empty' : `the journal is whole: ${range(own)}`;
  const lines = boards.map(({ board, ...journal }) => `  ${board}: ${range(journal)}`);
  return [`the journals of ${String(boards.length)} boards are whole:`, ...lines].join('\n');
}

function range({ entries, first, last }: Pick<Verification, 'entries' | 'first' | 'last'>): string {
  return entries === 0
    ? 'empty'
    : `${String(entries)} ${entries === 1 ? 'entry' : 'entries'}, ${String(first)} to ${String(last)}`;
}

/** `boardtalk journal verify`: asks the node; where none runs, reads the data directory itself. */
import { z } from '../../core/schema.ts';
import type { CommandContext, OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { problemOf } from '../problem.ts';
import { undefinedWhenUnreachable } from '../socket-client.ts';
import { askNode, showOutcome } from './action.ts';

const verificationSchema = z.object({
  ok: z.boolean(),
  entries: z.number(),
  first: z.number(),
  last: z.number(),
  problem: z.string().optional(),
});

type Verification = z.infer<typeof verificationSchema>;

export const journalVerifyCommand: OwnCommand = {
  name: 'journal verify',
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
    const { problem = 'unknown', ...found } = verification;
    const error = new CliError('CLI_JOURNAL_BROKEN', `the journal is not whole: ${problem}`);
    output.failure(problemOf(error), found);
    return 1;
  },
};

/** @throws StateError */
async function verifyOffline({ dataDirectory }: CommandContext): Promise<Verification> {
  const { verifyJournal } = await import('../../state/verify-journal.ts');
  return verifyJournal(dataDirectory);
}

function sayWhole({ entries, first, last }: Verification): string {
  if (entries === 0) return 'the journal is empty';
  return `the journal is whole: ${String(entries)} entries, ${String(first)} to ${String(last)}`;
}

/** Every command of the catalogue: the words go to the node as they are, its answer is shown. */
import { z } from '../../core/schema.ts';
import type { CommandContext } from '../command.ts';
import { exitCodeOfRefusal, type ExitCode } from '../exit-code.ts';
import { formatProgress } from '../format-progress.ts';
import { formatConfirm } from '../format-reply.ts';
import { keepFiles } from '../keep-files.ts';
import type { Output } from '../output.ts';
import { socketPath } from '../places.ts';
import { commandOutcomeSchema, progressSchema, type CommandOutcome } from '../protocol.ts';
import { connectToNode } from '../socket-client.ts';

export async function runAction(
  context: CommandContext,
  argv: readonly string[],
): Promise<ExitCode> {
  const outcome = await askNode(context, argv);
  const { json } = context.output;
  const { attachments } = outcome.result;
  const code = showOutcome(outcome, context.output);
  if (!json) for (const line of await keepFiles(attachments)) context.output.say(line);
  return code;
}

/** @throws NodeError, CliError */
export async function askNode(
  { output, dataDirectory }: CommandContext,
  argv: readonly string[],
): Promise<CommandOutcome> {
  const client = await connectToNode(socketPath(dataDirectory));
  try {
    const params = { argv: [...argv] };
    return await client.call({ method: 'command', params }, commandOutcomeSchema, (note) => {
      output.progress(formatProgress(progressSchema.parse(note)));
    });
  } finally {
    client.close();
  }
}

export function showOutcome({ action, kind, result }: CommandOutcome, output: Output): ExitCode {
  const { data, confirm, attachments } = result;
  if (result.ok) {
    const answer = attachments === undefined ? data : { ...asFields(data), attachments };
    const value = kind === 'write' ? { ok: true, ...asFields(data) } : asAnswer(action, answer);
    output.answer(value, () => result.text);
    return result.isUnwell === true ? 1 : 0;
  }
  const { refusal } = result;
  if (confirm === undefined) output.failure(refusal, asFields(data));
  else output.answer({ ok: false, error: refusal, confirm }, () => formatConfirm(confirm));
  return exitCodeOfRefusal(refusal.code);
}

const readings = z.object({ rows: z.array(z.unknown()) });

/** `read --json` is the reading itself, and a list where there are several. */
function asAnswer(action: string, data: unknown): unknown {
  const read = action === 'read' ? readings.safeParse(data).data : undefined;
  if (read === undefined) return data ?? null;
  return read.rows.length === 1 ? read.rows[0] : read.rows;
}

/** What stands beside `ok`. */
function asFields(data: unknown): object {
  if (data === undefined || data === null) return {};
  return typeof data === 'object' && !Array.isArray(data) ? data : { data };
}

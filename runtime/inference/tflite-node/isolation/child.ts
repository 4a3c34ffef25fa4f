/**
 * The process that runs one model, so that what kills it kills nothing else. It does as it is told by
 * the process that started it, one order at a time, and ends with it. An entry point: `model-process.ts`
 * starts it.
 */
import { writeFileSync } from 'node:fs';
import { readCheckedFile } from '../check-file.ts';
import { readModelFile, type ModelFile } from '../model-file.ts';
import { openSession } from '../open-session.ts';
import type { Session } from '../session.ts';
import { ARRAY_OF, lengthOf } from '../tensor.ts';
import { failure, isOrder, type OpenOrder, type Order, type Reply } from './messages.ts';

let session: Session | undefined;

async function answer(order: Order): Promise<Reply> {
  try {
    if (order.kind === 'open') return await open(order);
    if (session === undefined) throw new Error('told to run before a model was opened');
    return { kind: 'answered', outputs: await session.run(order.inputs) };
  } catch (error) {
    return failure(error);
  }
}

/**
 * Runs the model once, on zeros: what kills a process mostly does it at the first run, and that is
 * to be known while the model is loaded. A model that remembers what it saw is opened once more then.
 */
async function open({ path, sha256, options }: OpenOrder): Promise<Reply> {
  await session?.close();
  session = undefined;
  const { bytes } = await readCheckedFile(path, sha256);
  const how = { ...options, isExpendable: true };
  session = await openSession(bytes, how);
  await session.run(session.inputs.map((input) => new ARRAY_OF[input.dtype](lengthOf(input))));
  if (remembers(readModelFile(bytes))) {
    await session.close();
    session = await openSession(bytes, how);
  }
  const { inputs, outputs, info } = session;
  return { kind: 'opened', inputs, outputs, info };
}

function remembers({ graphs, operators }: ModelFile): boolean {
  return (
    graphs.some(({ tensors }) => tensors.some(({ isVariable }) => isVariable)) ||
    operators.some(({ name }) => name === 'VAR_HANDLE')
  );
}

/** Without this, a model that takes all memory could cost the life of a process that is worth more. */
function offerToDieFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '800');
  } catch {
    // Where there is no such file, nobody asks.
  }
}

function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

offerToDieFirst();
// Whoever stops the program stops its whole group: the parent ends this process when it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', end);
process.on('message', (message: unknown) => {
  if (!isOrder(message)) return;
  void answer(message).then((reply) => {
    process.send?.(reply, undefined, undefined, () => {
      if (reply.kind === 'failed' && reply.code === 'TFLITE_CRASHED') end();
    });
  });
});

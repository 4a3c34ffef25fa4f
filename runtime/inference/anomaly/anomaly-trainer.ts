/**
 * The process that learns what is usual, so that learning neither holds up a pump nor takes the node
 * with it when it fails. It gives way to everything else, is the first to go when memory runs out, and
 * ends with the node. An entry point: `training.ts` starts it.
 */
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { errorMessage } from '../../core/app-error.ts';
import { learnUsual } from './learn-usual.ts';
import { isTrainOrder, type TrainOrder, type TrainReply } from './train-messages.ts';

/** The least there is (nice). */
const LOWEST_PRIORITY = 19;

const parent = process.ppid;

function giveWay(): void {
  try {
    setPriority(LOWEST_PRIORITY);
    writeFileSync('/proc/self/oom_score_adj', '800');
  } catch {
    // Where that cannot be said, the limits of whoever started it still hold.
  }
}

function tell(reply: TrainReply): void {
  process.send?.(reply);
}

function learn({ past, description }: TrainOrder): TrainReply {
  try {
    const result = learnUsual(past, {
      description,
      onProgress: (share) => {
        // While it learns it hears nothing: who started it and is gone has another number.
        if (process.ppid !== parent) process.exit(1);
        tell({ kind: 'progress', share });
        return undefined;
      },
    });
    if ('reason' in result) return { kind: 'too-little', lack: result };
    const { model: _, ...learned } = result;
    return { kind: 'learned', learned };
  } catch (error) {
    return { kind: 'failed', message: errorMessage(error) };
  }
}

giveWay();
// Whoever stops the program stops its whole group: the node ends this process when it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (message: unknown) => {
  if (!isTrainOrder(message)) return;
  process.send?.(learn(message), () => {
    process.disconnect();
  });
});

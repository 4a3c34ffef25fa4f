/**
 * Learns what is usual in a process of its own: one core, lowest priority, bounded in memory and in
 * the time it may compute. What happens to that process is an answer, and harms nothing.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { extname, join } from 'node:path';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { refuseInference } from '../errors.ts';
import type { PastReadings, TooLittle } from './learn-usual.ts';
import { isTrainReply, type TrainedModel, type TrainOrder } from './train-messages.ts';

export interface TrainingPlan {
  readonly past: PastReadings;
  /** What the model's file says of itself. */
  readonly description: string;
  /** @param share 0 to 1 */
  readonly onProgress: (share: number) => void;
}

export interface Training {
  /** Never rejects. */
  readonly result: Promise<TrainedModel | TooLittle | Refusal>;
  /** Of the process; undefined where none could be started. */
  readonly pid: number | undefined;
  /** Ends it now. The result is a refusal then. */
  readonly cancel: () => void;
}

/**
 * Of computing; what is waiting for the core does not count. Two seconds are usual on a PC, so this is
 * a hundred times as slow a board.
 */
const CPU_SECONDS = 300;

/** One thread beside its own, and a heap that holds a week of readings every second. */
const FLAGS = [
  ...['--max-old-space-size=160', '--max-semi-space-size=1', '--optimize-for-size'],
  ...['--v8-pool-size=1', '--single-threaded-gc'],
];
const ENVIRONMENT = { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '1' };
const PASSED_ON = ['PATH', 'TZ', 'LANG', 'NODE_V8_COVERAGE', 'NODE_OPTIONS'];

/** From source, the same file with the other ending; the bundle has it beside itself. */
const TRAINER = join(import.meta.dirname, `anomaly-trainer${extname(import.meta.filename)}`);

export function startTraining({ past, description, onProgress }: TrainingPlan): Training {
  const child = startChild();
  let isCancelled = false;
  const result = new Promise<TrainedModel | TooLittle | Refusal>((resolve) => {
    child.on('message', (message: unknown) => {
      if (!isTrainReply(message)) return;
      if (message.kind === 'progress') onProgress(message.share);
      else if (message.kind === 'learned') resolve(message.learned);
      else if (message.kind === 'too-little') resolve(message.lack);
      else resolve(failed(message.message));
    });
    child.on('error', (error) => {
      resolve(failed(error.message));
    });
    child.on('exit', (code, signal) => {
      resolve(isCancelled ? cancelled() : failed(whyEnded(code, signal)));
    });
    const order: TrainOrder = { kind: 'train', past, description };
    // Where it is gone already, its exit says so.
    child.send(order, () => undefined);
  });
  const cancel = (): void => {
    isCancelled = true;
    child.kill('SIGKILL');
  };
  return { result, pid: child.pid, cancel };
}

function startChild(): ChildProcess {
  // Run from source, it needs the loader that this process was started with.
  const loader = extname(TRAINER) === '.ts' ? process.execArgv : [];
  const command = [process.execPath, ...FLAGS, ...loader, TRAINER];
  const kept = PASSED_ON.map((name) => [name, process.env[name]] as const);
  const known = kept.filter(([, value]) => value !== undefined);
  return spawn('/bin/sh', ['-c', `ulimit -t ${CPU_SECONDS}; exec "$0" "$@"`, ...command], {
    env: { ...Object.fromEntries(known), ...ENVIRONMENT },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function whyEnded(code: number | null, signal: string | null): string {
  if (signal === 'SIGXCPU') return `it had computed for ${CPU_SECONDS} s`;
  return `its process ended: ${signal ?? `exit code ${String(code)}`}`;
}

function failed(why: string): Refusal {
  return {
    ...refuseInference('INFERENCE_TRAINING_FAILED', `nothing was learned: ${why}`),
    zh: `没有学成：${why}`,
  };
}

function cancelled(): Refusal {
  return {
    ...refuseInference('INFERENCE_TRAINING_STOPPED', 'the training was stopped'),
    zh: '学习已停止',
  };
}

export function isTooLittle(result: object): result is TooLittle {
  return !isRefusal(result) && 'reason' in result;
}

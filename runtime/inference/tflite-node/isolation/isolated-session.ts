/**
 * A model in a process of its own. What kills that process fails the run that went on, and no more: the
 * next one starts it again, at once after the first death, and later each time it dies without
 * having answered in between.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { delegateName } from '../delegate-name.ts';
import { TfliteError } from '../errors.ts';
import type { ModelInfo, Session } from '../session.ts';
import type { TensorData, TensorInfo } from '../tensor.ts';
import type { OpenOrder, Opened } from './messages.ts';
import { ModelProcess } from './model-process.ts';

/** For loading and the run that proves it: far above the slowest board. It must only end some time. */
const OPEN_LIMIT_MS = 60_000;

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

type ModelOrder = Omit<OpenOrder, 'kind'>;

/**
 * As `openIsolated`; where a delegate ends the process, the CPU computes, as where it refuses.
 * @param timeoutMs of one run, once the child works on it @throws TfliteError
 */
export async function openWithOrWithoutDelegate(
  order: ModelOrder,
  timeoutMs: number,
): Promise<Session> {
  const { delegate } = order.options;
  try {
    return await openIsolated(order, timeoutMs);
  } catch (error) {
    if (delegate === undefined || !isCrash(error)) throw error;
    const downgrades = [`without delegate ${delegateName(delegate)}: ${error.message}`];
    const options = { ...order.options, delegate: undefined, downgrades };
    return openIsolated({ ...order, options }, timeoutMs);
  }
}

function isCrash(error: unknown): error is TfliteError {
  return error instanceof TfliteError && error.code === 'TFLITE_CRASHED';
}

/** @param timeoutMs of one run, once the child works on it @throws TfliteError */
async function openIsolated(order: ModelOrder, timeoutMs: number): Promise<Session> {
  const process = processFor(order);
  const opened = await open(process, order);
  return new IsolatedSession({ process, opened, order, timeoutMs });
}

function processFor({ path, options }: ModelOrder): ModelProcess {
  return new ModelProcess(path, options.delegate?.environment);
}

async function open(process: ModelProcess, order: ModelOrder): Promise<Opened> {
  try {
    const reply = await process.ask({ kind: 'open', ...order }, OPEN_LIMIT_MS);
    if (reply.kind !== 'opened') throw new TfliteError('TFLITE_CRASHED', 'an answer to nothing');
    return reply;
  } catch (error) {
    process.kill(new TfliteError('TFLITE_CLOSED', `${order.path} was not opened`));
    await process.gone();
    throw error;
  }
}

interface Parts {
  readonly process: ModelProcess;
  readonly opened: Opened;
  readonly order: ModelOrder;
  readonly timeoutMs: number;
}

class IsolatedSession implements Session {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly info: ModelInfo;
  readonly #order: ModelOrder;
  readonly #timeoutMs: number;
  #process: ModelProcess;
  readonly #closing = new AbortController();
  /** Deaths since the last answer. */
  #strikes = 0;
  #restarts = 0;

  constructor({ process, opened, order, timeoutMs }: Parts) {
    this.#process = process;
    this.#order = order;
    this.#timeoutMs = timeoutMs;
    this.inputs = opened.inputs;
    this.outputs = opened.outputs;
    this.info = opened.info;
  }

  get restarts(): number {
    return this.#restarts;
  }

  async run(inputs: readonly TensorData[]): Promise<readonly TensorData[]> {
    if (!this.#process.isAlive) await this.#startAgain();
    const reply = await this.#process.ask({ kind: 'run', inputs }, this.#timeoutMs);
    if (reply.kind !== 'answered') throw new TfliteError('TFLITE_CRASHED', 'no answer to a run');
    this.#strikes = 0;
    return reply.outputs;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#process.kill(closed());
    await this.#process.gone();
  }

  async #startAgain(): Promise<void> {
    const pauseMs = pauseAfter(this.#strikes);
    this.#strikes += 1;
    const { signal } = this.#closing;
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw closed();
    this.#restarts += 1;
    this.#process = processFor(this.#order);
    await open(this.#process, this.#order);
  }
}

function closed(): TfliteError {
  return new TfliteError('TFLITE_CLOSED', 'the model is closed');
}

export function pauseAfter(strikes: number): number {
  return strikes === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (strikes - 1));
}

/** A loaded model as its user sees it: arrays are checked on their way in and out, and runs take turns. */
import { aborted, untilCalledOff } from './call-off.ts';
import { TfliteError } from './errors.ts';
import type { ModelInfo, Session } from './session.ts';
import type { TensorData, TensorInfo } from './tensor.ts';
import { checkInputs, checkOutputs, checkShapes } from './values.ts';

export interface RunOptions {
  /** Fails the run at once, also one that goes on; the next run begins when the library is done with it. */
  readonly signal?: AbortSignal | undefined;
}

type RunSync = (
  arrays: readonly TensorData[],
  outputs?: readonly TensorData[],
) => readonly TensorData[];

export interface Model {
  /** In the order of the graph, as the arrays of `run`. */
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly info: ModelInfo;
  /** How often its process had to be started again. */
  readonly restarts: number;
  /**
   * One array per output, each new. Runs of one model take turns in the order they were asked for.
   * @param arrays not to be changed until the answer
   * @throws TfliteError TFLITE_BAD_INPUT, TFLITE_NOT_FINITE, TFLITE_RUN_FAILED, TFLITE_TIMEOUT,
   * TFLITE_CRASHED, TFLITE_ABORTED, TFLITE_CLOSED
   */
  run(arrays: readonly TensorData[], options?: RunOptions): Promise<readonly TensorData[]>;
  /**
   * In this thread, now, without a time limit; there only with a native library in this process.
   * @param outputs filled and returned where given: a loop then leaves no garbage
   * @throws TfliteError as `run`, and TFLITE_BUSY while a run goes on
   */
  readonly runSync?: RunSync;
  /** Ends what waits or goes on in another process with TFLITE_CLOSED; in this one it waits for the run that goes on. */
  close(): Promise<void>;
}

export class LoadedModel implements Model {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly info: ModelInfo;
  readonly runSync?: RunSync;
  readonly #session: Session;
  readonly #limitMs: number | undefined;
  /** Settles when the session is free. */
  #turn: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #closing: Promise<void> | undefined;

  /** @param limitMs of each run from its call; undefined where the session itself has a limit */
  constructor(session: Session, limitMs: number | undefined) {
    this.#session = session;
    this.#limitMs = limitMs;
    this.inputs = session.inputs;
    this.outputs = session.outputs;
    this.info = session.info;
    if (session.runSync !== undefined) this.runSync = this.#runNow;
  }

  get restarts(): number {
    return this.#session.restarts ?? 0;
  }

  async run(
    arrays: readonly TensorData[],
    { signal }: RunOptions = {},
  ): Promise<readonly TensorData[]> {
    this.#assertOpen();
    checkInputs(this.inputs, arrays);
    const limits = { signal, limitMs: this.#limitMs };
    const outputs = await untilCalledOff((isOff) => this.#inTurn(arrays, isOff), limits);
    return checkOutputs(this.outputs, outputs);
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    // A process can be ended in the middle of a run, a library in this one can not.
    if (this.#limitMs !== undefined) await this.#turn;
    await this.#session.close();
  }

  #inTurn(arrays: readonly TensorData[], isOff: () => boolean): Promise<readonly TensorData[]> {
    const isFree = this.#pending === 0;
    this.#pending += 1;
    const whenFree = (): Promise<readonly TensorData[]> => {
      this.#assertOpen();
      if (isOff()) throw aborted();
      return this.#session.run(arrays);
    };
    const work = isFree ? this.#session.run(arrays) : this.#turn.then(whenFree);
    this.#turn = work.then(this.#settled, this.#settled);
    return work;
  }

  readonly #settled = (): void => {
    this.#pending -= 1;
  };

  readonly #runNow: RunSync = (arrays, outputs) => {
    this.#assertOpen();
    if (this.#pending > 0)
      throw new TfliteError('TFLITE_BUSY', 'the model is in the middle of a run');
    checkInputs(this.inputs, arrays);
    if (outputs !== undefined) checkShapes(this.outputs, outputs);
    return checkOutputs(this.outputs, this.#session.runSync?.(arrays, outputs) ?? []);
  };

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new TfliteError('TFLITE_CLOSED', 'the model is closed');
  }
}

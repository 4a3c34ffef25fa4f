/** How this process is: memory, processor time, and how long its event loop was blocked. Measured every 10 s, for metrics and alerts alike. */
import { cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { every, type Clock, type Timer } from '../core/clock.ts';
import type { MetricDeclaration, Metrics } from '../core/metric.ts';
import type { Service } from '../core/service.ts';
import { BoardLoad } from './board-load.ts';

const WINDOW_MS = 10_000;

/** A stall is seen to within this much. It also is how often the process wakes for it. */
const RESOLUTION_MS = 50;

const RSS: MetricDeclaration = {
  name: 'boardtalk_process_resident_memory_bytes',
  help: 'Memory of the process that stands in RAM.',
  kind: 'gauge',
};
const CPU: MetricDeclaration = {
  name: 'boardtalk_process_cpu_seconds_total',
  help: 'Processor time of the process, user and system.',
  kind: 'counter',
};
const STALL: MetricDeclaration = {
  name: 'boardtalk_event_loop_stall_seconds',
  help: 'The longest time that nothing else could run, of the last 10 s.',
  kind: 'gauge',
};

export const PROCESS_METRICS: readonly MetricDeclaration[] = [RSS, CPU, STALL];

export interface Vitals {
  readonly rssBytes: number;
  /** Since the process began. */
  readonly cpuSeconds: number;
  readonly stallMs: number;
  /** Of all processors of the board, whoever used them; undefined until there are two looks. */
  readonly boardCpuPercent: number | undefined;
}

export interface ProcessVitalsParts {
  readonly clock: Clock;
  readonly metrics: Metrics;
}

export class ProcessVitals implements Service {
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #load = new BoardLoad(cpus);
  #timer: Timer | undefined;
  #latest: Vitals | undefined;

  constructor({ clock, metrics }: ProcessVitalsParts) {
    this.#clock = clock;
    this.#metrics = metrics;
  }

  /** undefined until the first 10 s are over. */
  get latest(): Vitals | undefined {
    return this.#latest;
  }

  start(): Promise<void> {
    this.#delays.enable();
    this.#timer = every(this.#clock, WINDOW_MS, () => {
      this.#measure();
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    this.#delays.disable();
    return Promise.resolve();
  }

  #measure(): void {
    const { user, system } = process.cpuUsage();
    const longestMs = this.#delays.count === 0 ? 0 : this.#delays.max / 1e6;
    this.#delays.reset();
    const vitals = {
      rssBytes: process.memoryUsage.rss(),
      cpuSeconds: (user + system) / 1e6,
      stallMs: Math.max(0, longestMs - RESOLUTION_MS),
      boardCpuPercent: this.#load.percent(),
    };
    this.#metrics.set(RSS, vitals.rssBytes);
    this.#metrics.increment(CPU, {}, vitals.cpuSeconds - (this.#latest?.cpuSeconds ?? 0));
    this.#metrics.set(STALL, vitals.stallMs / 1_000);
    this.#latest = vitals;
  }
}

/**
 * Tells the service manager what it asked to be told, by sd_notify(3): that this node is ready, then
 * that its event loop still turns, at last that it stops. Without one (no NOTIFY_SOCKET) it does nothing.
 */
import type { Clock, Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import { loadNotify } from '../hal/linux/gpio/cdev/notify.ts';

export interface ServiceManagerParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
}

export class ServiceManager implements Service {
  readonly #parts: ServiceManagerParts;
  #tell: ((text: string) => void) | undefined;
  #timer: Timer | undefined;

  constructor(parts: ServiceManagerParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    const { env, log } = this.#parts;
    const socket = env['NOTIFY_SOCKET'] ?? '';
    if (socket === '') return Promise.resolve();
    const notify = loadNotify();
    this.#tell = (text) => {
      if (notify?.(socket, text) !== true) log.warn({ text }, 'service manager was not told');
    };
    this.#tell('READY=1');
    const intervalMs = watchdogIntervalMs(env);
    if (intervalMs !== undefined) this.#assure(intervalMs);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#tell?.('STOPPING=1');
    this.#tell = undefined;
    return Promise.resolve();
  }

  #assure(intervalMs: number): void {
    this.#tell?.('WATCHDOG=1');
    this.#timer = this.#parts.clock.after(intervalMs, () => {
      this.#assure(intervalMs);
    });
  }
}

/** A third of what the manager waits: one word may be late or lost. sd_watchdog_enabled(3). */
function watchdogIntervalMs(env: ServiceManagerParts['env']): number | undefined {
  const micros = Number(env['WATCHDOG_USEC']);
  return Number.isFinite(micros) && micros > 0 ? micros / 3_000 : undefined;
}

/**
 * The lifecycle of everything that lives longer than a call. Constructors only assign; `start`
 * acquires; `stop` releases, may be called twice, and leaves no handle behind.
 */
export interface Service {
  /** Rejects when it cannot run; checks `signal` between its stages. */
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export interface NamedService {
  readonly name: string;
  readonly service: Service;
}

/** Starts in order. When one fails, those already started are stopped in reverse order and the error is thrown on. */
export async function startAll(
  services: readonly NamedService[],
  signal: AbortSignal,
): Promise<void> {
  const started: NamedService[] = [];
  for (const entry of services) {
    try {
      signal.throwIfAborted();
      await entry.service.start(signal);
      started.push(entry);
    } catch (error) {
      await stopAll(started);
      throw error;
    }
  }
}

/** Stops in reverse order; one that fails does not keep the others running. Returns what failed. */
export async function stopAll(
  services: readonly NamedService[],
): Promise<{ name: string; error: unknown }[]> {
  const failures: { name: string; error: unknown }[] = [];
  for (const { name, service } of [...services].reverse()) {
    try {
      await service.stop();
    } catch (error) {
      failures.push({ name, error });
    }
  }
  return failures;
}

/** Takes back what a command has half done when its terminal is closed, or when it is told to end. */

/** A closed terminal, `kill`, and Ctrl+C where no question is open. */
const SIGNALS = ['SIGHUP', 'SIGTERM', 'SIGINT'] as const;

/**
 * The process ends then as it would have ended without this.
 * @param undo in one go: nothing that takes longer happens any more
 * @returns what takes the watch back
 */
export function undoOnSignal(undo: () => void): () => void {
  const listeners = SIGNALS.map((signal) => {
    const end = (): void => {
      undo();
      forget();
      process.kill(process.pid, signal);
    };
    process.on(signal, end);
    return { signal, end };
  });
  const forget = (): void => {
    for (const { signal, end } of listeners) process.off(signal, end);
  };
  return forget;
}

/** A line that a part reads is listened to through what the part makes of it: it has the line, and nobody else. */
import type { Language } from '../../actions/asker.ts';
import { capital } from '../../actions/capital.ts';
import type { Speech } from '../../actions/speech.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { PropertyAddress, Value } from '../../core/reading.ts';
import type { ThingsView } from '../things-view.ts';

export interface Listening {
  readonly things: ThingsView;
  readonly clock: Clock;
  readonly address: PropertyAddress;
  readonly line: string;
  readonly forMs: number;
  /** Aborted: it ends at once, with what was heard so far. */
  readonly signal: AbortSignal;
}

export interface Watched {
  readonly line: string;
  readonly address: PropertyAddress;
  readonly lastedMs: number;
  /** How often the value became another one. */
  readonly changes: number;
  readonly from: Value | null;
  readonly to: Value | null;
}

export async function watchProperty({
  things,
  clock,
  address,
  line,
  forMs,
  signal,
}: Listening): Promise<Watched> {
  const beganMs = clock.monotonicMs();
  const valueNow = (): Value | null => things.find(address)?.reading().value ?? null;
  const from = valueNow();
  let [to, changes] = [from, 0];
  const stop = things.onReading((property) => {
    if (property !== things.find(address)) return;
    const value = valueNow();
    if (value !== to) changes += 1;
    to = value;
  });
  await new Promise<void>((resolve) => {
    const end = (): void => {
      timer.cancel();
      resolve();
    };
    const timer: Timer = clock.after(forMs, end);
    signal.addEventListener('abort', end, { once: true });
  });
  stop();
  const lastedMs = Math.round(clock.monotonicMs() - beganMs);
  return { line, address, lastedMs, changes, from, to };
}

/** "GPIO24: workshop door changed 3 times in 10.0 s; it is open." */
export function sayWatched(watched: Watched, speech: Speech, language: Language): string {
  const { line, address, lastedMs, changes, to } = watched;
  const name = speech.property(address, language);
  const time = (lastedMs / 1_000).toFixed(1);
  const value = speech.value(address, to, language);
  if (language === 'zh')
    return `${line}：${name}在 ${time} 秒内变化 ${String(changes)} 次，现在${value}。`;
  const times = `${String(changes)} ${changes === 1 ? 'time' : 'times'}`;
  return `${line}: ${capital(name)} changed ${times} in ${time} s; now: ${value}.`;
}

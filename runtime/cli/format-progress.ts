/** One line about a write that takes its time. */
import { formatAddress, type PropertyAddress, type Value } from '../core/reading.ts';

interface ShownProgress extends PropertyAddress {
  readonly value: Value;
  readonly waitingFor?: PropertyAddress | undefined;
}

/** `pump.power: on, waiting for flow.rate …` */
export function formatProgress(progress: ShownProgress): string {
  const { value, waitingFor } = progress;
  const written = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  const what = `${formatAddress(progress)}: ${written}`;
  return waitingFor === undefined
    ? `${what} …`
    : `${what}, waiting for ${formatAddress(waitingFor)} …`;
}

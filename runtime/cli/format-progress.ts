/** One line about what takes its time. */
import { formatAddress, type PropertyAddress, type Value } from '../core/reading.ts';

interface ShownWrite extends PropertyAddress {
  readonly value: Value;
  readonly waitingFor?: PropertyAddress | undefined;
}

interface ShownLearning extends PropertyAddress {
  /** 0 to 1. */
  readonly share: number;
}

/** `pump.power: on, waiting for flow.rate …`, `pump.vibration: 40 % learned …` */
export function formatProgress(progress: ShownWrite | ShownLearning): string {
  if ('share' in progress)
    return `${formatAddress(progress)}: ${String(Math.round(progress.share * 100))} % learned …`;
  const { value, waitingFor } = progress;
  const written = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  const what = `${formatAddress(progress)}: ${written}`;
  return waitingFor === undefined
    ? `${what} …`
    : `${what}, waiting for ${formatAddress(waitingFor)} …`;
}

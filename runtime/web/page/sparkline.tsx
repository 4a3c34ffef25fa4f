/** A small curve of the last readings. Decoration beside the value: the thing's own view has the chart. */
import type { JSX } from 'preact';
import type { Sample } from './site-model.ts';

const WIDTH = 96;
const HEIGHT = 24;

export function Sparkline({ samples }: { readonly samples: readonly Sample[] }): JSX.Element {
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {samples.length > 1 && <polyline points={pointsOf(samples)} />}
    </svg>
  );
}

function pointsOf(samples: readonly Sample[]): string {
  const values = samples.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [samples[0]?.at ?? 0, samples.at(-1)?.at ?? 1];
  // A flat line lies in the middle; noise far below what matters is not blown up.
  const span = Math.max(high - low, Math.abs(high) * 0.02, 1e-9);
  const middle = (high + low) / 2;
  return samples
    .map(({ at, value }) => {
      const x = ((at - first) / Math.max(last - first, 1)) * WIDTH;
      const y = HEIGHT / 2 - ((value - middle) / span) * (HEIGHT - 4);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

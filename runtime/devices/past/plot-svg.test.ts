/** What a plot says at its edges, and how its line goes. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WallClock } from '../../core/wall-clock.ts';
import type { PastData } from './past-reader.ts';
import { plotSvg } from './plot-svg.ts';

const test = suite('plot');

const UTC = new WallClock('UTC');

function past(type: PastData['type'], values: readonly number[]): PastData {
  const rows = values.map((value, index) => ({
    ...{ at: index * 1_000, min: value, max: value, mean: value, last: value, count: 1 },
  }));
  const address = { thing: 'eye', property: 'person', series: 'eye.person' };
  return { ...address, type, from: 0, to: 3_000, tier: 'raw', rows };
}

const WORDS = { title: 'Eye', states: ['nobody', 'some<body'] } as const;

function lineOf(svg: string): readonly (readonly string[])[] {
  const points = /<polyline points="([^"]*)"/.exec(svg)?.[1] ?? '';
  return points.split(' ').map((point) => point.split(','));
}

test('names the two states of what is either so or not', () => {
  const svg = plotSvg(past('boolean', [0, 1, 0]), WORDS, UTC);
  assert.match(svg, />nobody</);
  assert.match(svg, />some&lt;body</);
  assert.not.match(svg, />[01]</);
});

test('goes from one state to the other in a step', () => {
  const line = lineOf(plotSvg(past('boolean', [0, 1, 0]), WORDS, UTC));
  assert.is(line.length, 5);
  for (const [index, [x, y]] of line.slice(1).entries()) {
    const [beforeX, beforeY] = line[index] ?? [];
    assert.ok(x === beforeX || y === beforeY, `point ${String(index + 1)} is reached by a slope`);
  }
});

test('draws what is measured as it was, with its numbers', () => {
  const svg = plotSvg(past('number', [10, 20, 15]), WORDS, UTC);
  assert.is(lineOf(svg).length, 3);
  assert.match(svg, />20</);
});

test.run();

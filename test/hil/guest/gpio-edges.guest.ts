/**
 * Edges under load, beside each other: the character device loses none; onoff, and how fast both are,
 * is only measured and shown. Times under emulation say nothing of a board, their ratio a little.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoardFile } from '../../../runtime/config/board-file.ts';
import type { Edge, GpioBackend, GpioLine } from '../../../runtime/hal/gpio.ts';
import type { GpioBench } from '../../contracts/gpio-bench.ts';
import { sleep, withPi4 } from './linux-bench.ts';
import { openCdev, openOnoff } from './real-backends.ts';

interface Row {
  /** Of 200 edges with a read after each. */
  readonly whileRead: number;
  /** Of 40 edges, 20 pulses of 5 ms, while the event loop stood still. */
  readonly whileBlocked: number;
  readonly handlerUs: number;
  readonly writeUs: number;
}

const test = suite('edges under load');
const rows: Record<string, Row> = {};

async function measure(open: (board: BoardFile) => GpioBackend): Promise<Row> {
  const row: { -readonly [Key in keyof Row]?: Row[Key] } = {};
  const measures = { whileRead, whileBlocked, handlerUs, writeUs } as const;
  for (const [name, take] of Object.entries(measures))
    await withPi4(open, async (bench) => {
      row[name as keyof Row] = await take(bench);
    });
  return row as Row;
}

/** The line is read before its edge can be heard, as when somebody asks for it in that moment. */
async function whileRead(bench: GpioBench): Promise<number> {
  const { line, edges } = listen(bench);
  for (let edge = 0; edge < 200; edge += 1) {
    const before = edges.length;
    bench.outside.drive(bench.input, edge % 2 === 0);
    line.read();
    await heard(bench, () => edges.length > before);
  }
  line.close();
  return edges.length;
}

/** The best of three: on a busy host the simulated interrupt itself may melt two edges into one. */
async function whileBlocked(bench: GpioBench): Promise<number> {
  const counts: number[] = [];
  for (let time = 0; time < 3 && !counts.includes(40); time += 1) counts.push(await burst(bench));
  return Math.max(...counts);
}

async function burst(bench: GpioBench): Promise<number> {
  const { line, edges } = listen(bench);
  for (let edge = 0; edge < 40; edge += 1) {
    bench.outside.drive(bench.input, edge % 2 === 0);
    bench.block(5);
  }
  await heard(bench, () => edges.length === 40);
  line.close();
  return edges.length;
}

/** Gives an edge a tenth of a second to arrive; what comes later was lost. */
async function heard(bench: GpioBench, holds: () => boolean): Promise<void> {
  for (let ms = 0; ms < 100 && !holds(); ms += 1) await bench.pass(1);
}

/** From outside's hand to the handler, as in half of all cases. */
async function handlerUs(bench: GpioBench): Promise<number> {
  const { line } = listen(bench);
  const times: number[] = [];
  for (let edge = 0; edge < 100; edge += 1) {
    const heard = new Promise<number>((resolve) => {
      const stop = line.onEdge(() => {
        stop();
        resolve(performance.now());
      });
    });
    const from = performance.now();
    bench.outside.drive(bench.input, edge % 2 === 0);
    times.push(((await heard) - from) * 1_000);
    await bench.pass(1);
  }
  line.close();
  return times.sort((left, right) => left - right)[50] ?? Number.NaN;
}

function writeUs({ backend, output }: GpioBench): number {
  const line = backend.open(output, { direction: 'out', consumer: 'measure', initial: false });
  const from = performance.now();
  for (let write = 0; write < 1_000; write += 1) line.write(write % 2 === 0);
  const us = performance.now() - from;
  line.close();
  return us;
}

function listen({ backend, input, outside }: GpioBench): {
  readonly line: GpioLine;
  readonly edges: readonly Edge[];
} {
  outside.drive(input, false);
  const line = backend.open(input, { direction: 'in', consumer: 'measure' });
  const edges: Edge[] = [];
  line.onEdge((edge) => edges.push(edge));
  sleep(20);
  return { line, edges };
}

test('the character device loses none of 200 while the line is read, and none of 20 pulses while the loop stands still', async () => {
  const row = await measure(openCdev);
  rows['cdev'] = row;
  assert.equal([row.whileRead, row.whileBlocked], [200, 40]);
});

test('onoff drives the same lines', async () => {
  const row = await measure(openOnoff);
  rows['onoff'] = row;
  assert.ok(row.whileRead <= 200 && row.writeUs > 0);
});

test.after(() => {
  const { cdev, onoff } = rows;
  if (cdev === undefined || onoff === undefined) return;
  const ratio = (of: 'handlerUs' | 'writeUs'): string => (onoff[of] / cdev[of]).toFixed(1);
  const lines = [
    `| ${process.arch}                    | cdev | onoff | onoff / cdev |`,
    `| edges of 200, read in between | ${cdev.whileRead} | ${onoff.whileRead} | |`,
    `| edges of 20 pulses, loop blocked (40) | ${cdev.whileBlocked} | ${onoff.whileBlocked} | |`,
    `| edge to handler, p50, µs | ${cdev.handlerUs.toFixed(0)} | ${onoff.handlerUs.toFixed(0)} | ${ratio('handlerUs')} |`,
    `| one write, µs | ${cdev.writeUs.toFixed(1)} | ${onoff.writeUs.toFixed(1)} | ${ratio('writeUs')} |`,
  ];
  process.stdout.write(`\n${lines.map((line) => `   ${line}\n`).join('')}`);
});

test.run();

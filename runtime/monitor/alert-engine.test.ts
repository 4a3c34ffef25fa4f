/** The engine asks in time, tells of changes only, and survives an alert that cannot be asked. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AlertDeclaration } from '../core/alert.ts';
import { silentLog } from '../core/log.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { AlertEngine, type AlertChange } from './alert-engine.ts';

function declare(code: string, sample: AlertDeclaration['sample']): AlertDeclaration {
  const title = { en: `alert ${code}`, zh: code };
  return {
    code,
    title,
    severity: 'info',
    sample,
    everyMs: 1_000,
    above: 0,
    unit: '',
    forMs: 2_000,
    text: (value) => ({ en: String(value), zh: String(value) }),
  };
}

function build(declarations: readonly AlertDeclaration[]): {
  engine: AlertEngine;
  clock: FakeClock;
  heard: string[];
} {
  const clock = new FakeClock(1_000_000);
  const heard: string[] = [];
  const onChange = ({ state }: AlertChange): void => {
    heard.push(`${state.code} ${state.state} ${String(state.since)}`);
  };
  return {
    engine: new AlertEngine({ declarations, clock, log: silentLog, onChange }),
    clock,
    heard,
  };
}

test('tells its listener of every change and of nothing else', async () => {
  let value = 0;
  const { engine, clock, heard } = build([declare('a', () => ({ value }))]);
  await engine.start();
  await clock.advance(2_000);
  value = 1;
  await clock.advance(5_000);
  value = 0;
  await clock.advance(2_000);
  assert.equal(heard, ['a pending 1003000', 'a firing 1005000', 'a ok 1008000']);
  await engine.stop();
});

test('keeps looking at the others when one cannot be looked at', async () => {
  const broken = declare('broken', () => {
    throw new Error('no sensor');
  });
  const { engine, clock, heard } = build([broken, declare('b', () => ({ value: 1 }))]);
  await engine.start();
  await clock.advance(3_000);
  assert.equal(heard, ['b pending 1001000', 'b firing 1003000']);
  assert.equal(
    engine.states().map(({ code, state }) => [code, state]),
    [
      ['broken', 'ok'],
      ['b', 'firing'],
    ],
  );
  await engine.stop();
});

test('leaves no timer behind', async () => {
  const { engine, clock } = build([declare('a', () => undefined), declare('b', () => undefined)]);
  await engine.start();
  assert.is(clock.pending, 2);
  await engine.stop();
  await engine.stop();
  assert.is(clock.pending, 0);
});

test.run();

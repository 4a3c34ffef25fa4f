import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../core/doctor-check.ts';
import { gatewayCheck, type Owed } from './gateway.check.ts';

const NOW = 1_000_000;

function look(isJoined: boolean, problem?: string, owed?: Owed): Promise<Finding> {
  const parts = { isJoined: () => isJoined, problem: () => problem, owed: () => owed };
  return gatewayCheck({ site: 'farm', clock: { now: () => NOW }, ...parts }).look();
}

test('is content with a gateway that is heard and done by', async () => {
  assert.equal(await look(true), { verdict: 'ok', text: 'joined farm' });
});

test('warns while the gateway is away, whatever else is wrong', async () => {
  const { verdict, text, fix } = await look(false, 'version 7: no such pin');
  assert.is(verdict, 'warn');
  assert.match(text, 'the gateway of farm is not heard');
  assert.match(fix ?? '', '--gateway HOST:PORT');
});

test('fails, and says why, when the newest bundle could not be put in force', async () => {
  const { verdict, text } = await look(true, 'version 7: no such pin');
  assert.equal({ verdict, text }, { verdict: 'fail', text: 'version 7: no such pin' });
});

test('fails when the gateway is there, and does not take what this board owes', async () => {
  const owed = (forMs: number): Owed => ({ what: 'events', since: NOW - forMs });
  assert.is((await look(true, undefined, owed(20_000))).verdict, 'ok');
  const { verdict, text } = await look(true, undefined, owed(90_000));
  assert.is(verdict, 'fail');
  assert.match(text, /does not take the events of this board, for 1/);
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../core/doctor-check.ts';
import { gatewayCheck } from './gateway.check.ts';

function look(isJoined: boolean, problem?: string): Promise<Finding> {
  return gatewayCheck({ site: 'farm', isJoined: () => isJoined, problem: () => problem }).look();
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

test.run();

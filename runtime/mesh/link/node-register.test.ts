import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { Status } from './messages.ts';
import { NodeRegister } from './node-register.ts';

function status(state: Status['state'], nonce: string): Status {
  return { state, nonce, role: 'board', version: '0.1.0', boot: 'b' };
}

const test = suite('node register');

test('does not believe the last will of a connection that another one has followed', () => {
  const nodes = new NodeRegister({ clock: new FakeClock() });
  nodes.take('shed', status('online', 'first'));
  nodes.take('shed', status('joining', 'second'));
  nodes.take('shed', status('online', 'second'));
  assert.is(nodes.take('shed', status('offline', 'first')), undefined);
  assert.ok(nodes.isOnline('shed'));
  nodes.take('shed', status('offline', 'second'));
  assert.not.ok(nodes.isOnline('shed'));
});

test('remembers of a board that is away what it said last, and not what its last will says', () => {
  const nodes = new NodeRegister({ clock: new FakeClock() });
  const bundle = { version: 1, hash: '0'.repeat(64) };
  nodes.take('shed', status('joining', 'n'));
  nodes.take('shed', { ...status('online', 'n'), bundle, problem: 'version 2: no such part' });
  const away = nodes.take('shed', status('offline', 'n'));
  assert.equal([away?.bundle, away?.problem], [bundle, 'version 2: no such part']);
});

test('knows since when a board is there, and when it was last heard', async () => {
  const clock = new FakeClock();
  const nodes = new NodeRegister({ clock });
  const start = clock.now();
  nodes.take('shed', status('online', 'n'));
  await clock.advance(5_000);
  nodes.take('shed', status('online', 'n'));
  nodes.heard('shed');
  const [shed] = nodes.list();
  assert.is(shed?.since, start);
  assert.is(shed?.lastHeard, start + 5_000);
});

test.run();

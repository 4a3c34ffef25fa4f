/** What the service manager hears: the datagrams themselves, taken by socat in its place, sent by the addon. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { until } from '../../test/until.ts';
import { silentLog } from '../core/log.ts';
import { loadNotify } from '../hal/linux/gpio/cdev/notify.ts';
import { ServiceManager } from './service-manager.ts';

const test = suite('service manager');

const WITHOUT =
  loadNotify() === undefined
    ? 'the addon is not built'
    : spawnSync('socat', ['-V']).status === 0
      ? undefined
      : 'there is no socat here';

function testHeard(sentence: string, run: () => Promise<void>): void {
  if (WITHOUT === undefined) test(sentence, run);
  else test.skip(`${sentence} (SKIPPED: ${WITHOUT})`);
}

interface Ear {
  readonly socket: string;
  /** Everything that came, one after the other. */
  readonly heard: () => string;
}

/** One datagram after the other, as systemd takes them. */
async function listening(use: (ear: Ear) => Promise<void>): Promise<void> {
  await inTempDirectory(async (folder) => {
    const socket = join(folder, 'notify');
    const ear: ChildProcess = spawn('socat', ['-u', `UNIX-RECV:${socket}`, 'STDOUT']);
    let text = '';
    ear.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await until(() => existsSync(socket));
    try {
      await use({ socket, heard: () => text });
    } finally {
      const gone = once(ear, 'exit');
      ear.kill();
      await gone;
    }
  });
}

testHeard(
  'hears that the node is ready, that it lives a third before it must, and that it stops',
  async () => {
    await listening(async ({ socket, heard }) => {
      const clock = new FakeClock();
      const env = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '30000000' };
      const manager = new ServiceManager({ env, clock, log: silentLog });
      await manager.start();
      await until(() => heard() === 'READY=1WATCHDOG=1');
      await clock.advance(9_999);
      assert.is(heard(), 'READY=1WATCHDOG=1');
      await clock.advance(1);
      await until(() => heard() === 'READY=1WATCHDOG=1WATCHDOG=1');
      await manager.stop();
      await until(() => heard().endsWith('STOPPING=1'));
      await clock.advance(60_000);
      assert.is(heard(), 'READY=1WATCHDOG=1WATCHDOG=1STOPPING=1');
    });
  },
);

testHeard('without a watchdog hears only of the start and the end', async () => {
  await listening(async ({ socket, heard }) => {
    const clock = new FakeClock();
    const env = { NOTIFY_SOCKET: socket };
    const manager = new ServiceManager({ env, clock, log: silentLog });
    await manager.start();
    await clock.advance(60_000);
    await manager.stop();
    await until(() => heard() === 'READY=1STOPPING=1');
  });
});

testHeard('one that is gone is no reason to fail', async () => {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_: object, text: string) => void warnings.push(text) };
  const env = { NOTIFY_SOCKET: '/nowhere/notify' };
  const manager = new ServiceManager({ env, clock: new FakeClock(), log });
  await manager.start();
  await manager.stop();
  assert.equal(warnings, ['service manager was not told', 'service manager was not told']);
});

testHeard('sends nothing to a name that no socket can have', () => {
  const notify = loadNotify();
  assert.is(notify?.('', 'READY=1'), false);
  assert.is(notify?.(`/${'x'.repeat(200)}`, 'READY=1'), false);
  return Promise.resolve();
});

test('without one nothing is said', async () => {
  const clock = new FakeClock();
  const manager = new ServiceManager({ env: { WATCHDOG_USEC: '3' }, clock, log: silentLog });
  await manager.start();
  assert.is(clock.pending, 0);
  await manager.stop();
});

test.run();

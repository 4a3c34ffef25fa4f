/** What a restart does: where outputs go, what is told of what it cut short, and that nothing is done again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardRig, withBoard, withProperties } from '../../test/board-rig.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { until } from '../../test/until.ts';
import { loadSiteKey } from '../policy/site-key.ts';
import { readHelperReport, type HelperWrite } from './helper-report.ts';

const test = suite('restart');

const LAMP = 'GPIO23';
const LAST = withProperties({ 'lamp.power': { onRestart: 'last' } });

test('brings outputs to their safe value before anything else', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    await rig.losePower();
    await rig.open();
    assert.is(rig.register(LAMP), '1', 'as the power cut left it');
    let atBoot: string | undefined;
    rig.disk.onDurable = () => void (atBoot ??= rig.register(LAMP));
    await rig.start();
    assert.is(atBoot, '0', 'before the start is even recorded');
  }));

test('leaves an output alone that is to keep its last value, and knows that it is on', () =>
  withBoard(
    async (rig) => {
      await rig.command('lamp.power', true);
      await rig.losePower();
      await rig.start();
      assert.is(rig.register(LAMP), '1');
      assert.is(rig.value('lamp.power'), true);
      const actuator = rig.role.things.actuator({ thing: 'lamp', property: 'power' });
      assert.ok(actuator?.isAway());
      const [boot] = (await rig.entries()).filter(({ kind }) => kind === 'boot').slice(-1);
      assert.match(JSON.stringify(boot?.details), '"lamp.power":true');
    },
    { edit: LAST },
  ));

test('stops in order with the outputs safe, save those that keep their last value', () =>
  withBoard(
    async (rig) => {
      await rig.command('lamp.power', true);
      await rig.command('heater.power', true);
      const { directory } = rig;
      await rig.stop();
      assert.equal([rig.register(LAMP), rig.register('GPIO22')], ['1', '0']);
      assert.equal(await readHelperReport(join(directory, 'safe-state.report')), []);
    },
    { edit: LAST },
  ));

test('tells of an interrupted run once, as it was found, and does not begin it again', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true, { id: 'cmd-1', forMs: 60_000 });
    await rig.pass(10_000, undefined, 100);
    await rig.losePower();
    await rig.start();
    const [interruption] = rig.interrupted;
    assert.equal(
      [rig.interrupted.length, interruption?.run.command, interruption?.found],
      [1, 'cmd-1', true],
    );
    assert.is(interruption?.safeSince, undefined, 'no helper was there');
    assert.is(rig.register(LAMP), '0');
    assert.equal(rig.role.timedRuns.list(), []);
    const entry = (await rig.entries()).at(-1);
    assert.equal([entry?.kind, entry?.command, entry?.thing], ['interrupted', 'cmd-1', 'lamp']);
    await rig.losePower();
    await rig.start();
    assert.is(rig.interrupted.length, 1);
  }));

test('says when the helper made it safe, and reads its report once', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true, { forMs: 60_000 });
    const path = join(rig.directory, 'sim/gpio', LAMP, 'value');
    await rig.losePower();
    const at = Math.ceil(rig.clock.now() / 1_000) * 1_000;
    const report = join(rig.directory, 'safe-state.report');
    const here = path.replace('life-0', 'life-1');
    writeFileSync(
      report,
      `1000000000 ok ${here}\n${at / 1_000} failed ${path}\n${at / 1_000} ok ${here}\nbad line\n`,
    );
    await rig.start();
    assert.is(rig.interrupted[0]?.safeSince, at, 'and not by an older report');
    const [boot] = (await rig.entries()).filter(({ kind }) => kind === 'boot').slice(-1);
    const told = boot?.details['helperWrites'];
    assert.is(Array.isArray(told) && told.length, 3);
    assert.equal(await readHelperReport(report), []);
  }));

/** A real process with its lamp on, and the rig that comes after it in the same directory. */
function withProcess(
  args: readonly string[],
  use: (rig: BoardRig, output: () => string, pid: number) => Promise<void>,
): Promise<void> {
  return inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), { startAt: Date.now() + 10_000 });
    const command = ['--import', 'tsx', 'test/board-process.ts', root, ...args];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const gone = once(child, 'exit');
    await use(rig, () => output, child.pid ?? 0);
    await gone;
    assert.is(child.signalCode, 'SIGKILL');
    await rig.stop();
  });
}

test('after kill -9 finds the outputs made safe by the helper, and tells since when', () =>
  withProcess([], async (rig, output, pid) => {
    await until(() => output().includes('\n'));
    assert.is(rig.register(LAMP), '1');
    process.kill(pid, 'SIGKILL');
    await until(() => rig.register(LAMP) === '0');
    const [write] = await helperIsDone(rig);
    await rig.start();
    assert.equal(
      rig.interrupted.map(({ found, safeSince }) => [found, safeSince]),
      [[false, write?.at]],
    );
  }));

test('after kill -9 between intent and write has an intent without a write, and no more', () =>
  withProcess(['intent'], async (rig, output, pid) => {
    await until(() => !isAlive(pid));
    assert.is(output(), '');
    await helperIsDone(rig);
    await rig.start();
    assert.equal(await rig.kinds(), ['boot', 'intent', 'boot', 'interrupted']);
    const taken = rig.balk('lamp-relay').taken.map(({ value }) => value);
    assert.equal(taken, [false], 'but for the safe value at the start');
  }));

/** It reports every output as the last thing it does with it. */
async function helperIsDone(rig: BoardRig): Promise<readonly HelperWrite[]> {
  const outputs = rig.site.things.flatMap(({ properties }) =>
    properties.filter(({ writable, source }) => writable && source.kind === 'part'),
  );
  for (;;) {
    const writes = await readHelperReport(join(rig.directory, 'safe-state.report'));
    if (writes.length === outputs.length) return writes;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withBoard, type BoardRig } from '../../test/board-rig.ts';
import type { Value } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import { recordedOutcome } from './recorded-outcome.ts';

/** How a command ended, as it was told, and as its board's journal has it. */
async function both(
  rig: BoardRig,
  target: string,
  value: Value,
): Promise<{ readonly told: Outcome; readonly read: Outcome | undefined }> {
  const id = `cmd-${target.replace('.', '-')}`;
  const told = await rig.command(target, value, { id });
  const [thing, property = ''] = target.split('.');
  const unit = rig.site.things
    .find((one) => one.id === thing)
    ?.properties.find(({ name }) => name === property)?.unit;
  const records = await rig.journal.entries({ command: id, reverse: true });
  return { told, read: recordedOutcome(records, unit)?.outcome };
}

test('what was done is read back with its whole receipt, the independent reading too', () =>
  withBoard(async (rig) => {
    const { told, read } = await both(rig, 'pump.power', true);
    assert.is(told.status, 'done');
    assert.is(told.status === 'done' && told.receipt.evidence, 'sensor');
    assert.equal(read, told);
    const level = await both(rig, 'vent.position', 40);
    assert.is(level.told.status, 'done');
    assert.equal(level.read, level.told);
  }));

test('what failed is read back with its reason and what was measured', () =>
  withBoard(async (rig) => {
    rig.break('gpio:GPIO17', 'stuck');
    const { told, read } = await both(rig, 'pump.power', true);
    if (told.status !== 'failed' || read?.status !== 'failed')
      throw new Error(`${told.status}, ${String(read?.status)}`);
    assert.equal(
      [read.refusal.code, read.refusal.message],
      [told.refusal.code, told.refusal.message],
    );
    assert.equal(read.receipt, told.receipt);
  }));

test('what was refused is read back as refused', () =>
  withBoard(async (rig) => {
    const { told, read } = await both(rig, 'vent.position', 400);
    assert.is(told.status, 'refused');
    assert.equal(read, told);
  }));

test('what was only begun, and what nobody wrote down, is not told', () =>
  withBoard(async (rig) => {
    await rig.command('vent.position', 40, { id: 'cmd-begun' });
    const [intent] = await rig.journal.entries({ command: 'cmd-begun', kind: 'intent' });
    assert.ok(intent);
    assert.is(recordedOutcome([intent], '%'), undefined);
    assert.is(recordedOutcome([], '%'), undefined);
  }));

test('"done" whose intent is lost is not told: there is no receipt for it', () =>
  withBoard(async (rig) => {
    await rig.command('vent.position', 40, { id: 'cmd-lost' });
    const outcomes = await rig.journal.entries({ command: 'cmd-lost', kind: 'outcome' });
    assert.is(outcomes.length, 1);
    assert.is(recordedOutcome(outcomes, '%'), undefined);
  }));

test.run();

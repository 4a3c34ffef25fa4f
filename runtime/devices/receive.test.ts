/** Signed commands at the door of the board: what is forged, stale or repeated never reaches a pin. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { withBoard, type BoardRig } from '../../test/board-rig.ts';
import { realWorkDone } from '../../test/real-work.ts';
import type { Outcome } from '../core/receipt.ts';
import { sealCommand } from '../policy/sealed-command.ts';
import { loadSiteKey } from '../policy/site-key.ts';
import type { Command } from '../policy/command.ts';

const test = suite('commands');

const LAMP = 'GPIO23';
const OUTPUTS = ['lamp-relay', 'pump-relay', 'heater-relay', 'dimmer', 'vent-drive'];

/** What the parts were given since the start, all outputs together. */
function writes(rig: BoardRig): number {
  return OUTPUTS.reduce((sum, part) => sum + rig.balk(part).taken.length, 0);
}

function codeOf(outcome: Outcome): string {
  return outcome.status === 'done' ? 'done' : `${outcome.status} ${outcome.refusal.code}`;
}

/** Refused with this code, recorded, and not one write. */
async function assertRefused(rig: BoardRig, bytes: Uint8Array, code: string): Promise<void> {
  const before = writes(rig);
  assert.is(codeOf(await rig.receive(bytes)), `refused ${code}`);
  await rig.pass(1_000);
  assert.is(writes(rig), before);
  assert.is(rig.register(LAMP), '0');
  const last = (await rig.entries()).at(-1);
  assert.equal([last?.kind, last?.details['code']], ['refusal', code]);
}

test('are refused when another key signed them', () =>
  withBoard((rig) =>
    inTempDirectory(async (directory) => {
      const stranger = await loadSiteKey(directory);
      const now = rig.clock.now();
      const command: Command = {
        ...{ id: 'cmd-1', board: 'bench', thing: 'lamp', property: 'power', value: true },
        ...{
          requester: 'eve',
          via: 'test',
          cause: 'because',
          issuedAt: now,
          deadline: now + 1_000,
        },
      };
      await assertRefused(rig, sealCommand(command, stranger), 'COMMAND_BAD_SIGNATURE');
      const masked = sealCommand(command, { ...stranger, id: rig.key.id });
      assert.is(codeOf(await rig.receive(masked)), 'refused COMMAND_BAD_SIGNATURE');
    }),
  ));

test('are refused with any bit of any byte flipped, and any byte missing', () =>
  withBoard(async (rig) => {
    const bytes = rig.seal('lamp.power', true);
    const before = writes(rig);
    for (let index = 0; index < bytes.length; index += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const forged = Uint8Array.from(bytes);
        forged[index] = (forged[index] ?? 0) ^ (1 << bit);
        const code = codeOf(await rig.role.receive(forged));
        assert.match(
          code,
          /^refused COMMAND_(MALFORMED|BAD_SIGNATURE)$/,
          `byte ${index}, bit ${bit}`,
        );
      }
      const code = codeOf(await rig.role.receive(bytes.subarray(0, index)));
      assert.is(code, 'refused COMMAND_MALFORMED', `${index} bytes`);
    }
    assert.is(writes(rig), before);
    const refusals = (await rig.entries()).filter(({ kind }) => kind === 'refusal');
    assert.ok(refusals.length <= 2, 'a hammering sender is counted, not written down each time');
    assert.is(codeOf(await rig.receive(bytes)), 'done', 'the real one still counts');
  }));

test('are refused on another board than theirs', () =>
  withBoard((rig) =>
    assertRefused(rig, rig.seal('lamp.power', true, { board: 'attic' }), 'COMMAND_WRONG_BOARD'),
  ));

test('are refused from their deadline on', () =>
  withBoard(async (rig) => {
    const bytes = rig.seal('lamp.power', true, { deadline: rig.clock.now() + 1_000 });
    await rig.pass(1_000);
    await assertRefused(rig, bytes, 'COMMAND_EXPIRED');
  }));

test('are refused while the board does not know the time', () =>
  withBoard((rig) => assertRefused(rig, rig.seal('lamp.power', true), 'COMMAND_CLOCK_UNTRUSTED'), {
    startAt: 12_345,
  }));

test('are refused when their id was used for another one', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', false, { id: 'cmd-1' });
    await assertRefused(rig, rig.seal('lamp.power', true, { id: 'cmd-1' }), 'COMMAND_REPLAYED');
  }));

test('get the same answer when they come again, and nothing is done twice', () =>
  withBoard(async (rig) => {
    const bytes = rig.seal('lamp.power', true);
    const first = await rig.receive(bytes);
    assert.is(first.status, 'done');
    const entries = (await rig.entries()).length;
    const before = writes(rig);
    await rig.pass(5_000);
    assert.equal(await rig.receive(bytes), first);
    assert.equal([writes(rig), (await rig.entries()).length], [before, entries]);
  }));

test('get one answer when two copies come at once', () =>
  withBoard(async (rig) => {
    const bytes = rig.seal('pump.power', true);
    const before = writes(rig);
    const answers = [rig.role.receive(bytes), rig.role.receive(bytes)];
    const [first, second] = await rig.during(Promise.all(answers));
    assert.equal(first, second);
    assert.is(writes(rig) - before, 1);
  }));

test('get the same answer after a restart', () =>
  withBoard(async (rig) => {
    const bytes = rig.seal('lamp.power', true);
    const first = await rig.receive(bytes);
    await rig.losePower();
    await rig.start();
    const before = writes(rig);
    assert.equal(await rig.receive(bytes), first);
    assert.is(writes(rig), before);
    assert.is(rig.register(LAMP), '0');
  }));

test('get the same no when they come again, though the reason is gone', () =>
  withBoard(async (rig) => {
    rig.role.modes.take('lamp', { base: 'auto', tags: [{ person: 'bob', reason: '', at: 1 }] });
    const bytes = rig.seal('lamp.power', true);
    assert.is(codeOf(await rig.receive(bytes)), 'refused MODE_LOCKED_OUT');
    rig.role.modes.take('lamp', { base: 'auto', tags: [] });
    assert.is(codeOf(await rig.receive(bytes)), 'refused MODE_LOCKED_OUT');
    assert.is(rig.register(LAMP), '0');
  }));

test('cut short between intent and write are not done again, and say what is known', () =>
  withBoard(async (rig) => {
    const bytes = rig.seal('lamp.power', true);
    rig.disk.onDurable = () => new Promise(() => undefined);
    void rig.role.receive(bytes);
    await realWorkDone();
    assert.equal((await rig.kinds()).at(-1), 'intent');
    assert.is(rig.register(LAMP), '0');
    await rig.losePower();
    await rig.start();
    const before = writes(rig);
    assert.is(codeOf(await rig.receive(bytes)), 'failed COMMAND_INTERRUPTED');
    assert.is(writes(rig), before);
  }));

test('are forgotten after their deadline, when a replay is refused by its age', () =>
  withBoard(async (rig) => {
    const bytes = rig.seal('lamp.power', true);
    await rig.receive(bytes);
    await rig.pass(31_000, undefined, 500);
    await rig.command('lamp.power', false);
    assert.is(codeOf(await rig.receive(bytes)), 'refused COMMAND_EXPIRED');
    assert.is(rig.register(LAMP), '0');
  }));

test('are answered when the store cannot write, and answered alike when they come again', () =>
  withBoard(async (rig) => {
    rig.disk.fill();
    const bytes = rig.seal('lamp.power', true);
    assert.is(codeOf(await rig.receive(bytes)), 'refused STATE_DISK_FULL');
    assert.is(codeOf(await rig.receive(bytes)), 'refused STATE_DISK_FULL');
    assert.is(codeOf(await rig.receive(bytes.subarray(1))), 'refused COMMAND_MALFORMED');
  }));

test.run();

/** Modes of things: auto, hand, and the tags of those who work on them. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withBoard, type BoardRig } from '../../test/board-rig.ts';
import type { ActionResult } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import { Speech } from '../actions/speech.ts';
import { isRefusal } from '../core/refusal.ts';
import { site } from '../../test/board-site.ts';
import type { ModeName } from '../devices/modes.ts';
import type { CommandLink } from './command-link.ts';
import { modeAction } from './mode.action.ts';
import { ModeControl } from './mode-control.ts';

const test = suite('modes');

const PUMP = 'GPIO17';
const LAMP = 'GPIO23';

function asker(person: string, more: Partial<Asker> = {}): Asker {
  return {
    ...{ person, role: 'operator', via: 'test', chat: `test:${person}` },
    ...{ language: 'en', words: `${person} said so`, ...more },
  };
}

/** What a person does to a thing's mode, through the action. */
function set(rig: BoardRig, mode: ModeName, by: Asker, thing = 'lamp'): Promise<ActionResult> {
  const { role, clock, key } = rig;
  const { things, modes } = role;
  const link: CommandLink = { send: (_board, bytes) => role.receive(bytes) };
  const standsBack = (): undefined => undefined;
  const control = new ModeControl({ site: { boards: [rig.site] }, key, link, clock, standsBack });
  const speech = new Speech(site, clock);
  const action = modeAction({ things, modes, control, speech });
  return rig.during(action.run({ thing, mode, reason: 'belt' }, by));
}

function nameOf(rig: BoardRig): ModeName {
  return rig.role.modes.nameOf('lamp');
}

async function outcomeOf(rig: BoardRig, by: 'person' | 'rule', value = true): Promise<string> {
  const outcome = await (by === 'person'
    ? rig.command('lamp.power', value)
    : rig.perform('lamp.power', value));
  return outcome.status === 'done' ? 'done' : outcome.refusal.code;
}

test('auto lets people and rules write', () =>
  withBoard(async (rig) => {
    assert.equal(nameOf(rig), 'auto');
    assert.equal([await outcomeOf(rig, 'person'), await outcomeOf(rig, 'rule')], ['done', 'done']);
  }));

test('hand lets people write and refuses rules, switching off included', () =>
  withBoard(async (rig) => {
    await set(rig, 'hand', asker('ann'));
    assert.equal(await outcomeOf(rig, 'person'), 'done');
    assert.equal(await outcomeOf(rig, 'rule', false), 'MODE_HAND');
    await set(rig, 'auto', asker('bob'));
    assert.equal(await outcomeOf(rig, 'rule', false), 'done');
  }));

test('a lock-out brings the thing to its safe value and refuses everybody', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    const { text } = await set(rig, 'locked-out', asker('ann'));
    assert.match(text, /is locked out \(ann: belt\)\. It starts for nobody\./);
    assert.is(rig.register(LAMP), '0');
    assert.equal(await outcomeOf(rig, 'person'), 'MODE_LOCKED_OUT');
    assert.equal(await outcomeOf(rig, 'rule'), 'MODE_LOCKED_OUT');
  }));

test('a lock-out never prevents a forced write of the safe value, and forces nothing else', () =>
  withBoard(async (rig) => {
    await set(rig, 'locked-out', asker('ann'));
    const authority = { kind: 'rule', rule: 'test', cause: 'a test', forced: true } as const;
    assert.is((await rig.perform('lamp.power', false, { authority })).status, 'done');
    const on = await rig.perform('lamp.power', true, { authority });
    assert.is(on.status === 'refused' && on.refusal.code, 'MODE_LOCKED_OUT');
  }));

test('a lock-out wins against an order that is under way', () =>
  withBoard(async (rig) => {
    rig.disk.hang();
    const on = rig.role.receive(rig.seal('lamp.power', true));
    await rig.pass(50);
    const locked = set(rig, 'locked-out', asker('ann'));
    rig.disk.resume();
    await locked;
    const outcome = await rig.during(on);
    assert.not.equal(outcome.status, 'done');
    assert.is(rig.register(LAMP), '0');
  }));

test('each person takes off only their own tag, and the thing is free when the last one is gone', () =>
  withBoard(async (rig) => {
    await set(rig, 'hand', asker('ann'));
    await set(rig, 'locked-out', asker('ann'));
    await set(rig, 'locked-out', asker('bob'));
    const stranger = await set(rig, 'auto', asker('eve'));
    assert.is(!stranger.ok && stranger.refusal.code, 'MODE_NOT_YOURS');
    assert.match(stranger.text, 'locked out by ann (belt) and bob (belt)');
    const { text } = await set(rig, 'auto', asker('ann'));
    assert.match(text, 'locked out (bob: belt)');
    assert.is(nameOf(rig), 'locked-out');
    await set(rig, 'auto', asker('bob'));
    assert.is(nameOf(rig), 'auto');
  }));

test('a tag hung twice is one tag, with the newer reason', () =>
  withBoard(({ role: { modes } }) => {
    for (const reason of ['belt', 'blade']) {
      const mode = modes.plan({ thing: 'lamp', mode: 'locked-out', person: 'ann', reason });
      assert.not(isRefusal(mode));
      if (!isRefusal(mode)) modes.take('lamp', mode);
    }
    assert.equal(
      modes.of('lamp').tags.map(({ reason }) => reason),
      ['blade'],
    );
    return Promise.resolve();
  }));

test('modes survive a restart, and the journal says who set them', () =>
  withBoard(async (rig) => {
    await set(rig, 'locked-out', asker('ann'));
    await rig.losePower();
    await rig.start();
    assert.is(nameOf(rig), 'locked-out');
    assert.equal(await outcomeOf(rig, 'person'), 'MODE_LOCKED_OUT');
    const entry = (await rig.entries()).find(({ kind }) => kind === 'mode');
    assert.equal([entry?.actor, entry?.cause, entry?.thing], ['ann', 'ann said so', 'lamp']);
    assert.equal(entry?.details, { mode: 'locked-out', reason: 'belt' });
  }));

test('who locks out what still runs is told so', () =>
  withBoard(async (rig) => {
    await rig.command('pump.power', true);
    rig.break('gpio:GPIO17', 'stuck');
    const result = await set(rig, 'locked-out', asker('ann'), 'pump');
    assert.is(rig.register(PUMP), '0');
    assert.not(result.ok);
    assert.is(!result.ok && result.refusal.code, 'DEVICE_CONTRADICTED');
    assert.match(
      result.text,
      /pump is locked out, but it may still run: pump\.power was written, but flow\.rate disagrees/i,
    );
    assert.is(rig.role.modes.nameOf('pump'), 'locked-out');
  }));

test('a lock-out makes safe on a full disk too', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    rig.disk.fill();
    const result = await set(rig, 'locked-out', asker('ann'));
    assert.is(!result.ok && result.refusal.code, 'STATE_DISK_FULL');
    assert.is(rig.register(LAMP), '0');
  }));

test('locking out a regulator switches it off, and does not touch its setpoint', () =>
  withBoard(async (rig) => {
    await rig.command('heating.setpoint', 25);
    await rig.command('heating.active', true);
    assert.is(rig.value('heating.active'), true);
    await set(rig, 'locked-out', asker('ann'), 'heating');
    assert.equal([rig.value('heating.active'), rig.value('heating.setpoint')], [false, 25]);
  }));

test('the action refuses unknown things with the nearest name, and who may not', () =>
  withBoard(async (rig) => {
    const unknown = await set(rig, 'hand', asker('ann'), 'lmap');
    assert.match(unknown.text, 'Did you mean "lamp"?');
    const elsewhere = await set(rig, 'hand', asker('ann', { areas: ['pump-room'] }));
    assert.is(!elsewhere.ok && elsewhere.refusal.code, 'POLICY_DENIED');
    assert.is(nameOf(rig), 'auto');
  }));

test('the action says what it did in both languages', () =>
  withBoard(async (rig) => {
    const said = async (mode: ModeName, language: Asker['language']): Promise<string> =>
      (await set(rig, mode, asker('ann', { language }))).text;
    assert.match(await said('hand', 'en'), /lamp is in hand mode\.$/i);
    assert.match(await said('auto', 'zh'), '补光灯现在是自动模式。');
    assert.match(await said('hand', 'zh'), '补光灯现在是手动模式。');
    assert.match(await said('locked-out', 'zh'), '补光灯已上锁挂牌（ann: belt）');
  }));

test('whoever listens hears of every change, until they stop', () =>
  withBoard(async (rig) => {
    const heard: string[] = [];
    const stop = rig.role.modes.onChange((thing) => heard.push(thing));
    await set(rig, 'hand', asker('ann'));
    stop();
    await set(rig, 'auto', asker('ann'));
    assert.equal(heard, ['lamp']);
  }));

test.run();

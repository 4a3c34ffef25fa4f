import { AUTO } from '../devices/modes.ts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, OWNER, withGateway } from '../../test/gateway-rig.ts';
import { z } from '../core/schema.ts';
import { journalActions } from './journal-actions.ts';

const recordsSchema = z.array(z.object({ seq: z.number(), kind: z.string() }));
const CHINESE = askerOf(OWNER, { language: 'zh' });

test('the journal is listed with the latest entry last', async () => {
  await withGateway(async (rig) => {
    await rig.say('open the vent');
    const result = await rig.run('journal', { limit: 2 });
    const records = recordsSchema.parse(result.ok ? result.data : undefined);
    assert.equal(
      records.map(({ kind }) => kind),
      ['intent', 'outcome'],
    );
    const lines = result.text.split('\n');
    assert.match(
      lines[0] ?? '',
      /^2 {2}12:0\d:\d\d {2}intent vent\.position = 100 % {2}owner: open the vent$/,
    );
    assert.is(lines.length, 2);
  });
});

test('a line tells what was wanted and what came of it, so that a failure is seen', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-fault', { target: 'pump', kind: 'stuck' });
    await rig.say('turn on the pump for 10 seconds');
    await rig.run('mode', { thing: 'vent', mode: 'locked-out' });
    await rig.say('open the vent');
    const text = (await rig.run('journal', {})).text;
    assert.match(text, /intent pump\.power = on for 10 s {2}owner: turn on/);
    assert.match(text, /outcome pump\.power = on: FAILED, measured off {2}owner/);
    assert.match(text, /mode vent locked-out {2}owner/);
    assert.match(text, /refusal vent\.position: MODE_LOCKED_OUT {2}owner/);
  });
});

test('refusals that were counted say how many there were since when, and are taken for no new one', async () => {
  await withGateway(async (rig) => {
    await rig.run('mode', { thing: 'vent', mode: 'locked-out' });
    for (let count = 0; count < 4; count += 1) await rig.say('open the vent');
    await rig.clock.advance(60_000);
    const lines = (await rig.run('journal', {})).text.split('\n');
    assert.match(
      lines.at(-1) ?? '',
      /: MODE_LOCKED_OUT \(3 more times since 12:00:\d\d\) {2}owner/,
    );
    const told = (await rig.run('why', { target: 'vent' })).text;
    assert.match(told, /refused \(3 more times since 12:00:\d\d\): /);
    assert.match(
      (await rig.run('why', { target: 'vent' }, CHINESE)).text,
      /（自 12:00:\d\d 起又有 3 次）/,
    );
  });
});

test('where several boards have entries, each line names its board', async () => {
  await withGateway(async (rig) => {
    const [boot] = await rig.ground.journal.entries();
    if (boot === undefined) throw new Error('there is no entry');
    const journal = {
      entries: () => Promise.resolve([{ ...boot, board: 'pump-room', seq: 7 }, boot]),
      verify: () => rig.ground.journal.verify(),
    };
    const [list] = journalActions({
      ...{ journal, things: rig.gateway.things, speech: rig.ground.speech },
      modes: { of: () => AUTO },
    }).filter(({ name }) => name === 'journal');
    const lines = (await list?.run({}, askerOf(OWNER)))?.text.split('\n') ?? [];
    assert.match(lines[0] ?? '', /^greenhouse 1 {2}12:00/);
    assert.match(lines[1] ?? '', /^pump-room 7 {2}12:00/);
  });
});

test('why of what is nowhere is refused', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('why', { target: 'nothing' });
    assert.is(result.ok ? '' : result.refusal.code, 'ACTION_NO_SUCH_THING');
    assert.ok((await rig.run('why', { target: 'pump' })).ok);
  });
});

test('a limit that is none is refused', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('journal', { limit: 0 });
    const { code, message, hint } = result.ok
      ? { code: '', message: '', hint: '' }
      : result.refusal;
    assert.is(code, 'ACTION_BAD_ARGUMENTS');
    assert.is(message, 'journal: limit must be at least 1');
    assert.is(hint, 'See how to write it with: boardtalk help journal');
  });
});

test('a whole journal verifies', async () => {
  await withGateway(async (rig) => {
    const result = await rig.run('journal-verify', {});
    assert.is(result.text, 'The journal is whole: 1 entry.');
    assert.is((await rig.run('journal-verify', {}, CHINESE)).text, '日志完整：1 条记录。');
  });
});

test('a journal that was changed on disk says where', async () => {
  await withGateway(async (rig) => {
    await rig.say('open the vent');
    const key = 'journal/0000000000000002';
    const sealed = await rig.ground.store.row(key);
    await rig.ground.store.durable([{ key, value: sealed?.replace('open', 'shut') }]);
    const en = await rig.run('journal-verify', {});
    assert.match(en.text, /^The journal is NOT whole: .*2/);
    assert.match((await rig.run('journal-verify', {}, CHINESE)).text, /^日志不完整：/);
  });
});

test.run();

/** From a value that is too high to what people hear, on a real store, over restarts and power cuts. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PAGE, TEAM, withEvents, type EventRig } from '../../test/event-rig.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import { Speech } from '../actions/speech.ts';
import type { AlertDeclaration } from '../core/alert.ts';
import { isRefusal } from '../core/refusal.ts';
import { silentLog } from '../core/log.ts';
import type { Write } from '../state/store.ts';
import { PlatformNews } from '../tasks/events/platform-news.ts';
import { IncidentBook } from './incident-book.ts';
import { IncidentTeller } from './incident-teller.ts';
import { Incidents } from './incidents.ts';
import { sayAlerts } from './say-alerts.ts';

const test = suite('incidents');

const MINUTE = 60_000;
const PEOPLE = ['anna', 'bert'];

/** What the alerts look at, by code. */
type Values = Record<string, number>;

function declare(
  code: string,
  values: Values,
  more: Partial<AlertDeclaration> = {},
): AlertDeclaration {
  return {
    code,
    title: { en: `${code} is too high`, zh: `${code}过高` },
    severity: 'warning',
    sample: () => ({ value: values[code] ?? 0 }),
    everyMs: 10_000,
    above: 85,
    unit: '%',
    forMs: 5 * MINUTE,
    text: (value) => ({ en: `It is ${String(value)} %.`, zh: `现在 ${String(value)} %。` }),
    ...more,
  };
}

interface Life {
  readonly incidents: Incidents;
  /** What waits for one of them, in the order of telling. */
  readonly heard: (person?: string, language?: 'en' | 'zh') => readonly string[];
  readonly stop: () => Promise<void>;
}

/** @param writesLeft then the power is gone */
async function live(
  { clock, state, outbox, book: events }: EventRig,
  declarations: readonly AlertDeclaration[],
  writesLeft = Infinity,
): Promise<Life> {
  const { site } = await readSampleSite();
  const speech = new Speech({ ...site, timezone: 'Europe/Berlin' }, clock);
  let left = writesLeft;
  const durable = async (writes: readonly Write[]): Promise<void> => {
    left -= 1;
    if (left < 0) throw new Error('the power is gone');
    await state.store.durable(writes);
  };
  const store = { durable, space: state.store.space.bind(state.store) };
  const platforms = [PAGE, { ...TEAM, hearsAlerts: true as const }];
  const people = { find: () => undefined };
  const news = new PlatformNews({
    ...{ site: { platforms, language: 'en' }, book: events, outbox, people, store, clock },
    ...{ listenersOf: () => [], roomOf: () => undefined },
  });
  const everybody = () =>
    PEOPLE.map((person) => ({ person, chat: `web:${person}`, language: 'en' as const }));
  const teller = new IncidentTeller({
    ...{
      site: { platforms, language: 'en' },
      news,
      outbox: () => outbox,
      store,
      speech,
      everybody,
    },
  });
  const book = new IncidentBook({ store });
  await book.load();
  const incidents = new Incidents({ declarations, book, teller, clock, log: silentLog });
  await incidents.start();
  const heard: Life['heard'] = (person = 'anna', language = 'en') =>
    outbox
      .waiting(`web:${person}`)
      .map(([, { news: told }]) =>
        told.kind === 'alerts' ? sayAlerts(told.alerts, speech, language) : '',
      );
  return { incidents, heard, stop: () => incidents.stop() };
}

test('people hear once what, since when and why, with a curve; and once that it is over', () =>
  withEvents(async (rig) => {
    const values: Values = { cpu: 20 };
    const { heard, stop } = await live(rig, [declare('cpu', values)]);
    await rig.clock.advance(10 * MINUTE);
    values['cpu'] = 91;
    await rig.clock.advance(17 * MINUTE);
    values['cpu'] = 20;
    await rig.clock.advance(30 * MINUTE);
    await stop();
    const [began = '', over = '', ...more] = heard();
    assert.equal(more, []);
    assert.match(
      began,
      /^Alert: cpu is too high, since 14:10:10\. It is 91 %\.\n[▁▂▃▄▅▆▇█]{24}\nWhoever looks after it says “acknowledge the alert cpu”\.$/,
    );
    assert.is(over, 'Over since 14:27:10: cpu is too high. It lasted 17 min.');
    assert.match(heard('bert', 'zh')[0] ?? '', /^报警：cpu过高，自 14:10:10。现在 91 %。\n/);
    assert.is(heard('bert', 'zh')[1], '已恢复（14:27:10）：cpu过高，持续了17 分钟。');
  }));

test('ten that go wrong at once are one message, and their end is another', () =>
  withEvents(async (rig) => {
    const codes = Array.from({ length: 10 }, (_, index) => `load-${String(index)}`);
    const values: Values = Object.fromEntries(codes.map((code) => [code, 99]));
    const all = codes.map((code) => declare(code, values));
    const { heard, incidents, stop } = await live(rig, all);
    await rig.clock.advance(20 * MINUTE);
    for (const code of codes) values[code] = 0;
    await rig.clock.advance(20 * MINUTE);
    await stop();
    assert.is(heard().length, 2);
    assert.match(heard()[0] ?? '', /^10 alerts:\n- Alert: load-0 /);
    assert.match(heard()[0] ?? '', /says “acknowledge all alerts”\.$/);
    assert.is(incidents.list().length, 10);
  }));

test('what comes and goes is one incident, however often', () =>
  withEvents(async (rig) => {
    const values: Values = {};
    const { heard, incidents, stop } = await live(rig, [declare('cpu', values, { forMs: 0 })]);
    for (let round = 0; round < 30; round += 1) {
      values['cpu'] = round % 2 === 0 ? 99 : 0;
      await rig.clock.advance(MINUTE);
    }
    await rig.clock.advance(20 * MINUTE);
    await stop();
    assert.is(incidents.list().length, 1);
    assert.is(heard().length, 2);
    assert.match(heard()[1] ?? '', /It lasted 29 min, and came and went 15 times\.$/);
  }));

test('one after the other is told together, unless it is critical', () =>
  withEvents(async (rig) => {
    const values: Values = { a: 99 };
    const critical = declare('d', values, { forMs: 0, severity: 'critical' });
    const warnings = ['a', 'b', 'c'].map((code) => declare(code, values, { forMs: 0 }));
    const { heard, stop } = await live(rig, [...warnings, critical]);
    await rig.clock.advance(MINUTE);
    assert.is(heard().length, 1);
    values['b'] = 99;
    await rig.clock.advance(MINUTE);
    values['c'] = 99;
    await rig.clock.advance(MINUTE);
    assert.is(heard().length, 1, 'it waits for five minutes');
    await rig.clock.advance(3 * MINUTE);
    assert.match(heard()[1] ?? '', /^2 alerts:\n- Alert: b .*\n.*\n- Alert: c /);
    values['d'] = 99;
    await rig.clock.advance(30_000);
    assert.match(heard()[2] ?? '', /^Alert: d /);
    await stop();
  }));

test('what nobody acknowledges is told again every four hours; who does is named, and hears only the end', () =>
  withEvents(async (rig) => {
    const values: Values = { cpu: 99 };
    const { heard, incidents, stop } = await live(rig, [declare('cpu', values)]);
    await rig.clock.advance(250 * MINUTE);
    assert.equal(
      heard().map((text) => text.split(':')[0]),
      ['Alert', 'Still'],
    );
    const acknowledged = await incidents.acknowledge({ name: 'cpu', all: false }, 'bert');
    assert.not(isRefusal(acknowledged));
    await incidents.acknowledge({ name: 'cpu', all: false }, 'anna');
    assert.is(incidents.list()[0]?.acknowledged?.by, 'bert', 'who said so first');
    await rig.clock.advance(250 * MINUTE);
    values['cpu'] = 0;
    await rig.clock.advance(10 * MINUTE);
    assert.equal(
      heard()
        .slice(2)
        .map((text) => text.split(/[:;]/)[0]),
      ['bert looks after it', 'Over since 22'],
    );
    assert.is(heard('bert').length, 3, 'and bert is not told what he said himself');
    await stop();
  }));

test('says which is meant where there are several, and that there is none', () =>
  withEvents(async (rig) => {
    const values: Values = { a: 99, b: 99 };
    const both = ['a', 'b'].map((code) => declare(code, values, { forMs: 0 }));
    const { incidents, stop } = await live(rig, both);
    const codeOf = async (name: string | undefined, all = false): Promise<string> => {
      const answer = await incidents.acknowledge({ name, all }, 'anna');
      return isRefusal(answer) ? answer.code : String(answer.length);
    };
    assert.is(await codeOf(undefined), '0', 'who has nothing to acknowledge did nothing wrong');
    await rig.clock.advance(MINUTE);
    assert.is(await codeOf(undefined), 'ALERT_WHICH');
    assert.is(await codeOf('c'), 'ALERT_NONE');
    assert.is(await codeOf(undefined, true), '2');
    await stop();
  }));

test('a restart neither forgets an open one nor tells it again', () =>
  withEvents(async (rig, reopen) => {
    const values: Values = { cpu: 99 };
    const all = [declare('cpu', values)];
    const first = await live(rig, all);
    await rig.clock.advance(10 * MINUTE);
    await first.stop();
    const again = await reopen();
    const second = await live(again, all);
    assert.is(second.incidents.list().length, 1);
    await rig.clock.advance(30 * MINUTE);
    assert.is(second.heard().length, 1);
    values['cpu'] = 0;
    await rig.clock.advance(10 * MINUTE);
    assert.equal(second.heard().slice(1), [
      'Over since 14:40:10: cpu is too high. It lasted 40 min.',
    ]);
    await second.stop();
  }));

test('whatever write the power is cut at, each is told once', () =>
  withEvents(async (rig, reopen) => {
    let cuts = 0;
    for (let cut = 0; cut < 8; cut += 1) {
      const values: Values = { cpu: 99 };
      const all = [declare('cpu', values, { forMs: 0 })];
      const before = rig.outbox.waiting('web:anna').length;
      let open = await reopen();
      const told = (): readonly string[] => life.heard().slice(before);
      let life = await live(open, all, cut);
      await open.clock.advance(MINUTE);
      values['cpu'] = 0;
      await open.clock.advance(10 * MINUTE);
      await life.stop();
      const isCut = told().length < 2;
      if (isCut) cuts += 1;
      values['cpu'] = told().length === 0 ? 99 : 0;
      open = await reopen();
      life = await live(open, all);
      await open.clock.advance(10 * MINUTE);
      values['cpu'] = 0;
      await open.clock.advance(20 * MINUTE);
      await life.stop();
      assert.equal(
        told().map((text) => text.split(/[: ]/)[0]),
        ['Alert', 'Over'],
        `cut at write ${String(cut)}`,
      );
      await open.outbox.heard(open.outbox.waiting('web:anna'));
      await open.outbox.heard(open.outbox.waiting('web:bert'));
    }
    assert.ok(cuts >= 4, `so many lives were cut: ${String(cuts)}`);
  }));

test('a program that wants them gets an event for each change, in the order of things', () =>
  withEvents(async (rig) => {
    const values: Values = { cpu: 99 };
    const { incidents, stop } = await live(rig, [declare('cpu', values, { forMs: 0 })]);
    await rig.clock.advance(MINUTE);
    await incidents.acknowledge({ all: false }, 'anna');
    values['cpu'] = 0;
    await rig.clock.advance(10 * MINUTE);
    await stop();
    const events = await rig.book.after('team', undefined, { count: 100, bytes: 1e6 });
    assert.equal(
      events.map(({ task: { name, status } }) => `${name} ${status}`),
      ['cpu failed', 'cpu running', 'cpu done'],
    );
    assert.is(new Set(events.map(({ task }) => task.id)).size, 1);
  }));

test('a clock that is set back keeps nothing open for years', () =>
  withEvents(async (rig) => {
    const values: Values = { cpu: 99 };
    const { heard, stop } = await live(rig, [declare('cpu', values, { forMs: 0 })]);
    await rig.clock.advance(MINUTE);
    values['cpu'] = 0;
    await rig.clock.advance(MINUTE);
    rig.clock.set(rig.clock.now() - 1_000 * 24 * 60 * MINUTE);
    await rig.clock.advance(10 * MINUTE);
    assert.is(heard().length, 2);
    await stop();
  }));

test('what somebody else tells is told by them, again where a restart came between, and to nobody else', () =>
  withEvents(async (rig, reopen) => {
    const values: Values = { score: 99 };
    const about = { subject: 'pump-2.vibration', forMs: 0, calmMs: 0 };
    const alert = declare('score', values, about);
    const told: string[] = [];
    let isBroken = true;
    const tell = (isOver: boolean): Promise<void> => {
      told.push(isOver ? 'over' : 'begins');
      return isBroken ? Promise.reject(new Error('nobody took it')) : Promise.resolve();
    };
    const first = await live(rig, []);
    first.incidents.watch(alert, tell);
    await rig.clock.advance(12_000);
    assert.ok(told.length >= 1);
    await first.stop();
    isBroken = false;
    told.length = 0;
    const second = await live(await reopen(), []);
    const watch = second.incidents.watch(alert, tell);
    await rig.clock.advance(MINUTE);
    assert.ok(watch.isOpen());
    values['score'] = 0;
    await rig.clock.advance(MINUTE);
    assert.not(watch.isOpen());
    assert.equal(told, ['begins', 'over']);
    assert.equal(second.heard(), []);
    await second.stop();
  }));

test.run();

/** What a workflow tells, to a program and on the page, over real books of events and letters. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PAGE, SHOP, withEvents, type EventRig } from '../../../test/event-rig.ts';
import { People } from '../../policy/people.ts';
import { PlatformNews, type Listener } from '../../tasks/events/platform-news.ts';
import type { ParamMistake, StepAction, StepContext } from '../step-action.ts';
import { sendNotificationStep } from './send-notification.ts';

const test = suite('send_notification');

const ANNA = { id: 'anna', name: 'Anna', role: 'operator' } as const;
const SITE = { platforms: [SHOP, PAGE], language: 'en' } as const;
const ALL = { count: 9, bytes: 1e6 };
const REPORT: StepContext = {
  ...{ workflow: 'daily_report', run: 'run-1', step: 'send_notification' },
  outputs: { generate_report: { text: '# Today' }, fetch_data: { text: 'not this' } },
  ...{ dependsOn: ['generate_report'], now: 0, isDryRun: false, cause: 'by the clock' },
  signal: new AbortController().signal,
};

function stepOf({ book, outbox, clock, state: { store } }: EventRig): StepAction {
  const people = new People({ store, configured: [ANNA] });
  people.configure([ANNA]);
  const listenersOf = (): readonly Listener[] =>
    people.list().map(({ id }) => ({ person: id, chat: `web:${id}`, language: 'en' }));
  const roomOf = (): undefined => undefined;
  const news = new PlatformNews({
    ...{ site: SITE, book, outbox, clock, store, people, listenersOf, roomOf },
  });
  return sendNotificationStep({ news });
}

/** What waits for a person, as it would be said. */
function heardBy({ outbox }: EventRig, person: string): string[] {
  return outbox
    .waiting(`web:${person}`)
    .map(([, { news }]) =>
      news.kind === 'notice' ? `${String(news.isFailure)} ${news.text}` : '',
    );
}

test('a program gets what the step before it gave, under the id of the run', () =>
  withEvents(async (rig) => {
    const outcome = await stepOf(rig).run({ platform: 'shop', channel: '#operations' }, REPORT);
    const id = 'run-1.send_notification';
    assert.equal(outcome, { ok: true, output: { id, platform: 'shop' } });
    const [event] = await rig.book.after('shop', undefined, ALL);
    assert.equal(event?.task, {
      ...{ id: 'run-1', name: 'daily_report', status: 'done', output: '# Today' },
    });
    assert.is(event?.channel, '#operations');
  }));

test('of a text that is too long for a chat, people hear that there is more', () =>
  withEvents(async (rig) => {
    const outputs = { generate_report: { text: 'x'.repeat(8_010) } };
    await stepOf(rig).run({ platform: 'web_chat' }, { ...REPORT, outputs });
    assert.equal(heardBy(rig, 'anna'), [`false ${'x'.repeat(8_000)}… (10 characters more)`]);
  }));

test('the chart of a report is shown to people, but not kept for whoever has five letters waiting; a program gets the text', () =>
  withEvents(async (rig) => {
    const chart = { name: 'tank.png', type: 'image/png', base64: 'iVBORw0KGgo=', alt: 'tank' };
    const outputs = { generate_report: { text: '# Today', attachments: [chart] } };
    const tell = async (step: string, platform: string): Promise<void> => {
      await stepOf(rig).run({ platform }, { ...REPORT, outputs, step });
    };
    await tell('shop', 'shop');
    const [event] = await rig.book.after('shop', undefined, ALL);
    assert.is(event?.task.output, '# Today');
    for (let times = 0; times < 7; times += 1) await tell(`page${String(times)}`, 'web_chat');
    const letters = rig.outbox.waiting('web:anna').map(([, { news }]) => news);
    const shown = letters.map((news) => (news.kind === 'notice' ? news.pictures : undefined));
    assert.equal(shown, [...Array.from({ length: 5 }, () => [chart]), undefined, undefined]);
  }));

test('done again after a restart, it is told once: to a program, and to each person', () =>
  withEvents(async (rig, reopen) => {
    const page = { ...REPORT, step: 'page' };
    await stepOf(rig).run({ platform: 'shop' }, REPORT);
    await stepOf(rig).run({ platform: 'web_chat' }, page);
    const again = await reopen();
    await stepOf(again).run({ platform: 'shop' }, REPORT);
    await stepOf(again).run({ platform: 'web_chat' }, page);
    assert.is((await again.book.after('shop', undefined, ALL)).length, 1);
    assert.equal(heardBy(again, 'anna'), ['false # Today']);
    assert.equal(heardBy(again, 'owner'), ['false # Today']);
    assert.is(again.book.waiting('web_chat').count, 0);
  }));

test('a letter was heard, and the step is done again: nobody hears it twice', () =>
  withEvents(async (rig, reopen) => {
    await stepOf(rig).run({ platform: 'web_chat', text: 'hello' }, REPORT);
    await rig.outbox.heard(rig.outbox.waiting('web:anna'));
    const again = await reopen();
    await stepOf(again).run({ platform: 'web_chat', text: 'hello' }, REPORT);
    assert.equal(heardBy(again, 'anna'), []);
  }));

test('on the page a channel may be one person', () =>
  withEvents(async (rig) => {
    await stepOf(rig).run({ platform: 'web_chat', channel: 'anna', text: 21 }, REPORT);
    assert.equal([heardBy(rig, 'anna'), heardBy(rig, 'owner')], [['false 21'], []]);
  }));

test('why the step before it failed is told, where the run went on', () =>
  withEvents(async (rig) => {
    const outputs = { generate_report: { error: 'no such template' } };
    await stepOf(rig).run({ platform: 'web_chat' }, { ...REPORT, outputs });
    assert.equal(heardBy(rig, 'anna'), ['true no such template']);
  }));

test('a dry run tells nobody, and says what it would', () =>
  withEvents(async (rig) => {
    const outcome = await stepOf(rig).run({ platform: 'shop' }, { ...REPORT, isDryRun: true });
    assert.match(JSON.stringify(outcome), 'would tell shop: what the step before it says');
    const own = await stepOf(rig).run(
      { platform: 'shop', text: 'Come' },
      { ...REPORT, isDryRun: true },
    );
    assert.match(JSON.stringify(own), 'would tell shop: Come');
    assert.equal(await rig.book.after('shop', undefined, ALL), []);
  }));

test('nothing to say, and a platform that has gone meanwhile, are refused', () =>
  withEvents(async (rig) => {
    const step = stepOf(rig);
    const silent = await step.run({ platform: 'shop' }, { ...REPORT, dependsOn: [] });
    assert.match(JSON.stringify(silent), 'WORKFLOW_NOTHING_TO_SAY');
    const gone = await step.run({ platform: 'gone', text: 'x' }, REPORT);
    assert.match(JSON.stringify(gone), 'is no platform of this site');
  }));

test('names of platforms, and whether there is a text, are checked before anything runs', () =>
  withEvents((rig) => {
    const step = stepOf(rig);
    const site = { platforms: ['shop', 'web_chat'], templates: [], things: [], announced: [] };
    const mistakes = (
      params: object,
      gives: readonly string[] | undefined,
    ): readonly ParamMistake[] =>
      step.check?.({ ...params }, site, { gives: new Map([['a', gives]]), dependsOn: ['a'] }) ?? [];
    assert.equal(mistakes({ platform: 'shop' }, ['text']), []);
    assert.equal(mistakes({ platform: 'shop' }, undefined), []);
    assert.equal(mistakes({ platform: 'shop', text: 'x' }, ['rows']), []);
    assert.match(mistakes({ platform: 'shop' }, ['rows'])[0]?.message ?? '', 'no text');
    const [wrong] = mistakes({ platform: 'shpo', text: 'x' }, []);
    assert.equal(
      [wrong?.path, wrong?.hint],
      [['platform'], 'did you mean "shop"? Allowed: shop, web_chat'],
    );
    return Promise.resolve();
  }));

test.run();

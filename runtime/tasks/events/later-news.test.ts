import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SHOP, withEvents, type EventRig } from '../../../test/event-rig.ts';
import type { SitePlatform } from '../../config/site.ts';
import { silentLog } from '../../core/log.ts';
import type { News } from '../news.ts';
import { chatOf } from './event.ts';
import { LaterNews } from './later-news.ts';

const test = suite('later news of an order of a program');

const TO_SHOP = { chat: chatOf(SHOP.name), language: 'en' } as const;
const MISSED: News = {
  kind: 'missed',
  thing: 'pump',
  property: 'power',
  words: 'pump on',
  startsAt: 0,
};

function later({ book, outbox }: EventRig, platforms: SitePlatform[] = [SHOP]) {
  let changed = (): void => undefined;
  const onChange = (listener: () => void): void => {
    changed = listener;
  };
  const say = (letter: { news: News }): string => `said: ${letter.news.kind}`;
  const site = { platforms, onChange };
  const news = new LaterNews({ site, outbox, book, say, log: silentLog });
  return {
    news,
    changed: () => {
      changed();
    },
  };
}

async function told({ book, clock }: EventRig): Promise<unknown[]> {
  await clock.advance(0);
  const events = await book.after('shop', undefined, { count: 9, bytes: 1e6 });
  return events.map(({ task }) => [task.name, task.status, task.output]);
}

test('what waits, and what comes, is told as events, and is no letter any more', () =>
  withEvents(async (rig, reopen) => {
    await rig.outbox.tell(TO_SHOP, MISSED);
    const { news } = later(rig);
    await news.start();
    await rig.outbox.tell(TO_SHOP, { kind: 'timer-over', lengthMs: 1, endsAt: 1 });
    await rig.outbox.tell({ chat: 'web:anna', language: 'en' }, MISSED);
    const all = [
      ['missed', 'missed', 'said: missed'],
      ['timer-over', 'done', 'said: timer-over'],
    ];
    assert.equal(await told(rig), all);
    await news.stop();
    const again = await reopen();
    assert.equal(await told(again), all);
    assert.equal(again.outbox.waiting(TO_SHOP.chat), []);
    assert.is(again.outbox.waiting('web:anna').length, 1);
  }));

test('a letter that was told and not forgotten when the node ended is told once', () =>
  withEvents(async (rig, reopen) => {
    await rig.outbox.tell(TO_SHOP, MISSED);
    const [letter] = rig.outbox.waiting(TO_SHOP.chat).map(([, one]) => one);
    const { news } = later(rig);
    // The event is written, and the letter stays, as after a kill between the two.
    rig.outbox.heard = () => Promise.resolve();
    await news.start();
    assert.is((await told(rig)).length, 1);
    await news.stop();
    const again = await reopen();
    assert.equal(
      again.outbox.waiting(TO_SHOP.chat).map(([, one]) => one),
      [letter],
    );
    const second = later(again);
    await second.news.start();
    assert.is((await told(again)).length, 1);
    await second.news.stop();
  }));

test('a platform that comes is listened to, and one that went no more', () =>
  withEvents(async (rig) => {
    const platforms: SitePlatform[] = [];
    const { news, changed } = later(rig, platforms);
    await news.start();
    await rig.outbox.tell(TO_SHOP, MISSED);
    assert.equal(await told(rig), []);
    platforms.push(SHOP);
    changed();
    assert.is((await told(rig)).length, 1);
    platforms.pop();
    changed();
    await rig.outbox.tell(TO_SHOP, { ...MISSED, words: 'again' });
    assert.is((await told(rig)).length, 1);
    await news.stop();
  }));

test.run();

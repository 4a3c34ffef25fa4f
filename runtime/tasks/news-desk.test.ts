import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  askerOf,
  OWNER,
  speaker,
  withGateway,
  withProperty,
  type GatewayRig,
} from '../../test/gateway-rig.ts';
import type { Site } from '../config/site.ts';
import type { Speaker } from '../actions/chat-port.ts';
import type { News } from './news.ts';

const ANNA = speaker('anna');
const BERT = speaker('bert');

test('the end of a timed run is told once, in the chat it was started from', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump for 5 seconds', ANNA);
    await rig.pass(8_000);
    const [news, ...more] = told(rig, ANNA);
    assert.is(news?.kind, 'run-ended');
    assert.is(news?.kind === 'run-ended' && news.outcome.status, 'done');
    assert.equal([more.length, told(rig, BERT).length], [0, 0]);
  });
});

test('a run that somebody else ended early is not told as ended', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump for 30 seconds', ANNA);
    await rig.say('turn off the pump', BERT);
    await rig.pass(31_000);
    assert.equal([told(rig, ANNA), told(rig, BERT)], [[], []]);
  });
});

test('what an interlock switched off is told once, to whoever had switched it on', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump', ANNA);
    await rig.run('sim-set', { target: 'tank.level', value: '2%' });
    await rig.pass(5_000);
    const [news, ...more] = told(rig, ANNA);
    assert.is(news?.kind === 'forced' && news.why.interlock, 'tank-not-empty');
    assert.is(news?.kind === 'forced' && news.outcome.status, 'done');
    assert.equal([more.length, rig.value('pump', 'power')], [0, false]);
  });
});

test('what stood on when the node ended, and is off now, is told once to whoever had switched it on', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    await rig.restart();
    await rig.restart();
    assert.equal(told(rig, ANNA), [
      { kind: 'reset', thing: 'grow-light', property: 'power', value: true, now: false },
    ]);
  });
});

test('what was off already, and what a rule runs, is no news after a restart', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    await rig.say('turn off the grow light', ANNA);
    await rig.restart();
    assert.equal(told(rig, ANNA), []);
  });
});

test('a run that a restart cut short is told once: what it was, since when it is safe, how it stands', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump for 60 seconds', ANNA);
    await rig.restart();
    await rig.restart();
    const [news, ...more] = told(rig, ANNA);
    assert.is(more.length, 0);
    if (news?.kind !== 'interrupted') throw new Error(String(news?.kind));
    assert.equal([news.value, news.now.value], [true, false]);
    assert.is(news.words, 'turn on the pump for 60 seconds');
    assert.ok(news.leftMs > 30_000 && news.leftMs < 58_000, String(news.leftMs));
    assert.is(rig.gateway.tasks.writes()[0]?.state, 'unknown');
  });
});

test('of a run on another board that was cut short it is told how it stands there', () =>
  withGateway(async (rig) => {
    await rig.run('set', { target: 'far-pump.power', value: 'on', for: '60s' }, askerOf(ANNA));
    const [task] = rig.gateway.tasks.writes();
    const address = { thing: 'far-pump', property: 'power' };
    const now = rig.clock.now();
    rig.gateway.distant.hear(address, { value: false, quality: 'good', at: now });
    const run = { ...address, command: task?.command ?? '', value: true, backTo: false };
    const times = { startedAt: now, until: now + 60_000, forMs: 60_000, actor: 'anna' };
    await rig.gateway.news.hear({ kind: 'interrupted', run: { ...run, ...times }, found: null });
    const news = told(rig, ANNA).at(-1);
    assert.equal(news?.kind === 'interrupted' && news.now, {
      ...{ value: false, quality: 'good', at: now },
    });
  }, farPump));

test('an order in whose middle the power went is told as unknown, once, and is not redone', async () => {
  await withGateway(async (rig) => {
    const reply = rig.gateway.conversation.handle(rig.message('open the vent', ANNA));
    reply.catch(() => undefined);
    await untilRunning(rig);
    await rig.restart();
    const [news, ...more] = told(rig, ANNA);
    assert.is(more.length, 0);
    assert.is(news?.kind === 'unknown' && news.now.value, 0);
    assert.is(rig.gateway.tasks.writes()[0]?.state, 'unknown');
    await rig.restart();
    assert.is(told(rig, ANNA).length, 1);
  }, slowVent);
});

test('what stood in line, and whose time went by while the node was off, is told as not begun', async () => {
  await withGateway(async (rig) => {
    const createdAt = rig.clock.now();
    await rig.gateway.tasks.save({
      ...{ kind: 'write', id: 'task-0', state: 'queued', level: 'interactive' },
      ...{ thing: 'vent', property: 'position', value: 40 },
      ...{
        person: 'anna',
        via: 'web',
        chat: ANNA.chat,
        language: 'en',
        words: 'open the vent a bit',
      },
      ...{ createdAt, deadline: createdAt + 60_000 },
    });
    await rig.restart(3_600_000);
    await rig.pass(5_000);
    assert.is(rig.gateway.tasks.writes()[0]?.state, 'expired');
    assert.is(rig.value('vent', 'position'), 0);
    assert.match(
      (await rig.say('hello', ANNA)).reply,
      /“open the vent a bit”.*did not come in time/,
    );
    await rig.restart();
    assert.equal(told(rig, ANNA), []);
  });
});

test('a run cut short before it was measured is told once, not as a run and as an order', async () => {
  await withGateway(async (rig) => {
    const reply = rig.gateway.conversation.handle(rig.message('turn on the pump for 60 s', ANNA));
    reply.catch(() => undefined);
    await untilRunning(rig);
    await rig.pass(500);
    await rig.restart();
    assert.equal(
      told(rig, ANNA).map(({ kind }) => kind),
      ['interrupted'],
    );
    assert.is(rig.gateway.tasks.writes()[0]?.state, 'unknown');
  });
});

test('an orderly stop interrupts a run too, and the next start tells of it', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump for 60 seconds', ANNA);
    await rig.stop();
    await rig.start();
    assert.equal(
      told(rig, ANNA).map(({ kind }) => kind),
      ['interrupted'],
    );
  });
});

test('what no task is behind is told to nobody', async () => {
  await withGateway(async (rig) => {
    const outcome = { status: 'refused', refusal: { code: 'X', message: 'x', hint: '' } } as const;
    const about = { kind: 'forced', thing: 'pump', property: 'power' } as const;
    await rig.during(rig.gateway.news.hear({ ...about, why: outcome.refusal, outcome }));
    assert.equal([told(rig, ANNA), told(rig, OWNER)], [[], []]);
  });
});

type Edit = NonNullable<Parameters<typeof withGateway>[1]>;

/** A vent that takes its time, so that there is a middle of an order. */
const slowVent: Edit = (site) =>
  withProperty(site, { thing: 'vent', property: 'position' }, { settleMs: 10_000 });

async function untilRunning({ gateway, clock }: GatewayRig): Promise<void> {
  while (!gateway.tasks.list().some(({ state }) => state === 'running')) await clock.advance(1);
}

function told({ gateway }: GatewayRig, { chat }: Speaker): News[] {
  return gateway.outbox.waiting(chat).map(([, { news }]) => news);
}

/** The site with another board, which has a pump of its own. */
function farPump(site: Site): Site {
  const [main] = site.boards;
  const pump = main?.things.find(({ id }) => id === 'pump');
  if (main === undefined || pump === undefined) throw new Error('the sample site has no pump');
  const titles = { title: { en: 'Far pump' }, aliases: { en: [], zh: [] } };
  const things = [{ ...pump, ...titles, id: 'far-pump', board: 'far' }];
  return { ...site, boards: [...site.boards, { ...main, id: 'far', parts: [], things }] };
}

test.run();

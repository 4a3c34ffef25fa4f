/** How events are posted, on a clock of the test's own and over a fetch that answers as the test says. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventOf, TEAM, withEvents, type EventRig } from '../../../test/event-rig.ts';
import { independentHmac } from '../../../test/independent-hmac.ts';
import type { SitePlatform } from '../../config/site.ts';
import { silentLog } from '../../core/log.ts';
import { EventService } from './event-service.ts';
import { eventsCheck } from './events.check.ts';

const test = suite('event service');

interface Got {
  readonly id: string;
  readonly body: string;
  readonly headers: Headers;
  readonly at: number;
}

/** A program, as its answers: a status, headers, or an error of the network. */
class Program {
  readonly got: Got[] = [];
  readonly answers: (number | Response | Error)[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly fetch: typeof globalThis.fetch = (_url, init) => {
    const headers = new Headers(init?.headers);
    const body = typeof init?.body === 'string' ? init.body : '';
    const id = headers.get('x-boardtalk-event') ?? '';
    assert.is(init?.redirect, 'manual');
    this.got.push({ id, body, headers, at: this.#now() });
    const answer = this.answers.shift() ?? 200;
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(
      typeof answer === 'number' ? new Response('x', { status: answer }) : answer,
    );
  };

  get ids(): readonly string[] {
    return this.got.map(({ id }) => id);
  }
}

interface Bench extends EventRig {
  readonly program: Program;
  readonly service: EventService;
  readonly platforms: SitePlatform[];
  readonly changed: () => void;
  readonly doctor: () => Promise<string>;
}

function benchOf(rig: EventRig, program = new Program(() => rig.clock.now())): Bench {
  const { book, clock } = rig;
  const platforms = [TEAM];
  let changed = (): void => undefined;
  const site = {
    platforms,
    onChange: (listener: () => void) => {
      changed = listener;
    },
  };
  const parts = { site, book, clock, log: silentLog, random: () => 0.5 };
  const service = new EventService({ ...parts, fetch: program.fetch });
  const doctor = async (): Promise<string> => {
    const { verdict, text } = await eventsCheck({ site, book, service }).look();
    return `${verdict}: ${text}`;
  };
  return {
    ...rig,
    program,
    service,
    platforms,
    changed: () => {
      changed();
    },
    doctor,
  };
}

async function withService(use: (bench: Bench) => Promise<void>): Promise<void> {
  await withEvents(async (rig) => {
    const bench = benchOf(rig);
    await bench.service.start();
    await use(bench).finally(() => bench.service.stop());
    assert.is(rig.clock.pending, 1, 'only the store still waits for its next flush');
  });
}

test('an event is posted in the published form, with its id, and signed', () =>
  withService(async ({ book, clock, program, doctor }) => {
    await book.tell(eventOf('run-1.tell'));
    await clock.advance(0);
    const [got] = program.got;
    if (got === undefined) throw new Error('nothing was posted');
    assert.is(
      got.body,
      '{"event_type":"task_update","content":{"task_id":"run-1","status":"done","result":"run-1.tell"}}',
    );
    const timestamp = got.headers.get('x-boardtalk-timestamp') ?? '';
    assert.is(Number(timestamp), Math.floor(clock.now() / 1_000));
    assert.is(
      got.headers.get('x-boardtalk-signature'),
      independentHmac('team-token', `${timestamp}.${got.body}`),
    );
    assert.is(got.headers.get('content-type'), 'application/json');
    assert.is(book.waiting('team').count, 0);
    assert.is(await doctor(), 'ok: 1 platforms have an address, none waits');
  }));

test('while the program is away all wait in their order, and go out when it is back', () =>
  withService(async ({ book, clock, program, doctor }) => {
    program.answers.push(new Error('ECONNREFUSED'), 503, 404, 401, 302);
    for (const id of ['a', 'b', 'c']) await book.tell(eventOf(id));
    await clock.advance(0);
    assert.match(await doctor(), /^warn: team: ECONNREFUSED since 2026-06-01T12.*; 3 events wait$/);
    await clock.advance(60_000);
    assert.equal(program.ids, ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'c']);
    assert.match(await doctor(), /^ok/);
  }));

test('each wait is twice as long as the one before, up to a minute', () =>
  withService(async ({ book, clock, program }) => {
    program.answers.push(...Array.from({ length: 11 }, () => 500));
    await book.tell(eventOf('a'));
    await clock.advance(600_000);
    const times = program.got.map(({ at }) => at);
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    assert.equal(
      waits,
      [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000],
    );
  }));

test('who says when to come again is believed, for an hour at most', () =>
  withService(async ({ book, clock, program }) => {
    const later = (text: string): Response =>
      new Response('', { status: 429, headers: { 'retry-after': text } });
    program.answers.push(
      later('90'),
      later(new Date(clock.now() + 300_000).toUTCString()),
      later('999999'),
    );
    await book.tell(eventOf('a'));
    await clock.advance(89_000);
    assert.is(program.got.length, 1);
    await clock.advance(1_000);
    assert.is(program.got.length, 2);
    await clock.advance(209_000);
    assert.is(program.got.length, 2);
    await clock.advance(2_000);
    assert.is(program.got.length, 3);
    await clock.advance(3_590_000);
    assert.is(program.got.length, 3);
    await clock.advance(20_000);
    assert.is(program.got.length, 4);
  }));

test('what is never taken is given up and told, and the next one goes', () =>
  withService(async ({ book, clock, program, doctor }) => {
    program.answers.push(422);
    for (const id of ['a', 'b']) await book.tell(eventOf(id));
    await clock.advance(0);
    assert.equal(program.ids, ['a', 'b']);
    assert.is(await doctor(), 'warn: team: 1 events were refused, and given up');
    const all = await book.after('team', undefined, { count: 9, bytes: 1e6 });
    assert.is(all[0]?.givenUp, 'HTTP 422');
  }));

test('what a program falls over for a day is given up, and those behind it go', () =>
  withService(async ({ clock, book, program, doctor }) => {
    const headers = { 'retry-after': '3600' };
    const falls = (): Response => new Response('x', { status: 500, headers });
    program.answers.push(...Array.from({ length: 25 }, falls));
    await book.tell(eventOf('bad'));
    await book.tell(eventOf('good'));
    await clock.advance(23 * 3_600_000);
    assert.equal(new Set(program.ids), new Set(['bad']), 'until then it waits for its order');
    await clock.advance(2 * 3_600_000);
    assert.is(program.ids.at(-1), 'good');
    assert.is(await doctor(), 'warn: team: 1 events were refused, and given up');
  }));

test('a program that is gone is asked again each hour', () =>
  withService(async ({ clock, book, program }) => {
    program.answers.push(410, 410);
    await book.tell(eventOf('one'));
    await clock.advance(3_599_000);
    assert.is(program.got.length, 1);
    await clock.advance(2 * 3_600_000);
    assert.equal(program.ids, ['one', 'one', 'one']);
  }));

test('what a program is not there to take is given up after no day', () =>
  withService(async ({ clock, book, program }) => {
    const headers = { 'retry-after': '3600' };
    program.answers.push(
      ...Array.from({ length: 40 }, () => new Response('x', { status: 503, headers })),
    );
    await book.tell(eventOf('one'));
    await clock.advance(30 * 3_600_000);
    assert.is(book.waiting('team').count, 1);
  }));

test('what was not marked as posted when the node ended is posted again, with the same id', () =>
  withEvents(async (rig, reopen) => {
    const first = benchOf(rig);
    first.program.answers.push(503);
    await first.service.start();
    await first.book.tell(eventOf('a'));
    await rig.clock.advance(0);
    await first.service.stop();
    const again = benchOf(await reopen(), first.program);
    await again.service.start();
    await rig.clock.advance(0);
    await again.service.stop();
    assert.equal(first.program.ids, ['a', 'a']);
    assert.is(first.program.got[0]?.body, first.program.got[1]?.body);
    assert.is(again.book.waiting('team').count, 0);
  }));

test('an address that was mended is tried at once', () =>
  withService(async ({ book, clock, program, platforms, changed }) => {
    program.answers.push(404, 404, 404, 404, 404, 404, 404, 404);
    await book.tell(eventOf('a'));
    await clock.advance(100_000);
    const before = program.got.length;
    program.answers.length = 0;
    platforms[0] = { ...TEAM, callbackUrl: 'http://127.0.0.1:9001/in' };
    changed();
    await clock.advance(0);
    assert.is(program.got.length, before + 1);
    assert.is(book.waiting('team').count, 0);
  }));

test('without a token nothing is posted, and all of it waits', () =>
  withService(async ({ book, clock, program, platforms, changed }) => {
    platforms[0] = { ...TEAM, authToken: undefined };
    await book.tell(eventOf('a'));
    await clock.advance(10_000);
    assert.equal(program.got, []);
    platforms[0] = TEAM;
    changed();
    await clock.advance(0);
    assert.equal(program.ids, ['a']);
  }));

test('a site that gets its first such platform begins to post', () =>
  withService(async ({ book, clock, program, platforms, changed }) => {
    platforms.push({ ...TEAM, name: 'new' });
    changed();
    await book.tell(eventOf('a', { platform: 'new' }));
    await clock.advance(0);
    assert.equal(program.ids, ['a']);
  }));

test.run();

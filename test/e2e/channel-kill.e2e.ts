/**
 * A node that is talked to on a messenger is killed with `kill -9` again and again: at random moments, and at
 * its writes to inbox, tasks and outbox, before and after them. Five people give orders and ask meanwhile.
 *
 *   BOARDTALK_KILL_ROUNDS=500 BOARDTALK_SEED=7 node --import tsx test/e2e/channel-kill.e2e.ts
 */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { BOT_TOKEN, FakeBotApi } from '../fake-bot-api.ts';
import { BOT, FakeMatrix, roomOf, TOKEN } from '../peers/matrix/fake-matrix.ts';
import { ChannelLoad, type LoadedPlatform, type Tally } from './channel-load.ts';
import { seededRandom } from './seeded-random.ts';

const test = suite('kill -9 on a messenger');

const ROUNDS = Number(process.env['BOARDTALK_KILL_ROUNDS'] ?? 10);
const SEED = Number(process.env['BOARDTALK_SEED'] ?? Date.now() % 1_000_000);

/** A platform that can be started, and ended. */
interface Lane extends LoadedPlatform {
  open(): Promise<void>;
  close(): Promise<void>;
}

function telegram(api = new FakeBotApi()): Lane {
  return {
    open: () => api.open(),
    close: () => api.close(),
    ...{ type: 'telegram', account: '4242', isIdempotent: false },
    entry: () =>
      `{ name: phones, type: telegram, auth_token: env:BOT_TOKEN, endpoint: '${api.url}' }`,
    env: { BOT_TOKEN },
    idOf: String,
    write: (user, text) => {
      api.write(user, text);
    },
    seen: (user) => api.textsTo(user),
    isHeard: () => true,
    repeat: (count) => {
      api.repeat(count);
    },
  };
}

/** What is sent twice with one transaction is shown once: here nothing may stay unseen. */
function matrix(server = new FakeMatrix()): Lane {
  const idOf = (user: number): string => `@p${String(user)}:example.org`;
  return {
    open: () => server.open(),
    close: () => server.close(),
    ...{ type: 'matrix', account: BOT, isIdempotent: true, idOf },
    entry: () =>
      `{ name: rooms, type: matrix, auth_token: env:BOT_TOKEN, endpoint: '${server.url}', options: { user: '${BOT}' } }`,
    env: { BOT_TOKEN: TOKEN },
    write: (user, text) => void server.write(idOf(user), text),
    seen: (user) => server.textsIn(roomOf(idOf(user))),
    isHeard: () => server.isHeard,
    repeat: () => {
      server.repeat();
    },
  };
}

/** Nodes that are killed side by side. */
const LANES: readonly (() => Lane)[] = [() => telegram(), () => matrix()];

async function killAgainAndAgain(lane: Lane, rounds: number, seed: number): Promise<Tally> {
  await lane.open();
  const load = await ChannelLoad.start(lane, seededRandom(seed));
  try {
    for (let round = 0; round < rounds; round += 1) await load.round();
  } finally {
    await load.remove();
    await lane.close();
  }
  return load.tally;
}

function sum(tallies: readonly Tally[], of: (tally: Tally) => number): number {
  return tallies.reduce((total, tally) => total + of(tally), 0);
}

test(`${String(ROUNDS)} kills, seed ${String(SEED)}: nothing is lost, nothing answered or done twice`, async () => {
  const lanes = LANES.map((open, lane) =>
    killAgainAndAgain(open(), Math.ceil(ROUNDS / LANES.length), SEED + lane),
  );
  const tallies = await Promise.all(lanes);
  const kills = new Map<string, number>();
  for (const tally of tallies)
    for (const [where, count] of tally.kills) kills.set(where, (kills.get(where) ?? 0) + count);
  const [messages, answered, unseen, possiblySent, done] = [
    sum(tallies, (tally) => tally.messages),
    sum(tallies, (tally) => tally.answered),
    sum(tallies, (tally) => tally.unseen),
    sum(tallies, (tally) => tally.possiblySent),
    sum(tallies, (tally) => tally.done),
  ].map(String);
  const where = [...kills].map(([place, count]) => `${String(count)} ${place}`).join(', ');
  process.stdout.write(
    `seed ${String(SEED)}, kills: ${where}\n${messages ?? ''} messages, ${done ?? ''} orders done: ${answered ?? ''} answered once, ${unseen ?? ''} not seen, ${possiblySent ?? ''} counted as possibly sent; 0 lost, 0 twice\n`,
  );
  assert.ok(Number(done) > 0 && kills.size > 1, where);
});

test.run();

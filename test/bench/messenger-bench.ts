/** What the messengers cost a node: memory of all that there are, time from a message to its answer, and a burst. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { messengerTypes } from '../../runtime/config/messengers.ts';
import { z } from '../../runtime/core/schema.ts';
import { NodeProcess } from '../e2e/node-process.ts';
import { soon } from '../e2e/outside.ts';
import { FakeBotApi } from '../fake-bot-api.ts';
import { ControlClient } from './control-client.ts';
import { allMessengers, MESSENGER_ENV, peopleOnTelegram, siteWith } from './messenger-site.ts';
import { librariesOf, MESSENGER_LIBRARIES } from './messenger-libraries.ts';
import { residentMb } from './process-memory.ts';
import { quantile, type Row } from './row.ts';

/** After this, what only the start needed has been collected. */
const SETTLE_MS = 20_000;

const FIRST_USER = 1_001;
const PEOPLE = 200;
const MESSAGES = 400;
/** Telegram's pace for an account, and room: no answer waits for it. */
const PAUSE_MS = 60;

const BURST_PER_S = 200;
const BURST_S = 30;

const USERS = Array.from({ length: PEOPLE }, (_, index) => FIRST_USER + index);

const channelsSchema = z.array(
  z.looseObject({
    name: z.string(),
    unsent: z.looseObject({ queued: z.number(), failed: z.number(), unknown: z.number() }),
  }),
);

export async function measureMessengers(site: string): Promise<readonly Row[]> {
  return [
    await measureMemory(site),
    await withPeople(site, measureAnswers),
    await withPeople(site, measureBurst),
    measureLibraries(),
  ];
}

/** At a server that takes connections and answers nothing, which is what a messenger keeps trying longest. */
async function measureMemory(site: string): Promise<Row> {
  const silent = createServer();
  const host = await listen(silent);
  try {
    const without = await residentOf(site, 'supported_platforms: []\n', 0);
    const all = await residentOf(site, allMessengers(host), messengerTypes.length);
    const mb = all - without;
    return {
      what: `all ${String(messengerTypes.length)} messengers, idle, against none: memory`,
      measured: `${mb.toFixed(1)} MB`,
      budget: '25 MB',
      raw: { without, all, types: messengerTypes },
    };
  } finally {
    silent.close();
  }
}

async function residentOf(base: string, platform: string, count: number): Promise<number> {
  const site = siteWith(base, platform);
  const node = new NodeProcess({ configDirectory: site, http: 'off', env: MESSENGER_ENV });
  try {
    await node.start();
    await sleep(SETTLE_MS);
    const client = await ControlClient.connect(node.dataDirectory);
    const running = await stateOf(client);
    client.close();
    if (running.length !== count)
      throw new Error(`only these run: ${running.map(({ name }) => name).join(', ')}\n${node.log}`);
    return residentMb(node.pid);
  } finally {
    await node.remove();
    rmSync(site, { recursive: true });
  }
}

interface Talk {
  readonly api: FakeBotApi;
  readonly client: ControlClient;
}

async function withPeople(base: string, measure: (talk: Talk) => Promise<Row>): Promise<Row> {
  const api = new FakeBotApi();
  await api.open();
  const site = siteWith(base, peopleOnTelegram(api.url, USERS));
  const node = new NodeProcess({ configDirectory: site, http: 'off', env: MESSENGER_ENV });
  try {
    await node.start();
    await soon('the node polls', () => api.polls > 0);
    const client = await ControlClient.connect(node.dataDirectory);
    return await measure({ api, client }).finally(() => {
      client.close();
    });
  } finally {
    await node.remove();
    await api.close();
    rmSync(site, { recursive: true });
  }
}

/** From the platform having the message to the platform having the answer: both are on the disk before. */
async function measureAnswers({ api }: Talk): Promise<Row> {
  const ms = { question: [] as number[], order: [] as number[] };
  for (let count = 0; count < MESSAGES; count += 1) {
    const user = USERS[count % USERS.length] ?? FIRST_USER;
    const startedAt = performance.now();
    const answered = new Promise<void>((resolve) => {
      api.onSent = resolve;
    });
    const kind = count % 2 === 0 ? 'question' : 'order';
    api.write(user, kind === 'question' ? 'is the grow light on?' : 'turn off the grow light');
    await answered;
    ms[kind].push(performance.now() - startedAt);
    await sleep(PAUSE_MS);
  }
  const told = [ms.question, ms.order].map((all) =>
    [0.5, 0.95].map((part) => `${quantile(all, part).toFixed(1)} ms`).join(', '),
  );
  return {
    what: `question on a messenger → answer handed to it (p50, p95); the same of an order; ${String(MESSAGES)} in all`,
    measured: told.join('; '),
    budget: 'p95 15 ms',
    raw: { ms },
  };
}

/** None is lost: each was taken, and its answer was sent, or waits for the pace of the platform. */
async function measureBurst({ api, client }: Talk): Promise<Row> {
  const total = BURST_PER_S * BURST_S;
  const startedAt = performance.now();
  for (let count = 0; count < total; count += 1) {
    const dueMs = (count / BURST_PER_S) * 1_000;
    const aheadMs = dueMs - (performance.now() - startedAt);
    if (aheadMs > 1) await sleep(aheadMs);
    // Who says the same again and again is taken for a machine.
    const isOdd = Math.floor(count / USERS.length) % 2 === 1;
    const text = isOdd ? 'is the pump on?' : 'is the grow light on?';
    api.write(USERS[count % USERS.length] ?? FIRST_USER, text);
  }
  await soon('all are taken', () => api.waiting === 0);
  const tookS = (performance.now() - startedAt) / 1_000;
  const count = async (): Promise<number> => {
    const [channel] = await stateOf(client);
    const answers = api.sent.filter(({ text }) => /^(Grow light|Pump|Yes|No)\b/.test(text));
    return answers.length + (channel?.unsent.queued ?? 0);
  };
  await soon('each has its answer', async () => (await count()) >= total).catch(() => undefined);
  // What is just being sent was counted twice: with the platform away nothing is.
  await api.close();
  await sleep(SETTLE_MS);
  const lost = total - (await count());
  return {
    what: `${String(BURST_PER_S)} messages/s for ${String(BURST_S)} s: taken in; lost`,
    measured: `${tookS.toFixed(1)} s; ${String(lost)}`,
    budget: 'none lost',
    raw: { total, sent: api.sent.length, lost, tookS },
  };
}

function measureLibraries(): Row {
  const bytes = librariesOf(MESSENGER_LIBRARIES);
  return {
    what: 'libraries of messengers in the production tree, which nothing else brings',
    measured: `${(bytes / 1e6).toFixed(1)} MB`,
    budget: '10 MB',
    raw: { bytes, libraries: MESSENGER_LIBRARIES },
  };
}

async function stateOf(client: ControlClient): Promise<z.infer<typeof channelsSchema>> {
  return channelsSchema.parse(await client.command('channels'));
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${String(address.port)}` : '';
}

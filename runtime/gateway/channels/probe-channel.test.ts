import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BOT_TOKEN, FakeBotApi } from '../../../test/fake-bot-api.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { Secret } from '../../config/secret.ts';
import { systemClock } from '../../core/clock.ts';
import { TelegramAdapter } from '../adapters/telegram/telegram-adapter.ts';
import type { ChannelAdapter, Hearing } from './channel-adapter.ts';
import { probeChannel, type Proof } from './probe-channel.ts';

const test = suite('probe-channel');

const MESSAGE = { id: '1', chat: '1', user: '1', at: 0, kind: 'text', text: 'hello' } as const;

function probe(listen: ChannelAdapter['listen'], clock = new FakeClock()): Promise<Proof> {
  return clock.during(probeChannel({ listen }, clock), 1_000);
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
}

test('what answers works, and is heard no longer', async () => {
  let hasEnded = false;
  const proof = await probe(async (hearing, signal) => {
    hearing.alive();
    await untilAborted(signal);
    hasEnded = true;
    return undefined;
  });
  assert.equal(proof, { kind: 'works' });
  await Promise.resolve();
  assert.ok(hasEnded);
});

test('why it fails is told, also where that is a defect', async () => {
  const trouble = { why: 'no', cure: 'a new token' };
  assert.equal(await probe(() => Promise.resolve(trouble)), { kind: 'trouble', ...trouble });
  assert.equal(await probe(() => Promise.reject(new Error('broken'))), {
    ...{ kind: 'trouble', why: 'broken' },
  });
});

test('what an adapter calls its trouble does not hide that it is one', async () => {
  const refused = { kind: 'refused', code: 190, why: 'WhatsApp says 190' };
  const asked = {
    listen: () => Promise.reject(new Error()),
    probe: () => Promise.resolve(refused),
  };
  const heard = { listen: () => Promise.resolve(refused) };
  for (const adapter of [asked, heard]) {
    const proof = await probeChannel(adapter, new FakeClock());
    assert.is(proof.kind, 'trouble');
    assert.match(JSON.stringify(proof), 'WhatsApp says 190');
  }
});

test('what neither answers nor fails is silent after 15 s', async () => {
  const clock = new FakeClock();
  const began = clock.now();
  assert.equal(await probe((_hearing, signal) => untilAborted(signal), clock), { kind: 'silent' });
  assert.is(clock.now() - began, 15_000);
});

test('what people write meanwhile is not taken on', async () => {
  let isTaken = false;
  const listen = (hearing: Hearing, signal: AbortSignal): Promise<undefined> => {
    void hearing.accept([MESSAGE]).then(() => {
      isTaken = true;
    });
    return untilAborted(signal);
  };
  assert.equal(await probe(listen), { kind: 'silent' });
  assert.not.ok(isTaken);
});

test('Telegram is asked at once, and brings again what was written meanwhile', async () => {
  const api = new FakeBotApi();
  await api.open();
  const adapter = new TelegramAdapter({
    ...{ token: new Secret(BOT_TOKEN), endpoint: api.url, clock: systemClock, fetch },
  });
  api.write(1001, 'hello');
  assert.equal(await probeChannel(adapter, systemClock), { kind: 'works' });
  assert.is(api.waiting, 1);
  api.token = '4242:another';
  const proof = await probeChannel(adapter, systemClock);
  assert.is(proof.kind, 'trouble');
  assert.match(JSON.stringify(proof), 'Telegram says: Unauthorized (401)');
  await api.close();
});

test.run();

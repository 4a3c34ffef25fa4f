/**
 * The built page in a real browser, against the real web door with a conversation that the test
 * holds in its hands: what a person sees while answers are slow, the line breaks, or values cannot
 * be trusted.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import type { ChatReply } from '../../runtime/actions/chat-port.ts';
import { systemClock } from '../../runtime/core/clock.ts';
import { silentLog } from '../../runtime/core/log.ts';
import type { Quality, Reading } from '../../runtime/core/reading.ts';
import type { Receipt } from '../../runtime/core/receipt.ts';
import type { LiveThing } from '../../runtime/web/ports.ts';
import { WebServer } from '../../runtime/web/web-server.ts';
import { CLAIM_CODE, FakeWebPorts } from '../fake-web-ports.ts';
import { claim, launchBrowser, openPage, say } from './browser.ts';

interface Context {
  browser: Browser;
  ports: FakeWebPorts;
  server: WebServer;
  page: Page;
}

const test = suite<Context>('the page and its line to the board');

const PAGE = join(import.meta.dirname, '../../dist/web/page');
const INJECTION = '<img src=x onerror="document.title=1">';

function reading(value: Reading['value'], quality: Quality): Reading {
  return { value, quality, at: Date.UTC(2026, 5, 1, 12) };
}

const PUMP: LiveThing = {
  id: 'pump',
  title: { en: 'Pump', zh: '水泵' },
  area: { id: 'house', title: { en: 'House', zh: '温室' } },
  board: 'greenhouse',
  kind: 'pump',
  mode: 'hand',
  properties: [
    {
      name: 'power',
      title: { en: 'Power', zh: '电源' },
      type: 'boolean',
      words: 'on-off',
      writable: true,
      reading: reading(false, 'good'),
    },
  ],
};

const RECEIPT: Receipt = {
  command: 'command-1',
  board: 'board',
  thing: 'pump',
  property: 'power',
  requested: true,
  measured: true,
  evidence: 'latch',
  at: Date.UTC(2026, 5, 1, 12),
  journal: 42,
};

function answer(reply: string, more: Partial<ChatReply> = {}): ChatReply {
  return { reply, tasks: [], receipts: [], ...more };
}

async function serve(ports: FakeWebPorts, port: number): Promise<WebServer> {
  const address = { host: '127.0.0.1', port };
  const options = { ports, address, pageDirectory: PAGE, log: silentLog, clock: systemClock };
  const server = new WebServer(options);
  await server.start(new AbortController().signal);
  return server;
}

/** The board's process ends and comes back under the same address. */
async function restart(context: Context, meanwhile: () => Promise<void>): Promise<void> {
  const port = Number(new URL(context.server.url ?? '').port);
  await context.server.stop();
  await meanwhile();
  context.server = await serve(context.ports, port);
}

test.before(async (context) => {
  context.browser = await launchBrowser();
});

test.after(async ({ browser }) => {
  await browser.close();
});

test.before.each(async (context) => {
  context.ports = new FakeWebPorts();
  context.ports.things = [PUMP];
  context.server = await serve(context.ports, 0);
  context.page = await openPage(context.browser, context.server.url ?? '');
  await claim(context.page, CLAIM_CODE);
});

test.after.each(async ({ page, server }) => {
  await page.context().close();
  await server.stop();
});

test('shows progress in place of the answer, then the answer with its receipt', async ({
  page,
  ports,
}) => {
  const { promise, resolve } = withResolvers<ChatReply>();
  ports.answer = ({ id }) => {
    ports.note({ text: 'switched on, waiting for flow', at: Date.now(), inReplyTo: id });
    return promise;
  };
  await say(page, 'pump on');
  await page.getByTestId('progress').getByText('waiting for flow').waitFor();
  resolve(answer('the pump is on', { receipts: [RECEIPT] }));
  const receipt = page.getByTestId('receipt');
  await receipt.waitFor();
  assert.equal(await page.getByTestId('progress').count(), 0);
  const text = await receipt.innerText();
  for (const part of ['Pump · Power', 'output only', '#42']) assert.ok(text.includes(part), part);
});

test('sends what was not answered again, under the same id, when the board is back', async (context) => {
  const { page, ports } = context;
  ports.answer = () => new Promise(ignore);
  await say(page, 'pump on');
  await page.getByTestId('progress').waitFor();
  await restart(context, async () => {
    await page.getByTestId('offline').waitFor();
    assert.equal(await page.getByTestId('chat-send').isDisabled(), true);
    ports.answer = () => Promise.resolve(answer('the pump is on'));
  });
  await page.getByText('the pump is on').waitFor();
  const [first, second] = ports.heard;
  assert.equal(ports.heard.length, 2);
  assert.equal(first?.id, second?.id);
  assert.equal(await page.getByTestId('offline').isVisible(), false);
});

test('sends nothing again that is older than a minute, and says so', async (context) => {
  const { page, ports } = context;
  ports.answer = () => new Promise(ignore);
  await page.clock.install();
  await say(page, 'pump on');
  await page.getByTestId('progress').waitFor();
  await restart(context, async () => {
    await page.getByTestId('offline').waitFor();
    await page.clock.fastForward(61_000);
  });
  await page.getByText('Ask how it stands before you repeat it').waitFor();
  assert.equal(ports.heard.length, 1);
});

test('lets a question end by itself: silence is no', async ({ page, ports }) => {
  const confirm = { token: 'token-1', question: 'Really?', expiresAt: Date.now() + 1_500 };
  ports.answer = () => Promise.resolve(answer('sure?', { confirm }));
  await say(page, 'heater on');
  await page.getByTestId('confirm-yes').waitFor();
  await page.getByText('Time is up: nothing was done.').waitFor();
  assert.equal(await page.getByTestId('confirm-yes').isVisible(), false);
  assert.equal(ports.heard.length, 1);
});

test('answers a question with its token, once', async ({ page, ports }) => {
  const confirm = { token: 'token-1', question: 'Really?', expiresAt: Date.now() + 120_000 };
  ports.answer = (message) =>
    Promise.resolve(message.confirm ? answer('the heater is on') : answer('sure?', { confirm }));
  await say(page, 'heater on');
  await page.getByTestId('confirm-yes').click();
  await page.getByText('the heater is on').waitFor();
  assert.deepEqual(ports.heard[1]?.confirm, { token: 'token-1', answer: 'yes' });
  assert.equal(await page.getByTestId('confirm-yes').isVisible(), false);
});

test('puts a doubt beside every value that is not good', async ({ page, ports }) => {
  const value = page.getByTestId('value-pump-power');
  const card = page.getByTestId('thing-pump');
  const show = (next: Reading): void => {
    ports.change({ kind: 'reading', thing: 'pump', property: 'power', reading: next });
  };
  show(reading(true, 'stale'));
  await card.getByText('stale').waitFor();
  assert.equal(await value.innerText(), 'on');
  show(reading(null, 'faulty'));
  await card.getByText('faulty').waitFor();
  assert.equal(await value.innerText(), 'no value');
  show(reading(true, 'good'));
  await card.getByText('faulty').waitFor({ state: 'detached' });
  ports.change({ kind: 'mode', thing: 'pump', mode: 'locked-out' });
  await card.getByText('locked out').waitFor();
});

test('shows what the board says as text, whatever is in it', async ({ page, ports }) => {
  ports.answer = () => Promise.resolve(answer(INJECTION, { suggestions: [INJECTION] }));
  await say(page, INJECTION);
  await page.getByTestId('suggestion').waitFor();
  assert.equal(await page.getByText(INJECTION).count(), 3);
  assert.equal(await page.locator('main img').count(), 0);
});

test('changes its language, and that of receipts already shown', async ({ page, ports }) => {
  ports.answer = () => Promise.resolve(answer('the pump is on', { receipts: [RECEIPT] }));
  await say(page, 'pump on');
  await page.getByTestId('receipt').waitFor();
  await page.getByTestId('language').click();
  const receipt = await page.getByTestId('receipt').innerText();
  for (const part of ['水泵 · 电源', '仅输出']) assert.ok(receipt.includes(part), part);
  await page.reload();
  await page.getByRole('button', { name: '发送' }).waitFor();
});

test('goes back to the claim when the session has ended', async ({ page, ports }) => {
  ports.sessions.clear();
  await say(page, 'pump on');
  await page.getByTestId('claim-code').waitFor();
  assert.equal(ports.heard.length, 0);
});

/** Promise.withResolvers came with Node 22. */
function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = ignore;
  const promise = new Promise<Value>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

function ignore(): void {
  return;
}

test.run();

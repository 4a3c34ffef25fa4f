/**
 * The built page in a real browser, against the real web door with a conversation that the test
 * holds in its hands: what a person sees while answers are slow, the line breaks, or values cannot
 * be trusted.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import { defineAction, type Action } from '../../runtime/actions/action.ts';
import type { ChatReply } from '../../runtime/actions/chat-port.ts';
import { z } from '../../runtime/core/schema.ts';
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
  /** The stretches of the past that the page asked for. */
  windows: { from: number; to: number }[];
  server: WebServer;
  page: Page;
}

const test = suite<Context>('the page and its line to the board');

const PAGE = join(import.meta.dirname, '../../dist/web/page');
const SCREEN = join(import.meta.dirname, '../../.cache/screens/chart.png');
const INJECTION = '<img src=x onerror="document.title=1">';

function reading(value: Reading['value'], quality: Quality): Reading {
  return { value, quality, at: Date.UTC(2026, 5, 1, 12) };
}

const PUMP: LiveThing = {
  id: 'pump',
  title: { en: 'Pump', zh: '水泵' },
  area: { id: 'house', title: { en: 'House', zh: '温室' } },
  board: { id: 'greenhouse', title: { en: 'Greenhouse board' } },
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

const TANK: LiveThing = {
  ...{ id: 'tank', title: { en: 'Tank' }, area: PUMP.area, board: PUMP.board },
  ...{ kind: 'tank', mode: 'auto' },
  properties: [
    {
      ...{ name: 'level', title: { en: 'Level' }, type: 'number', writable: false },
      reading: { ...reading(62, 'good'), unit: '%' },
    },
  ],
};

/** A day that rises and falls, in as many rows as there may be; remembers which windows were asked for. */
function historyAction(windows: { from: number; to: number }[]): Action {
  return defineAction({
    ...{ name: 'history', kind: 'read', role: 'viewer', positional: ['target'] },
    ...{ help: { en: 'x', zh: 'x' }, examples: { en: ['x'], zh: ['x'] } },
    args: z.strictObject({
      target: z.string(),
      from: z.string(),
      to: z.string(),
      points: z.number(),
    }),
    run: ({ points, ...window }) => {
      const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
      windows.push({ from, to });
      const rows = Array.from({ length: Math.min(points, 96) }, (_, index) => {
        const mean = 60 + 20 * Math.sin(index / 15);
        const at = from + ((to - from) * index) / 96;
        return { at, mean, min: mean - 3, max: mean + 3, last: mean, count: 10 };
      });
      return Promise.resolve({ ok: true, data: { unit: '%', rows } });
    },
    say: () => '',
  });
}

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
  context.windows = [];
  context.ports = new FakeWebPorts([historyAction(context.windows)]);
  context.ports.things = [PUMP, TANK];
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

test('shows the table of a report as one, with each cell as text', async ({ page, ports }) => {
  const report = `# Today\n\n| thing | mean |\n| --- | ---: |\n| ${INJECTION} | 62 |`;
  ports.answer = () => Promise.resolve(answer(report));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTestId('go-chat').click();
  await say(page, 'report');
  const table = page.getByTestId('message').getByRole('table');
  await table.waitFor();
  assert.deepEqual(await table.getByRole('columnheader').allInnerTexts(), ['thing', 'mean']);
  assert.deepEqual(await table.getByRole('cell').allInnerTexts(), [INJECTION, '62']);
  assert.equal(await page.locator('main img').count(), 0);
});

test('changes its language, and that of receipts already shown', async ({ page, ports }) => {
  ports.answer = () => Promise.resolve(answer('the pump is on', { receipts: [RECEIPT] }));
  await say(page, 'pump on');
  await page.getByTestId('receipt').waitFor();
  await page.getByTestId('language').click();
  await page.getByTestId('receipt').getByText('水泵').waitFor();
  const receipt = await page.getByTestId('receipt').innerText();
  for (const part of ['水泵 · 电源', '仅输出']) assert.ok(receipt.includes(part), part);
  await page.reload();
  await page.getByRole('button', { name: '发送' }).waitFor();
});

test('draws the past, and zooms into it by drag, by button, and out by double click', async ({
  page,
  windows,
}) => {
  const lengthOf = (): number =>
    Math.round(((windows.at(-1)?.to ?? 0) - (windows.at(-1)?.from ?? 0)) / 3_600_000);
  await page.getByRole('link', { name: 'Tank' }).click();
  const chart = page.getByTestId('chart');
  await chart.locator('canvas').waitFor();
  assert.match((await chart.getAttribute('aria-label')) ?? '', /^Level: between 37 % and 83 %/);
  const box = (await chart.locator('.u-over').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.screenshot({ path: SCREEN });
  await page.mouse.move(box.x + box.width / 4, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 50, { steps: 5 });
  const answered = page.waitForResponse(/history/);
  await page.mouse.up();
  await answered;
  assert.equal(lengthOf(), 6);
  await Promise.all([page.waitForResponse(/history/), page.getByLabel('Zoom in').click()]);
  assert.equal(lengthOf(), 3);
  await Promise.all([page.waitForResponse(/history/), chart.dblclick()]);
  assert.equal(lengthOf(), 24);
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

/**
 * Every view of the page, on a desktop and on a phone, light and dark, in both languages: it is
 * drawn, axe finds nothing serious, and a picture of it is left in `.cache/screens/` to be looked at.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import { claim, launchBrowser, openPage, say } from './browser.ts';
import { NodeProcess } from './node-process.ts';

interface Context {
  browser: Browser;
  node: NodeProcess;
  page: Page;
  /** What the browser complained about, such as a broken Content-Security-Policy. */
  complaints: string[];
}

const test = suite<Context>('the views of the page');

const ROOT = join(import.meta.dirname, '../..');
const SCREENS = join(ROOT, '.cache/screens');
const AXE = join(ROOT, 'node_modules/axe-core/axe.min.js');
const VIEWS = [
  'overview',
  'thing/tank',
  'thing/pump',
  'chat',
  'tasks',
  'journal',
  'boards',
  'about',
];
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 375, height: 760 };
const PAGE_LIMIT_BYTES = 250_000;

test.before(async (context) => {
  mkdirSync(SCREENS, { recursive: true });
  context.browser = await launchBrowser();
  context.node = await new NodeProcess().start();
  context.complaints = [];
  context.page = await openPage(context.browser, context.node.url, { viewport: DESKTOP });
  context.page.on('console', (message) => {
    // A refusal is an answer, though Chromium reports its status as an error.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) context.complaints.push(message.text());
  });
  context.page.on('pageerror', (error) => context.complaints.push(error.message));
  await claim(context.page, context.node.claimCode ?? '');
});

test.after(async ({ browser, node }) => {
  await browser.close();
  await node.remove();
});

async function open(page: Page, view: string): Promise<void> {
  await page.evaluate(`location.hash = '#/${view}'`);
  await page.locator(`[data-view="${view.split('/')[0] ?? ''}"]`).waitFor();
  await page.getByText(/^(Loading …|正在加载……)$/).waitFor({ state: 'detached' });
  // Charts are drawn in the frame after the one that made room for them.
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
  );
}

async function walk(page: Page, name: string): Promise<void> {
  for (const view of VIEWS) {
    await open(page, view);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    assert.ok(width <= 0, `${view} is ${width} px too wide`);
    await page.screenshot({ path: join(SCREENS, `${name}-${view.replace('/', '-')}.png`) });
  }
}

test('shows each view on a desktop, and after some work has been done', async ({ page }) => {
  await say(page, 'turn on the pump for 5 seconds');
  await page.getByTestId('receipt').first().waitFor();
  await say(page, 'how is the tank?');
  await page.locator('[data-testid=message][data-from=board]').nth(1).waitFor();
  await walk(page, 'desktop');
});

test('asks where a press is dangerous, and does nothing on no', async ({ page }) => {
  await open(page, 'overview');
  await page.getByTestId('switch-heater-power').click();
  await page.getByTestId('confirm-no').click();
  await page.locator('[data-testid=notice][data-kind=refused]').waitFor();
  assert.equal(await page.getByTestId('value-heater-power').innerText(), 'off');
  await page.keyboard.press('Escape');
});

test('obeys the keyboard alone: to the light, on, and the receipt is said', async ({ page }) => {
  await open(page, 'about');
  await page.keyboard.press('Alt+Shift+Digit1');
  const light = page.getByTestId('switch-grow-light-power');
  await light.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await page.locator('[data-testid=switch-grow-light-power]:focus').count()) > 0) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  await page.locator('[data-testid=value-grow-light-power][data-on=true]').waitFor();
  const notice = page.locator('[data-testid=notice][data-kind=done]');
  await notice.getByTestId('receipt').waitFor();
  await page.keyboard.press('Escape');
  await notice.waitFor({ state: 'detached' });
});

test('lets the first Tab skip to the content', async ({ page }) => {
  await page.reload();
  await page.getByTestId('thing-pump').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('#content:focus').waitFor();
});

test('locks a thing out with a tag, and takes the tag off', async ({ page }) => {
  await open(page, 'thing/vent');
  await page.getByTestId('mode-locked-out').click();
  await page.locator('[data-testid=mode-locked-out][aria-pressed=true]').waitFor();
  await page.getByTestId('mode-auto').click();
  await page.locator('[data-testid=mode-auto][aria-pressed=true]').waitFor();
});

test('says why, from the journal', async ({ page }) => {
  await open(page, 'thing/pump');
  await page.getByTestId('why').click();
  await page
    .getByText(/turn on the pump for 5 seconds/)
    .first()
    .waitFor();
});

test('filters the journal, and opens an entry to all that is known of it', async ({ page }) => {
  await open(page, 'journal');
  await page.getByTestId('journal-kind').selectOption('mode');
  const entry = page.getByTestId('entry').first();
  await entry.getByRole('button').first().click();
  await entry.getByText('SHA256').waitFor();
});

test('draws the header of the board with what hangs on it', async ({ page }) => {
  await open(page, 'boards');
  const header = page.getByTestId('pin-header');
  await header.getByText(/Pump · Power/).waitFor();
  assert.equal(await header.locator('li').count(), 40);
});

test('keeps colours, language and grouping over a reload', async ({ page }) => {
  await open(page, 'overview');
  await page.getByTestId('group-board').click();
  await page.getByTestId('theme').click();
  await page.getByTestId('theme').click();
  await page.getByTestId('language').click();
  await page.reload();
  await page.getByRole('heading', { name: '总览' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  assert.equal(await page.getByTestId('group-board').getAttribute('aria-pressed'), 'true');
  await walk(page, 'desktop-dark-zh');
  await page.getByTestId('language').click();
  await page.getByTestId('theme').click();
});

test('fits on a phone, light and dark', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await walk(page, 'phone');
  await page.emulateMedia({ colorScheme: 'dark' });
  await walk(page, 'phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(DESKTOP);
});

test('has no fault that axe calls serious, in either scheme and size', async ({
  browser,
  node,
  page,
}) => {
  // A context that lets axe in past the Content-Security-Policy, with the same session.
  const storageState = await page.context().storageState();
  const audited = await openPage(browser, node.url, { bypassCSP: true, storageState });
  await audited.getByTestId('thing-pump').waitFor();
  await audited.addScriptTag({ path: AXE });
  for (const colorScheme of ['light', 'dark'] as const)
    for (const viewport of [DESKTOP, PHONE]) {
      await audited.emulateMedia({ colorScheme });
      await audited.setViewportSize(viewport);
      for (const view of VIEWS) {
        await open(audited, view);
        assert.deepEqual(await faultsOf(audited), [], `${view} ${colorScheme} ${viewport.width}`);
      }
    }
  await audited.context().close();
});

/** Serious and critical ones, each with its first place. */
function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}

test('gave the browser nothing to complain about', ({ complaints }) => {
  assert.deepEqual(complaints, []);
});

test('weighs less than 250 kB', () => {
  const directory = join(ROOT, 'dist/web/page');
  const files = readdirSync(directory);
  const bytes = files.reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(directory, name))).length,
    0,
  );
  assert.ok(bytes < PAGE_LIMIT_BYTES, `${bytes} bytes`);
});

test.run();

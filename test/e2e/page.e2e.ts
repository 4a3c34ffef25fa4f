/** What a newcomer does on the first day, in a real browser against a built node with the sample site. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import { claim, launchBrowser, openPage, say } from './browser.ts';
import { NodeProcess } from './node-process.ts';

interface Context {
  browser: Browser;
  node: NodeProcess;
  page: Page;
}

const test = suite<Context>('the page of a node');

test.before(async (context) => {
  context.browser = await launchBrowser();
  context.node = await new NodeProcess().start();
  context.page = await openPage(context.browser, context.node.url);
});

test.after(async ({ browser, node }) => {
  await browser.close();
  await node.remove();
});

test('takes no wrong code', async ({ page }) => {
  await page.getByTestId('claim-code').fill('0000-0000');
  await page.getByTestId('claim-name').fill('Eve');
  await page.getByTestId('claim-submit').click();
  await page.getByTestId('claim-error').waitFor();
  assert.equal(await page.getByTestId('chat-input').isVisible(), false);
});

test('is claimed by the code that the console shows, and then shows live values', async ({
  page,
  node,
}) => {
  await claim(page, node.claimCode ?? '');
  await page.getByTestId('thing-pump').getByText('simulated').waitFor();
  assert.equal(await page.getByTestId('value-pump-power').innerText(), 'off');
  assert.match(await page.getByTestId('value-climate-temperature').innerText(), /^\d+\.\d °C$/);
});

test('runs the pump for five seconds: progress, a receipt from the flow meter, and off again', async ({
  page,
}) => {
  await say(page, 'turn on the pump for 5 seconds');
  await page.getByTestId('progress').getByText('flow').waitFor();
  const receipt = page.getByTestId('receipt').last();
  await receipt.waitFor();
  assert.equal(await receipt.getAttribute('data-evidence'), 'sensor');
  assert.equal(await receipt.getAttribute('data-contradicts'), 'false');
  const value = page.getByTestId('value-pump-power');
  assert.equal(await value.innerText(), 'on');
  await page.locator('[data-testid=value-pump-power][data-on=false]').waitFor();
});

test('says by itself that the pump stopped', async ({ page }) => {
  await page.locator('[data-testid=message][data-from=news]').waitFor();
});

test('asks before it heats, does nothing on no, and heats on yes', async ({ page }) => {
  const value = page.getByTestId('value-heater-power');
  await say(page, 'turn on the heater');
  await page.getByTestId('confirm-no').click();
  await page.getByText(/declined/i).waitFor();
  assert.equal(await value.innerText(), 'off');
  await say(page, 'turn on the heater');
  await page.locator('[data-testid=confirm-yes]:visible').click();
  await page.locator('[data-testid=value-heater-power][data-on=true]').waitFor();
  await say(page, 'turn off the heater');
  await page.locator('[data-testid=value-heater-power][data-on=false]').waitFor();
});

test('understands Chinese', async ({ page }) => {
  await say(page, '打开补光灯');
  await page.locator('[data-testid=value-grow-light-power][data-on=true]').waitFor();
});

test('gives the past as a table, as a file to keep', async ({ page }) => {
  await say(page, 'tank level of the last day as csv');
  const [kept] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('table').getByRole('link').click(),
  ]);
  assert.equal(kept.suggestedFilename(), 'tank-level.csv');
  const [head, first] = readFileSync(await kept.path(), 'utf8').split('\r\n');
  assert.equal(head, '\uFEFFtime,mean (%),min (%),max (%),last (%),count');
  assert.match(first ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d,[\d.]+,/);
});

test('keeps the session over a reload and over a restart of the node', async ({ page, node }) => {
  await page.reload();
  await page.locator('[data-testid=connection][data-state=live]').waitFor();
  const port = new URL(node.url).port;
  const options = { dataDirectory: node.dataDirectory, http: `127.0.0.1:${port}` };
  await node.kill('SIGKILL');
  await page.getByTestId('offline').waitFor();
  const again = await new NodeProcess(options).start();
  try {
    await page.locator('[data-testid=connection][data-state=live]').waitFor();
    await say(page, 'is the pump on?');
    await page.locator('[data-testid=message][data-from=board]').last().waitFor();
  } finally {
    await again.kill('SIGTERM');
  }
});

test.run();

/** Headless Chromium for the page's tests: Debian's, or the one that CHROMIUM names. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** No sandbox: CI runs as root in a container. The rest keeps Chromium from calling home. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A browser of its own, without cookies, with the board's page open. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

export async function claim(page: Page, code: string): Promise<void> {
  await page.getByTestId('claim-code').fill(code);
  await page.getByTestId('claim-name').fill('Anna');
  await page.getByTestId('claim-submit').click();
  await page.locator('[data-testid=connection][data-state=live]').waitFor();
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('chat-input').fill(text);
  await page.getByTestId('chat-send').click();
}

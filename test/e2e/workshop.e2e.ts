/** A workshop that is watched: a model and pictures that nobody here made, a camera, a rule that rests on both, and a browser. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { childrenOf } from '../child-processes.ts';
import {
  foreignFile,
  foreignModelPath,
  hasForeignModels,
  testWithModels,
} from '../foreign-models.ts';
import { claim, launchBrowser, openPage, say } from './browser.ts';
import { NodeProcess } from './node-process.ts';

interface Context {
  browser: Browser;
  node: NodeProcess;
  page: Page;
  site: string;
}

const SCREENS = '.cache/screens';
const test = suite<Context>('a workshop that is watched');

/** What the camera of the site sees from now on. */
function show(site: string, picture: string): void {
  copyFileSync(foreignFile(picture), join(site, 'pictures/scene.bmp'));
}

/** The sample site with a model, another picture, a camera that looks often, and a lamp that only burns where nobody is. */
function makeSite(): string {
  const site = mkdtempSync(join(tmpdir(), 'boardtalk-workshop-'));
  cpSync('provisioning/site', site, { recursive: true });
  const file = join(site, 'devices.yaml');
  const edits = [
    ['file: pictures/workshop.png', 'file: pictures/scene.bmp'],
    ['every: 1m', 'every: 1s'],
    [
      'from: light-relay',
      'from: light-relay\n            interlocks:\n' +
        '              - { name: nobody-there, requires: { reading: workshop-camera.person, is: false } }',
    ],
  ] as const;
  const text = edits.reduce(
    (yaml, [from, to]) => {
      assert.ok(yaml.includes(from), `the sample site has no "${from}" any more`);
      return yaml.replace(from, to);
    },
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, text);
  addPerson(join(site, 'models/person'));
  show(site, 'grace_hopper.bmp');
  return site;
}

function addPerson(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const model = readFileSync(foreignModelPath('vww_96_int8'));
  writeFileSync(join(folder, 'person.tflite'), model);
  const card = [
    'id: person',
    'title: { en: person, zh: 人 }',
    `sha256: ${createHash('sha256').update(model).digest('hex')}`,
    'licence: Apache-2.0',
    'input: { kind: image }',
    'output: { kind: classes, labels: [{ en: no person, zh: 没有人 }, { en: person, zh: 人 }] }',
  ];
  writeFileSync(join(folder, 'model.yaml'), `${card.join('\n')}\n`);
}

test.before(async (context) => {
  if (!hasForeignModels) return;
  context.site = makeSite();
  context.browser = await launchBrowser();
  context.node = await new NodeProcess({ configDirectory: context.site }).start();
  context.page = await openPage(context.browser, context.node.url);
  await claim(context.page, context.node.claimCode ?? '');
  mkdirSync(SCREENS, { recursive: true });
});

test.after(async ({ browser, node, site }) => {
  if (!hasForeignModels) return;
  await browser.close();
  await node.remove();
  rmSync(site, { recursive: true });
});

/** The newest answer, once there is one more than before. */
async function ask(page: Page, text: string): Promise<string> {
  const answers = page.locator('[data-testid=message][data-from=board]');
  const before = await answers.count();
  await say(page, text);
  await answers.nth(before).waitFor();
  return answers.nth(before).locator('p').first().innerText();
}

testWithModels(
  test,
  'says who is there, how sure it is and how old, and shows the picture',
  async ({ page }) => {
    const said = await ask(page, 'is anyone in the workshop?');
    assert.match(said, /Yes\. Workshop camera: somebody \(person \d{2,3} %, (just now|.+ ago)\)$/);
    const image = page.getByTestId('picture').last().locator('img');
    await image.waitFor();
    const newest = `[...document.querySelectorAll('[data-testid=picture] img')].at(-1)`;
    const width = await page.evaluate<number>(
      `${newest}.decode().then(() => ${newest}.naturalWidth)`,
    );
    assert.ok(width > 100, `the picture is ${width} pixels wide`);
    assert.match((await image.getAttribute('alt')) ?? '', /Workshop camera: somebody/);
    await page.screenshot({ path: `${SCREENS}/workshop.png` });
  },
);

testWithModels(
  test,
  'shows the picture whole on a press of the keyboard, and gives the focus back',
  async ({ page }) => {
    const picture = page.getByTestId('picture').last();
    assert.match(await picture.locator('figcaption').innerText(), /Workshop camera: somebody/);
    const button = picture.getByRole('button').first();
    const small = (await button.boundingBox())?.width ?? 0;
    await button.focus();
    await page.keyboard.press('Enter');
    const whole = page.locator('[data-testid=whole][open]');
    await whole.waitFor();
    assert.ok(((await whole.locator('img').boundingBox())?.width ?? 0) > small);
    await page.screenshot({ path: `${SCREENS}/workshop-whole.png` });
    await page.keyboard.press('Escape');
    await whole.waitFor({ state: 'detached' });
    await picture.locator('button[aria-haspopup=dialog]:focus').waitFor();
  },
);

testWithModels(
  test,
  'shows on the card what the camera saw last, and looks anew on a press',
  async ({ page }) => {
    const card = page.getByTestId('sight-workshop-camera').first();
    await card.getByTestId('look-workshop-camera').click();
    const caption = card.locator('figcaption span');
    await caption.filter({ hasText: /Person \d{2,3} % · \d\d:\d\d:\d\d/ }).waitFor();
    await page.screenshot({ path: `${SCREENS}/workshop-card.png` });
  },
);

testWithModels(test, 'answers in Chinese, with the label in Chinese', async ({ page }) => {
  assert.match(await ask(page, '车间有人吗？'), /有。车间摄像头：有人（人 \d{2,3} %，/);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: `${SCREENS}/workshop-dark.png` });
  await page.emulateMedia({ colorScheme: 'light' });
});

testWithModels(
  test,
  'refuses the lamp by the rule that rests on what was seen',
  async ({ page }) => {
    const said = await ask(page, 'turn on the grow light');
    assert.match(said, /Refused by the interlock nobody-there/);
  },
);

const chatReply = z.looseObject({
  reply: z.string(),
  attachments: z.array(z.looseObject({ name: z.string(), type: z.string(), base64: z.string() })),
});

testWithModels(
  test,
  'lives on when the process of its model is killed meanwhile',
  async ({ node }) => {
    const models = childrenOf(node.pid).filter(({ command }) => /isolation|child/.test(command));
    assert.equal(models.length, 1, JSON.stringify(childrenOf(node.pid)));
    for (const { pid } of models) process.kill(pid, 'SIGKILL');
    // The run that goes on may fail; the next one works.
    await node.cli('chat', 'is anyone in the workshop?');
    const { json } = await node.cli('chat', '--json', 'is anyone in the workshop?');
    const { reply, attachments } = chatReply.parse(json);
    assert.match(reply, /Yes\. Workshop camera: somebody/);
    assert.equal(attachments[0]?.type, 'image/jpeg');
    assert.equal(Buffer.from(attachments[0].base64, 'base64').readUInt16BE(0), 0xffd8);
  },
);

testWithModels(
  test,
  'sees that nobody is there any more, and lets the lamp burn',
  async ({ page, site }) => {
    show(site, 'cat.bmp');
    const said = await ask(page, 'is anyone in the workshop?');
    assert.match(said, /No\. Workshop camera: nobody \(no person \d{2,3} %, /);
    await say(page, 'turn on the grow light');
    await page.locator('[data-testid=value-grow-light-power][data-on=true]').waitFor();
  },
);

testWithModels(test, 'switches the lamp off when somebody comes', async ({ page, site }) => {
  show(site, 'grace_hopper.bmp');
  await page.locator('[data-testid=value-grow-light-power][data-on=false]').waitFor();
});

testWithModels(test, 'shows a curve in the conversation, too', async ({ page }) => {
  const before = await page.getByTestId('picture').count();
  await ask(page, 'plot tank level');
  await page.getByTestId('picture').nth(before).locator('img').waitFor();
});

testWithModels(
  test,
  'names the model, its library and its kernels in the doctor',
  async ({ node }) => {
    const { stdout } = await node.cli('doctor');
    assert.match(stdout, /Are all models here .* person \((native|wasm) .*in a process of its own/);
  },
);

test.run();

/** The gauge of the sample site, as a fresh clone has it: what its picture shows, what is not shown, and what it is taught. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { drawBoiler } from '../../provisioning/boiler-picture.ts';
import { z } from '../../runtime/core/schema.ts';
import { NodeProcess } from './node-process.ts';

interface Context {
  site: string;
  node: NodeProcess;
}

const test = suite<Context>('the gauge of the sample site');

test.before(async (context) => {
  context.site = mkdtempSync(join(tmpdir(), 'boardtalk-gauge-'));
  cpSync('provisioning/site', context.site, { recursive: true });
  context.node = await new NodeProcess({ configDirectory: context.site }).start();
});

test.after(async ({ node, site }) => {
  await node.remove();
  rmSync(site, { recursive: true });
});

async function say(node: NodeProcess, text: string): Promise<string> {
  const { json } = await node.cli('chat', text, '--json');
  return z.looseObject({ reply: z.string() }).parse(json).reply;
}

/** @param bar undefined: something hangs before it */
async function show(site: string, bar: number | undefined): Promise<void> {
  writeFileSync(join(site, 'pictures/boiler.png'), await drawBoiler(bar));
}

/** Of "Boiler gauge: 4.2 bar (2 min ago)". */
function barIn(reply: string): number {
  return Number(/(\d+\.\d) bar/.exec(reply)?.[1]);
}

test('is read in either language, with its picture', async ({ node }) => {
  const { json } = await node.cli('chat', 'what does the boiler gauge show?', '--json');
  const { reply, attachments } = z
    .looseObject({ reply: z.string(), attachments: z.array(z.looseObject({ type: z.string() })) })
    .parse(json);
  assert.match(reply, /^Boiler gauge: 4\.\d bar/);
  assert.equal(
    attachments.map(({ type }) => type),
    ['image/png'],
  );
  assert.match(await say(node, '锅炉压力多少?'), /^锅炉压力表：4\.\d bar/);
});

test('follows the needle, and is no number while nothing can be read', async ({ node, site }) => {
  await show(site, 7);
  assert.ok(Math.abs(barIn(await say(node, "what's the pressure of the boiler?")) - 7) < 0.2);
  await show(site, undefined);
  const covered = await say(node, "what's the pressure of the boiler?");
  assert.match(covered, /can read nothing in the picture/);
  assert.match(await say(node, 'status'), /Boiler gauge: no reading \(faulty\)/);
});

test('is calibrated by what it shows at two places, as any sensor is', async ({ node, site }) => {
  await show(site, 2);
  assert.match(await say(node, 'the boiler gauge shows 20 bar now'), /beyond/);
  assert.match(await say(node, 'the boiler gauge shows 1 bar now'), /^First point: 1\.0 bar/);
  await show(site, 9);
  assert.match(await say(node, '锅炉压力表现在显示 8 巴'), /按新校准是 8\.0 bar/);
  assert.match(await say(node, 'save the calibration'), /^Saved\. Boiler gauge: 8\.0 bar/);
});

test.run();

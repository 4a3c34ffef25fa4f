import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, GatewayRig, OWNER, speaker } from '../../test/gateway-rig.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';

const test = suite('help');
const CHINESE = askerOf(OWNER, { language: 'zh' });

async function help(args: object = {}, asker = askerOf(OWNER)): Promise<string> {
  let text = '';
  await inTempDirectory(async (root) => {
    const rig = new GatewayRig(root, await readSampleSite());
    await rig.start();
    text = (await rig.run('help', args, asker)).text;
    await rig.stop();
  });
  return text;
}

test('shows one sentence for each thing that can be said, in two groups', async () => {
  const lines = (await help()).split('\n');
  assert.is(lines[0], 'To do something:');
  assert.is(lines[1], '  turn on the pump for 10 seconds');
  assert.ok(lines.includes('To ask:'));
  assert.ok(lines.includes('  why did the pump start?'));
  assert.is(lines.at(-1), 'More about one: “help set”');
  assert.ok(lines.length < 30, `${String(lines.length)} lines`);
});

test('leaves out what can only be said in a terminal', async () => {
  const text = await help();
  assert.not.match(text, 'boardtalk');
  assert.not.match(text, 'sim ');
});

test('shows a person only what they may do', async () => {
  const text = await help({}, askerOf(speaker('vera', 'viewer')));
  assert.match(text, 'is the pump on?');
  assert.not.match(text, 'turn on the pump');
  assert.match(text, /^To do something:\n {2}set a 10 minute timer\nTo ask:/);
});

test('shows all examples of one action', async () => {
  const text = await help({ topic: 'set' });
  assert.equal(text.split('\n'), [
    'Switch or set something.',
    '  turn on the pump for 10 seconds',
    '  dim the grow light to 30 %',
  ]);
});

test('speaks Chinese', async () => {
  const text = await help({}, CHINESE);
  assert.match(text, '可以做：\n  打开水泵10秒');
  assert.not.match(text.replaceAll(/GPIO\d+/g, ''), /[A-Za-z]{4,}/);
});

test('a topic that is not there is refused', async () => {
  assert.match(await help({ topic: 'coffee' }), 'There is no "coffee".');
});

test.run();

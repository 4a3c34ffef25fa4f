/** A messenger that no site names costs nothing: neither its folder nor its library is loaded. */
import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { messengerTypes } from '../runtime/config/messengers.ts';

const test = suite('unused messengers');

/** Of single platforms; `ws` is not one of them: the page has it too. */
const LIBRARIES = ['@xmpp', 'imapflow', 'nodemailer'];

/** Each module of an adapter or a library that is loaded, told by the loader itself. */
const HOOK = `
import { writeSync } from 'node:fs';
const PLACE = /\\/(?:gateway\\/adapters\\/([^/?]+)|node_modules\\/(${LIBRARIES.join('|')}))\\//;
export async function load(url, context, next) {
  const found = PLACE.exec(url);
  if (found !== null) writeSync(1, (found[1] ?? found[2]) + '\\n');
  return next(url, context);
}`;

const PROGRAM = `
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(HOOK)}));
await import('./runtime/app/board-node.ts');
await import('./runtime/app/gateway-node.ts');
const { messengerCatalog } = await import('./runtime/gateway/adapters/catalog.ts');
for (const type of process.argv.slice(2)) await messengerCatalog[type]();
`;

function loadedFor(...types: readonly string[]): readonly string[] {
  const args = ['--import', 'tsx', '--input-type=module', '-', ...types];
  const run = spawnSync(process.execPath, args, { input: PROGRAM, encoding: 'utf8' });
  assert.is(run.status, 0, run.stderr);
  return [...new Set(run.stdout.split('\n').filter((line) => line !== ''))].sort();
}

test('a gateway without messengers loads no module of any', () => {
  assert.equal(loadedFor(), []);
});

test('one that is named loads its own modules, and of no other one', () => {
  assert.equal(loadedFor('telegram'), ['telegram']);
  assert.ok(messengerTypes.length > 1, 'there are others');
});

test.run();

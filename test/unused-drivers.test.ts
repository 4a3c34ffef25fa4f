/** A driver that no configuration names costs nothing: none of its modules is loaded. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { driverCatalog } from '../drivers/catalog.ts';

const test = suite('unused drivers');

/** Each module under `drivers/` that is loaded, told by the loader itself. */
const HOOK = `
import { writeSync } from 'node:fs';
export async function load(url, context, next) {
  const found = /\\/drivers\\/([^/?]+)\\//.exec(url);
  if (found !== null && !url.includes('node_modules')) writeSync(1, found[1] + '\\n');
  return next(url, context);
}`;

const PROGRAM = `
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(HOOK)}));
await import('./runtime/app/board-node.ts');
await import('./runtime/app/gateway-node.ts');
const { readSite } = await import('./runtime/config/read-site.ts');
const { driverCatalog: drivers } = await import('./drivers/catalog.ts');
const { site } = await readSite('test/board-site', { boardsDirectory: 'boards', drivers });
if (site === undefined) throw new Error('the site has a mistake');
`;

test('loads the drivers that the site names, and no module of another one', () => {
  const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module'], {
    input: PROGRAM,
    encoding: 'utf8',
  });
  assert.is(run.status, 0, run.stderr);
  const loaded = new Set(run.stdout.split('\n').filter((line) => line !== ''));
  const config = readFileSync('test/board-site/devices.yaml', 'utf8');
  const named = new Set([...config.matchAll(/driver: ([\w-]+)/g)].map(([, id = '']) => id));
  assert.equal([...loaded].sort(), [...named].sort());
  assert.ok(Object.keys(driverCatalog).length > named.size, 'there are others');
});

test.run();

/** A bound that nobody has seen fail holds nothing: each kind is broken here once, in a tree of its own. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const planted: Readonly<Record<string, string>> = {
  'runtime/core/id.ts': "export const id = 'x';\n",
  'runtime/core/upward.ts':
    "import { store } from '../state/store.ts';\nexport const up = store;\n",
  'runtime/state/store.ts': "import { id } from '../core/id.ts';\nexport const store = id;\n",
  'runtime/tasks/left.ts':
    "import type { Right } from './right.ts';\nexport type Left = Right[];\n",
  'runtime/tasks/right.ts': "import type { Left } from './left.ts';\nexport type Right = Left[];\n",
  'runtime/web/server.ts': "import { say } from '../cli/say.ts';\nexport const serve = say;\n",
  'runtime/cli/say.ts': "import { id } from '../core/id.ts';\nexport const say = id;\n",
  'runtime/policy/parse.ts': "import { z } from 'zod';\nexport const schema = z;\n",
  'drivers/relay/relay.ts':
    "import { store } from '../../runtime/state/store.ts';\nexport const relay = store;\n",
  'drivers/lamp/lamp.ts':
    "import { relay } from '../relay/relay.ts';\nexport const lamp = relay;\n",
  'runtime/web/page/page.ts':
    "import { readFileSync } from 'node:fs';\nexport const page = readFileSync;\n",
  'tsconfig.json': '{ "compilerOptions": { "module": "NodeNext", "noEmit": true } }\n',
};

function check(files: Readonly<Record<string, string>>): { code: number | null; output: string } {
  const root = mkdtempSync(join(tmpdir(), 'boardtalk-bounds-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const tsx = import.meta.resolve('tsx');
    const script = join(import.meta.dirname, 'check-bounds.ts');
    const end = spawnSync(process.execPath, ['--import', tsx, script], {
      cwd: root,
      encoding: 'utf8',
    });
    return { code: end.status, output: end.stdout + end.stderr };
  } finally {
    rmSync(root, { recursive: true });
  }
}

test('names every bound that is broken', () => {
  const { code, output } = check(planted);
  assert.is(code, 1);
  for (const rule of [
    'core-imports-only-rooms-above: runtime/core/upward.ts',
    'no-cycle: runtime/tasks/left.ts',
    'web-imports-no-other-door: runtime/web/server.ts',
    'only-runtime/core/schema.ts-touches-zod: runtime/policy/parse.ts',
    'drivers-import-only-core-and-hal: drivers/relay/relay.ts',
    'drivers-do-not-import-each-other: drivers/lamp/lamp.ts',
    'the-page-runs-in-a-browser: runtime/web/page/page.ts',
  ])
    assert.match(output, rule);
});

test('has nothing to say about a house in order', () => {
  const { code, output } = check({
    'runtime/core/id.ts': "export const id = 'x';\n",
    'runtime/state/store.ts': "import { id } from '../core/id.ts';\nexport const store = id;\n",
    'tsconfig.json': '{ "compilerOptions": { "module": "NodeNext", "noEmit": true } }\n',
  });
  assert.is(code, 0, output);
  assert.match(output, '2 modules, 1 imports, 0 complaints');
});

test('fails where nothing was looked at', () => {
  const { code, output } = check({ 'tsconfig.json': '{}\n', 'runtime/notes.txt': '' });
  assert.is(code, 1);
  assert.match(output, 'dependency-cruiser said nothing');
});

test.run();

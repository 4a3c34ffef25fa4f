import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withGateway } from '../../../test/gateway-rig.ts';
import { readSampleSite } from '../../../test/sample-site.ts';
import { toolsOf, type ToolsAllowed } from './tools.ts';

async function namesOf(allowed: ToolsAllowed): Promise<readonly string[]> {
  const names: string[] = [];
  await withGateway((rig) => {
    const tools = toolsOf(rig.gateway.catalogue.list(), allowed);
    names.push(...tools.map((tool) => tool.function.name));
    return Promise.resolve();
  });
  return names.sort();
}

test('a site of several boards and a camera has all of them', async () => {
  const { boards } = (await readSampleSite()).site;
  const names = await namesOf({ boards: [...boards, ...boards], mayWrite: true });
  assert.equal(names, ['boards', 'history', 'look', 'read', 'set', 'tasks', 'why']);
});

test('what the site does not have, and what may not be written, is not offered', async () => {
  const { boards } = (await readSampleSite()).site;
  const blind = boards.map((board) => ({ ...board, parts: [] }));
  const names = await namesOf({ boards: blind, mayWrite: false });
  assert.equal(names, ['history', 'read', 'tasks', 'why']);
});

test.run();

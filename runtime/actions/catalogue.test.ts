import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from '../core/schema.ts';
import { defineAction, type Action } from './action.ts';
import type { Asker } from './asker.ts';
import { Catalogue } from './catalogue.ts';

const GUEST: Asker = {
  ...{ person: 'client:guest', role: 'viewer', via: 'mqtt', chat: 'client:guest' },
  ...{ language: 'en', words: 'set pump.power true' },
};
const refusal = { code: 'TEST_DENIED', message: 'no', hint: 'ask' };

function action(name: string, kind: Action['kind']): Action {
  return defineAction({
    ...{ name, kind, role: 'operator', positional: [], args: z.strictObject({}) },
    ...{ help: { en: 'x', zh: 'x' }, examples: { en: ['x'], zh: ['x'] } },
    run: () => Promise.resolve({ ok: true, data: null }),
    say: () => '',
  });
}

test('tells who was denied a write before it answers, and nothing of a question', async () => {
  const denied: string[] = [];
  const catalogue = new Catalogue({
    actions: [action('set', 'write'), action('read', 'read')],
    authorize: () => refusal,
    onDenied: ({ person, words }, { code }) => {
      denied.push(`${person} ${code} ${words}`);
      return Promise.resolve();
    },
  });
  for (const name of ['set', 'read']) assert.not.ok((await catalogue.run(name, {}, GUEST)).ok);
  assert.equal(denied, ['client:guest TEST_DENIED set pump.power true']);
});

test.run();

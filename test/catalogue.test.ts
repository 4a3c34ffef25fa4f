import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, OWNER, speaker } from './gateway-rig.ts';
import { z } from '../runtime/core/schema.ts';
import { authorize } from '../runtime/policy/roles.ts';
import { defineAction, type Action } from '../runtime/actions/action.ts';
import { Catalogue } from '../runtime/actions/catalogue.ts';

const ADMIN = askerOf(OWNER);

test('runs an action with its arguments and says what came of it', async () => {
  const { catalogue, ran } = cellar();
  const result = await catalogue.run('fill', { cups: 2 }, ADMIN);
  assert.equal(result, { ok: true, data: 2, text: 'owner has 2 cups' });
  assert.equal(ran, [2]);
});

test('a person without the role does not reach the action, whatever the arguments', async () => {
  const { catalogue, ran } = cellar();
  for (const args of [{ cups: 2 }, {}, undefined]) {
    const result = await catalogue.run('fill', args, askerOf(speaker('vera', 'viewer')));
    assert.is(result.ok ? '' : result.refusal.code, 'POLICY_DENIED');
    assert.match(result.text, 'Vera is viewer here; to use "fill" takes the role operator.');
  }
  assert.equal(ran, []);
});

test('arguments that do not fit are refused with what is wrong with each', async () => {
  const { catalogue, ran } = cellar();
  for (const args of [{}, { cups: 'two' }, { cups: 1, lid: true }, null, 'cups']) {
    const result = await catalogue.run('fill', args, ADMIN);
    assert.is(result.ok ? '' : result.refusal.code, 'ACTION_BAD_ARGUMENTS');
  }
  const { text } = await catalogue.run('fill', { cups: 'two' }, ADMIN);
  assert.match(text, /^Fill: cups must be a number/);
  assert.equal(ran, []);
});

test('an action that is not there is refused, with the nearest that is', async () => {
  const { catalogue } = cellar();
  const near = await catalogue.run('fil', {}, ADMIN);
  assert.is(near.text, 'There is no action "fil". Did you mean "fill"?');
  const far = await catalogue.run('constructor', {}, ADMIN);
  assert.is(far.ok ? '' : far.refusal.code, 'ACTION_UNKNOWN');
});

test('a refusal of the action itself keeps its data and is said alike', async () => {
  const { catalogue } = cellar();
  const result = await catalogue.run('fill', { cups: 99 }, ADMIN);
  assert.is(result.ok, false);
  assert.is(result.text, 'The cellar is too small. Take less.');
  assert.is(result.data, 99);
});

test('actions are listed in the order they were declared', () => {
  const { catalogue } = cellar();
  assert.equal(
    catalogue.list().map(({ name }) => name),
    ['fill', 'look'],
  );
  assert.is(catalogue.find('look')?.kind, 'read');
  assert.is(catalogue.find('nothing'), undefined);
});

function cellar(): { catalogue: Catalogue; ran: number[] } {
  const ran: number[] = [];
  const fill = defineAction<{ cups: number }, number>({
    ...{ name: 'fill', kind: 'write', role: 'operator', positional: ['cups'] },
    help: { en: 'Fill cups.', zh: '倒杯子。' },
    examples: { en: ['fill 2 cups'], zh: ['倒两杯'] },
    args: z.strictObject({ cups: z.number() }),
    run: ({ cups }) => {
      ran.push(cups);
      const refusal = { code: 'CELLAR', message: 'the cellar is too small', hint: 'Take less.' };
      return Promise.resolve(
        cups < 10 ? { ok: true, data: cups } : { ok: false, refusal, data: cups },
      );
    },
    say: (cups, { person }) => `${person} has ${String(cups)} cups`,
  });
  const look: Action = { ...fill, name: 'look', kind: 'read', role: 'viewer' };
  return { catalogue: new Catalogue({ actions: [fill, look], authorize }), ran };
}

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Refusal } from '../core/refusal.ts';
import { sayRefusal } from './say-refusal.ts';

const BASE: Refusal = { code: 'X_ODD', message: 'it is odd', hint: 'Wait.' };

test('a refusal is a sentence, and then what to do next', () => {
  assert.is(sayRefusal(BASE, 'en'), 'It is odd. Wait.');
  assert.is(sayRefusal({ ...BASE, message: 'really?' }, 'en'), 'Really? Wait.');
  assert.is(sayRefusal({ ...BASE, hint: '' }, 'en'), 'It is odd.');
});

test('an interlock is named', () => {
  const refusal = { ...BASE, interlock: 'min-off', message: 'it must rest' };
  assert.is(sayRefusal(refusal, 'en'), 'Refused by the interlock min-off: it must rest. Wait.');
  assert.is(
    sayRefusal({ ...refusal, zh: '还需停 4 s' }, 'zh'),
    '联锁“min-off”不允许：还需停 4 s。',
  );
});

test('in Chinese the words of the refusal come first, then those for its code, then the message', () => {
  const declined = { ...BASE, code: 'TASK_DECLINED' };
  assert.is(sayRefusal({ ...declined, zh: '不行' }, 'zh'), '不行。');
  assert.is(sayRefusal(declined, 'zh'), '好的，不执行，什么都没有做。');
  assert.is(sayRefusal(BASE, 'zh'), 'it is odd。');
});

test('a refusal with its own Chinese words has the next step of its code', () => {
  const locked = { ...BASE, code: 'MODE_LOCKED_OUT', zh: '水泵被 anna 上锁' };
  assert.is(sayRefusal(locked, 'zh'), '水泵被 anna 上锁。只有挂牌人本人可以解除。');
});

test.run();

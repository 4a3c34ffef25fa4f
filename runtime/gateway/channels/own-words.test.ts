/** Whose words they are: quoted lines are nobody's order. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArrivedMessage } from './channel-adapter.ts';
import { inOwnWords } from './own-words.ts';

const WHERE = { id: '1', chat: 'c', user: 'u', at: 0 };

function own(text: string, kind: ArrivedMessage['kind'] = 'text'): readonly string[] {
  const message = inOwnWords({ ...WHERE, kind, text });
  return [message.kind, message.text];
}

test('leaves out what is quoted, wherever it stands', () => {
  assert.equal(own('> pump off\nno, leave it'), ['text', 'no, leave it']);
  assert.equal(own('no\n  > pump off\n> and the light'), ['text', 'no']);
  assert.equal(own('>pump off\n\n>> light off\nfan on'), ['text', 'fan on']);
});

test('a quote alone is somebody else’s', () => {
  assert.equal(own('> pump off'), ['forwarded', '']);
  assert.equal(own('> pump off\n>\n> now\n\n'), ['forwarded', '']);
});

test('three signs quote all that follows', () => {
  assert.equal(own('no\n>>> Bob wrote:\nturn the pump on'), ['text', 'no']);
  assert.equal(own('>>> Bob wrote:\nturn the pump on'), ['forwarded', '']);
});

test('a stop under a picture is a stop, and all else there no order', () => {
  const picture = { ...WHERE, kind: 'file', file: { ref: 'r' } } as const;
  assert.equal(inOwnWords({ ...picture, text: 'stop!' }), {
    ...WHERE,
    kind: 'text',
    text: 'stop!',
  });
  assert.equal(inOwnWords({ ...picture, text: 'pump off' }), { ...picture, text: 'pump off' });
});

test('keeps everything else as it is', () => {
  for (const text of ['pump on', 'alert if level > 30', 'a -> b\nc', '', ' pump on\n'])
    assert.equal(own(text), ['text', text]);
  assert.equal(own('> token', 'button'), ['button', '> token']);
});

test.run();

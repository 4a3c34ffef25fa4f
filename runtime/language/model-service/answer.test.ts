import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isRefusal } from '../../core/refusal.ts';
import { collectAnswer } from './answer.ts';
import { readEvents } from './read-events.ts';

async function* bytesOf(...pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(new TextEncoder().encode(piece));
}

function event(delta: object, finish: string | null = null): string {
  return `data: ${JSON.stringify({ choices: [{ delta, finish_reason: finish }] })}\n\n`;
}

const collect = (...pieces: readonly string[]) => collectAnswer(readEvents(bytesOf(...pieces)));

async function codeOf(...pieces: readonly string[]): Promise<string | undefined> {
  const answer = await collect(...pieces);
  return isRefusal(answer) ? answer.code : undefined;
}

test('text is put together, wherever the network cut it', async () => {
  const whole = `${event({ content: '水泵' })}${event({ content: ' is on' }, 'stop')}data: [DONE]\n\n`;
  const bytes = new TextEncoder().encode(whole);
  for (let at = 1; at < bytes.length; at++) {
    const pieces = (async function* () {
      yield await Promise.resolve(bytes.slice(0, at));
      yield bytes.slice(at);
    })();
    assert.equal(await collectAnswer(readEvents(pieces)), { text: '水泵 is on', calls: [] });
  }
});

test('two calls that come in pieces and in turns are kept apart', async () => {
  const call = (index: number, more: object) => event({ tool_calls: [{ index, ...more }] });
  const answer = await collect(
    call(0, { id: 'a', function: { name: 'read', arguments: '{"ta' } }),
    call(1, { id: 'b', function: { name: 'why', arguments: '' } }),
    call(0, { function: { arguments: 'rgets":[]}' } }),
    event({}, 'tool_calls'),
  );
  assert.equal(answer, {
    text: '',
    calls: [
      { id: 'a', name: 'read', arguments: '{"targets":[]}' },
      { id: 'b', name: 'why', arguments: '' },
    ],
  });
});

test('lines may end in CR LF, and comments are passed over', async () => {
  const lines = event({ content: 'hi' }, 'stop').replaceAll('\n', '\r\n');
  assert.equal(await collect(': keep-alive\r\n\r\n', lines), { text: 'hi', calls: [] });
});

test('a stream that breaks off is no answer', async () => {
  assert.is(await codeOf(event({ content: 'Turn' })), 'MODEL_SERVICE_MALFORMED');
  assert.is(await codeOf(), 'MODEL_SERVICE_MALFORMED');
});

test('what is no JSON, or another protocol, is refused', async () => {
  assert.is(await codeOf('data: {"choices": [\n\n'), 'MODEL_SERVICE_MALFORMED');
  assert.is(await codeOf('data: {"choices": 5}\n\n'), 'MODEL_SERVICE_MALFORMED');
  assert.is(await codeOf('<html>'), 'MODEL_SERVICE_MALFORMED');
});

test('a failure that is told within the stream is handed on', async () => {
  const answer = await collect('data: {"error": {"message": "out of memory"}}\n\n');
  assert.match(isRefusal(answer) ? answer.message : '', 'out of memory');
});

test('a model that never stops is stopped', async () => {
  const pieces = (async function* () {
    for (;;)
      yield await Promise.resolve(new TextEncoder().encode(event({ content: 'x'.repeat(500) })));
  })();
  const answer = await collectAnswer(readEvents(pieces));
  assert.is(isRefusal(answer) && answer.code, 'MODEL_SERVICE_ENDLESS');
});

test('a line that never ends is stopped', async () => {
  const pieces = (async function* () {
    for (;;) yield await Promise.resolve(new Uint8Array(65_536).fill(120));
  })();
  const answer = await collectAnswer(readEvents(pieces));
  assert.is(isRefusal(answer) && answer.code, 'MODEL_SERVICE_MALFORMED');
});

test('more calls than anybody needs are refused', async () => {
  const calls = Array.from({ length: 9 }, (_, index) => ({ index, function: { name: 'set' } }));
  assert.is(await codeOf(event({ tool_calls: calls }, 'tool_calls')), 'MODEL_SERVICE_ENDLESS');
});

test.run();

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

test('calls that all have number 0, as Ollama counts them, are told apart by their ids', async () => {
  const call = (id: string, name: string) =>
    event({ tool_calls: [{ index: 0, id, function: { name, arguments: '{}' } }] });
  const answer = await collect(call('a', 'read'), call('b', 'set'), event({}, 'tool_calls'));
  assert.equal(answer, {
    text: '',
    calls: [
      { id: 'a', name: 'read', arguments: '{}' },
      { id: 'b', name: 'set', arguments: '{}' },
    ],
  });
});

test('calls without number and id are told apart by their names', async () => {
  const call = (name: string) =>
    event({ tool_calls: [{ function: { name, arguments: { target: name } } }] });
  const answer = await collect(call('read'), call('why'), event({}, 'stop'));
  assert.equal(answer, {
    text: '',
    calls: [
      { id: 'call-0', name: 'read', arguments: '{"target":"read"}' },
      { id: 'call-1', name: 'why', arguments: '{"target":"why"}' },
    ],
  });
});

test('an id and a name that come with every piece are one id and one name', async () => {
  const piece = (args: string) =>
    event({ tool_calls: [{ index: 0, id: 'a', function: { name: 'read', arguments: args } }] });
  const answer = await collect(piece('{"a"'), piece(':1}'), event({}, 'tool_calls'));
  assert.equal(answer, { text: '', calls: [{ id: 'a', name: 'read', arguments: '{"a":1}' }] });
});

test('of several answers the first counts, and what only counts tokens is passed over', async () => {
  const choice = (index: number, content: string) => ({ index, delta: { content } });
  const both = { choices: [choice(1, 'two'), choice(0, 'one')], usage: null };
  const pieces = [both, { choices: [], usage: { prompt_tokens: 5 } }, { usage: {} }];
  const answer = await collect(
    ...pieces.map((piece) => `data: ${JSON.stringify(piece)}\n\n`),
    event({}, 'stop'),
  );
  assert.equal(answer, { text: 'one', calls: [] });
});

test('a stream that says it is done is done, with or without a reason', async () => {
  const answer = await collect(event({ content: 'hi' }), 'data: [DONE]\n\n');
  assert.equal(answer, { text: 'hi', calls: [] });
});

test('nothing is waited for once the model has stopped', async () => {
  const pieces = (async function* () {
    yield new TextEncoder().encode(event({ content: 'hi' }, 'stop'));
    await Promise.reject(new Error('the line stayed open, and then broke'));
  })();
  assert.equal(await collectAnswer(readEvents(pieces)), { text: 'hi', calls: [] });
});

test('what a model thinks first is not what it says', async () => {
  const said = async (content: string) => {
    const answer = await collect(event({ content, reasoning_content: 'Hm.' }, 'stop'));
    return isRefusal(answer) ? answer.code : answer.text;
  };
  assert.is(await said('<think>The person wants</think>\n\nNo.'), 'No.');
  assert.is(await said('The person wants</think>No.'), 'No.');
  assert.is(await said('No. <think>But'), 'No.');
});

test('an answer that was cut off is none, unless it is text', async () => {
  const call = { tool_calls: [{ index: 0, function: { name: 'tasks', arguments: '' } }] };
  assert.is(await codeOf(event(call, 'length')), 'MODEL_SERVICE_ENDLESS');
  assert.is(await codeOf(event({ content: '<think>long' }, 'length')), 'MODEL_SERVICE_ENDLESS');
  assert.is(await codeOf(event({ content: 'The pump is' }, 'length')), undefined);
});

test('a call that is written as text is no answer: the service was to take it apart', async () => {
  const content = '<tool_call>{"name": "read"}</tool_call>';
  assert.is(await codeOf(event({ content }, 'stop')), 'MODEL_SERVICE_MALFORMED');
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
  assert.is(await codeOf('data: {"error": "out of memory"}\n\n'), 'MODEL_SERVICE_REFUSED');
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

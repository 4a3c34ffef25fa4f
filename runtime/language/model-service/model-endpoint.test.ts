/** Against servers that do what they like on the wire. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { Secret } from '../../config/secret.ts';
import { isRefusal } from '../../core/refusal.ts';
import { ModelEndpoint } from './model-endpoint.ts';

type Serve = (response: ServerResponse, key: string | undefined) => void;

const KEY = 'sk-very-secret';
const QUESTION = { messages: [{ role: 'user', content: 'hm' } as const], tools: [], maxTokens: 9 };
const LONG_MS = 10_000;

interface Rig {
  readonly endpoint: ModelEndpoint;
  readonly clock: FakeClock;
  /** The code, and what happened. */
  readonly ask: (timeoutMs?: number) => Promise<string>;
}

async function withServer(serve: Serve, use: (rig: Rig) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    serve(response, request.headers.authorization);
  });
  const address = await listen(server);
  const clock = new FakeClock();
  const service = {
    ...{ endpoint: `${address}/v1`, model: 'any', apiKey: new Secret(KEY) },
    ...{ maxSequenceLength: 4096, timeoutMs: LONG_MS, maxTokensPerDay: 1_000_000 },
  };
  const endpoint = new ModelEndpoint(service, clock);
  const ask = async (timeoutMs = LONG_MS): Promise<string> => {
    const answer = await endpoint.ask(QUESTION, AbortSignal.timeout(timeoutMs));
    return isRefusal(answer) ? `${answer.code} ${answer.message}` : answer.text;
  };
  try {
    await use({ endpoint, clock, ask });
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
}

function refuse(status: number, body: string, headers: Record<string, string> = {}): Serve {
  return (response) => response.writeHead(status, headers).end(body);
}

const STREAM = { 'content-type': 'text/event-stream' };
const HELLO = 'data: {"choices":[{"delta":{"content":"hello"},"finish_reason":"stop"}]}\n\n';

test('a refusal is told in the words of the service, quoted and without the key', async () => {
  const body = JSON.stringify({ error: { message: `bad key ${KEY}\n“Pump switched on.”` } });
  await withServer(refuse(401, body), async ({ ask }) => {
    assert.is(
      await ask(),
      'MODEL_SERVICE_REFUSED the model service answered 401: “bad key … Pump switched on.”',
    );
  });
});

for (const [name, body] of Object.entries({
  llamacpp: '{"error":{"code":400,"message":"too long","type":"exceed_context_size_error"}}',
  ollama: '{"error":"too long"}',
  vllm: '{"object":"error","message":"too long","type":"BadRequestError","code":400}',
  text: 'too long',
}))
  test(`why not is found in what ${name} answers`, async () => {
    await withServer(refuse(400, body), async ({ ask }) => {
      assert.is(await ask(), 'MODEL_SERVICE_REFUSED the model service answered 400: “too long”');
    });
  });

test('a service that asks for a longer rest gets it, and one that asks for ever does not', async () => {
  for (const [given, seconds] of [
    ['120', 120],
    ['1', 30],
    ['never', 30],
    ['99999999', 3600],
  ] as const)
    await withServer(refuse(429, '', { 'retry-after': given }), async (rig) => {
      await rig.ask();
      rig.clock.set(rig.clock.now() + seconds * 1000 - 1);
      assert.ok(rig.endpoint.resting(), given);
      rig.clock.set(rig.clock.now() + 1);
      assert.is(rig.endpoint.resting(), undefined, given);
    });
});

test('a rest may be given as a date', async () => {
  const at = new FakeClock().now() + 300_000;
  const headers = { 'retry-after': new Date(at).toUTCString() };
  await withServer(refuse(503, '', headers), async ({ ask, clock, endpoint }) => {
    await ask();
    clock.set(at - 1000);
    assert.ok(endpoint.resting());
    clock.set(at);
    assert.is(endpoint.resting(), undefined);
  });
});

test('nobody is followed to another address, and the key stays here', async () => {
  const keys: unknown[] = [];
  const other = createServer((request, response) => {
    keys.push(request.headers.authorization);
    response.end();
  });
  const location = await listen(other);
  await withServer(refuse(307, '', { location }), async ({ ask }) => {
    assert.match(await ask(), /^MODEL_SERVICE_REFUSED .* 307/);
  });
  other.close();
  assert.equal(keys, []);
});

test('a page for people is told as what it is', async () => {
  const page = refuse(200, '<html>log in</html>', { 'content-type': 'text/html' });
  await withServer(page, async ({ ask }) => {
    assert.match(await ask(), /^MODEL_SERVICE_MALFORMED .*answered with text\/html/);
  });
});

test('whoever refuses without end is heard out only so far', async () => {
  const serve: Serve = (response) => {
    response.writeHead(500);
    const timer = setInterval(() => response.write('no! '.repeat(1000)), 1);
    response.on('close', () => {
      clearInterval(timer);
    });
  };
  await withServer(serve, async ({ ask }) => {
    const told = await ask();
    assert.match(told, /^MODEL_SERVICE_REFUSED .*500: “no! no!/);
    assert.ok(told.length < 300);
  });
});

test('a line that is cut in the middle of an answer is a service that is not there', async () => {
  const serve: Serve = (response) => {
    response.writeHead(200, STREAM);
    response.write('data: {"choices":[{"delta":{"content":"Tur', () => response.destroy());
  };
  await withServer(serve, async ({ ask }) => {
    assert.match(await ask(), /^MODEL_SERVICE_DOWN /);
  });
});

test('a service that accepts and never answers, or only drips, is given up', async () => {
  const silent: Serve = () => undefined;
  const dripping: Serve = (response) => {
    response.writeHead(200, STREAM);
    const timer = setInterval(() => response.write(': still thinking\n\n'), 1);
    response.on('close', () => {
      clearInterval(timer);
    });
  };
  for (const serve of [silent, dripping])
    await withServer(serve, async ({ ask }) => {
      assert.match(await ask(50), /^MODEL_SERVICE_SLOW /);
    });
});

test('an answer is taken though the line stays open behind it', async () => {
  const serve: Serve = (response) => {
    response.writeHead(200, STREAM).write(HELLO);
  };
  await withServer(serve, async ({ ask }) => {
    assert.is(await ask(), 'hello');
  });
});

test('after an answer nothing rests', async () => {
  let served = 0;
  const serve: Serve = (response) => {
    served += 1;
    response.writeHead(served === 1 ? 500 : 200, STREAM).end(HELLO);
  };
  await withServer(serve, async ({ ask, endpoint }) => {
    await ask();
    assert.ok(endpoint.resting());
    assert.is(await ask(), 'hello');
    assert.is(endpoint.resting(), undefined);
  });
});

test.run();

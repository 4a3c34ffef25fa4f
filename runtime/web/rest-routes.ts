/**
 * The REST door, derived from the catalogue: every action under `/api/v1/actions/<name>`, every
 * property under `/api/v1/things/<thing>/properties/<property>`. Nothing here knows an action but
 * `read` and `set`, which the properties are made of; policy is asked by the catalogue.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Action } from '../actions/action.ts';
import type { Speaker } from '../actions/chat-port.ts';
import type { Clock } from '../core/clock.ts';
import { valueSchema } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import { sendResult } from './action-response.ts';
import { refuseWeb } from './errors.ts';
import { sendRefusal } from './http-app.ts';
import { describeAction, openApiOf } from './openapi.ts';
import type { WebPorts } from './ports.ts';
import { RateLimits } from './rate-limits.ts';
import { argumentsFromQuery, wordsOf } from './rest-arguments.ts';
import { askerOf, languageOf, speakerOf } from './rest-caller.ts';

/** A page that opens a view asks for ten things at once; a program that polls asks twenty times a second. */
const CALL_RATE = { burst: 60, refillMs: 50 };

const nameParams = z.object({ name: z.string() });
const propertyParams = z.object({ thing: z.string(), property: z.string() });
const argsBody = z.record(z.string(), z.unknown()).nullish();
/** The bare value, as the Web of Things writes it, or with the options of `set`. */
const writeBody = z.union([
  valueSchema.transform((value) => ({ value })),
  z.strictObject({ value: valueSchema, for: z.string().optional(), at: z.string().optional() }),
]);
const readData = z.object({ rows: z.array(z.unknown()) });

export interface RestDependencies {
  readonly ports: WebPorts;
  readonly clock: Clock;
}

/** One request of somebody who is known. */
interface Call {
  readonly speaker: Speaker;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Handler = (call: Call) => FastifyReply | Promise<FastifyReply>;

export function addRest(app: FastifyInstance, { ports, clock }: RestDependencies): void {
  const { actions } = ports;
  const limits = new RateLimits(clock, CALL_RATE);
  const known = (handle: Handler) => (request: FastifyRequest, reply: FastifyReply) =>
    forKnown({ request, reply }, ports, limits, handle);

  app.get(
    '/api/v1/actions',
    known(({ reply }) => reply.send({ ok: true, data: actions.list().map(describeAction) })),
  );
  app.get(
    '/api/v1/openapi.json',
    known(({ reply }) => reply.send(openApiOf(actions.list(), ports.site.title))),
  );
  app.get(
    '/api/v1/actions/:name',
    known((call) => readByQuery(ports, call)),
  );
  app.post(
    '/api/v1/actions/:name',
    known((call) => runByBody(ports, call)),
  );
  app.get(
    '/api/v1/things/:thing/properties/:property',
    known((call) => readProperty(ports, call)),
  );
  app.put(
    '/api/v1/things/:thing/properties/:property',
    known((call) => writeProperty(ports, call)),
  );
}

function forKnown(
  { request, reply }: Omit<Call, 'speaker'>,
  { access }: WebPorts,
  limits: RateLimits,
  handle: Handler,
): FastifyReply | Promise<FastifyReply> {
  const speaker = speakerOf(request.headers, access);
  if (speaker === undefined) {
    const refusal = refuseWeb('WEB_UNKNOWN_CALLER', 'nobody is signed in, and no token is known');
    return sendRefusal(reply.header('WWW-Authenticate', 'Bearer'), 401, refusal);
  }
  if (limits.take(speaker.chat)) return handle({ speaker, request, reply });
  const refusal = refuseWeb('WEB_TOO_FAST', 'too many requests in one second');
  return sendRefusal(reply.header('Retry-After', '1'), 429, refusal);
}

async function readByQuery(ports: WebPorts, call: Call): Promise<FastifyReply> {
  const { name } = nameParams.parse(call.request.params);
  const action = ports.actions.find(name);
  if (action?.kind === 'write') {
    const refusal = refuseWeb('WEB_WRONG_METHOD', `"${name}" changes something: it takes a POST`);
    return sendRefusal(call.reply.header('Allow', 'POST'), 405, refusal);
  }
  const args = action === undefined ? {} : argumentsFromQuery(action, call.request.query);
  return run(ports, call, name, args);
}

async function runByBody(ports: WebPorts, call: Call): Promise<FastifyReply> {
  const { name } = nameParams.parse(call.request.params);
  const body = argsBody.safeParse(call.request.body);
  return body.success
    ? run(ports, call, name, body.data ?? {})
    : badBody(call.reply, 'the arguments of an action are one JSON object');
}

async function readProperty(ports: WebPorts, call: Call): Promise<FastifyReply> {
  const { thing, property } = propertyParams.parse(call.request.params);
  const args = { targets: [`${thing}.${property}`] };
  const result = await ports.actions.run(
    'read',
    args,
    asker(ports, call, `read ${thing}.${property}`),
  );
  if (!result.ok) return sendResult(call.reply, result);
  const [reading] = readData.parse(result.data).rows;
  return sendResult(call.reply, { ...result, data: reading });
}

async function writeProperty(ports: WebPorts, call: Call): Promise<FastifyReply> {
  const { thing, property } = propertyParams.parse(call.request.params);
  const body = writeBody.safeParse(call.request.body);
  return body.success
    ? run(ports, call, 'set', { target: `${thing}.${property}`, ...body.data })
    : badBody(call.reply, 'a property takes a JSON value, or {"value": …, "for": "10s"}');
}

async function run(
  ports: WebPorts,
  call: Call,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<FastifyReply> {
  const action: Pick<Action, 'name' | 'positional'> = ports.actions.find(name) ?? {
    name,
    positional: [],
  };
  const result = await ports.actions.run(name, args, asker(ports, call, wordsOf(action, args)));
  return sendResult(call.reply, result);
}

function asker(
  ports: WebPorts,
  { speaker, request }: Call,
  words: string,
): ReturnType<typeof askerOf> {
  return askerOf(speaker, languageOf(request.headers) ?? ports.chat.language, words);
}

function badBody(reply: FastifyReply, message: string): FastifyReply {
  return sendRefusal(reply, 400, refuseWeb('WEB_BAD_REQUEST', message));
}

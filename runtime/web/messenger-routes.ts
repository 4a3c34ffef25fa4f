/**
 * `/api/events/NAME`: where a messenger posts what people wrote to the channel of that name. It is the one
 * path that the world may reach, through a tunnel: whoever knocks there is believed nothing before the
 * channel has verified the bytes as they came. Wrong ones close nothing: behind a tunnel all have one address,
 * and a forger would shut the platform out.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { TokenBucket } from '../core/token-bucket.ts';
import { refuseWeb } from './errors.ts';
import { sendRefusal } from './http-app.ts';
import type { MessengerRequest, WebPorts } from './ports.ts';
import { bytesOf, sendTooFast, withRawBodies } from './raw-body.ts';

/**
 * Of each channel. A forged post is refused in less than it took to read it and leaves its place at once, so
 * that many of them a second shut nobody out: a rate, counted before anything is verified, would.
 */
const MOST_AT_ONCE = 64;

const TRY_AGAIN = { refillMs: 1_000 };

/** Refused ones that reach the log: the first few, then one a minute, however hard somebody knocks. */
const REFUSALS_LOGGED = { burst: 5, refillMs: 60_000 };

const TYPES = ['application/json', 'application/x-www-form-urlencoded', 'text/xml', 'text/plain'];

export interface MessengerDependencies {
  readonly ports: Pick<WebPorts, 'messengers'>;
  readonly clock: Clock;
  readonly log: Log;
}

export async function addMessengers(
  app: FastifyInstance,
  { ports: { messengers }, clock, log }: MessengerDependencies,
): Promise<void> {
  const atOnce = new Map<string, number>();
  const logRate = new TokenBucket(clock, REFUSALS_LOGGED);
  const take =
    (method: MessengerRequest['method']) =>
    async (
      request: FastifyRequest<{ Params: { name: string } }>,
      reply: FastifyReply,
    ): Promise<FastifyReply> => {
      const { name } = request.params;
      const others = atOnce.get(name) ?? 0;
      if (others >= MOST_AT_ONCE) return sendTooFast(reply, TRY_AGAIN);
      atOnce.set(name, others + 1);
      const answer = await messengers
        .receive(name, requestOf(method, request))
        .finally(() => leave(atOnce, name));
      if (answer === undefined) return sendNobody(reply);
      const { status, type = 'text/plain', body = '' } = answer;
      if (status >= 400 && logRate.take())
        log.warn({ channel: name, status, address: request.ip }, 'post of a messenger refused');
      return reply.code(status).header('Cache-Control', 'no-store').type(type).send(body);
    };
  await withRawBodies(
    app,
    (scope) => {
      scope.get('/api/events/:name', take('GET'));
      scope.post('/api/events/:name', take('POST'));
    },
    TYPES,
  );
}

/** Names that nobody is posting to are forgotten: whoever knocks invents them. */
function leave(atOnce: Map<string, number>, name: string): void {
  const others = (atOnce.get(name) ?? 1) - 1;
  if (others > 0) atOnce.set(name, others);
  else atOnce.delete(name);
}

function sendNobody(reply: FastifyReply): FastifyReply {
  const message = 'no channel of this name is posted to';
  return sendRefusal(reply, 404, refuseWeb('WEB_NOT_FOUND', message));
}

function requestOf(method: MessengerRequest['method'], request: FastifyRequest): MessengerRequest {
  const { search } = new URL(request.url, 'http://localhost');
  const query = new URLSearchParams(search);
  return { method, query, headers: singleHeaders(request.headers), body: bytesOf(request) };
}

/** What is sent twice is left out: nobody knows which of the two was meant. */
function singleHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const single = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(single);
}

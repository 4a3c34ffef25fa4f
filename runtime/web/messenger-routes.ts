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
import { RateLimits } from './rate-limits.ts';
import { bytesOf, sendTooFast, withRawBodies } from './raw-body.ts';

/** Of each channel: more than any site is written to. */
const POST_RATE = { burst: 400, refillMs: 5 };

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
  const posts = new RateLimits(clock, POST_RATE);
  const logRate = new TokenBucket(clock, REFUSALS_LOGGED);
  const take =
    (method: MessengerRequest['method']) =>
    async (
      request: FastifyRequest<{ Params: { name: string } }>,
      reply: FastifyReply,
    ): Promise<FastifyReply> => {
      const { name } = request.params;
      if (!posts.take(name)) return sendTooFast(reply, POST_RATE);
      const answer = await messengers.receive(name, requestOf(method, request));
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

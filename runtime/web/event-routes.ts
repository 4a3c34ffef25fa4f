/**
 * `/api/events`: where the programs of others fetch what came for them, and say what they want. Who they
 * are is decided on the bytes as they came, before anything reads them.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ChatReply } from '../actions/chat-port.ts';
import { parseBoundedJson } from '../core/bounded-json.ts';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import { isLoopback } from '../core/loopback.ts';
import type { Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { refuseWeb } from './errors.ts';
import { sendRefusal } from './http-app.ts';
import type { WebPorts } from './ports.ts';
import { RateLimits } from './rate-limits.ts';
import { bytesOf, sendTooFast, withRawBodies } from './raw-body.ts';

/** A program that asks every second is welcome; one that turns in a circle is not. */
const CALL_RATE = { burst: 60, refillMs: 200 };

/** Wrong tokens, of each address. Then nothing is heard from there: else the right guess would still come in. */
const GUESS_RATE = { burst: 10, refillMs: 6_000 };

/** RFC 6750 §2.1, for tokens that people chose. */
const BEARER = /^Bearer +(\S{1,512})$/i;

/** The one thing that a program can say. */
const messageSchema = z.object({
  event_type: z.literal('message'),
  /** The program's own: the same id again gets the same answer, and does nothing twice. */
  id: z
    .string()
    .regex(/^[\w.:-]{1,128}$/)
    .optional(),
  content: z.object({ text: z.string().trim().min(1).max(2_000) }),
});

/** ISO 8601 with its zone; everything else is the id of an event. */
const sinceSchema = z.object({
  since: z
    .union([
      z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
      z.string().regex(/^[\w.-]{1,200}$/),
    ])
    .optional(),
});

export interface EventDependencies {
  readonly ports: WebPorts;
  readonly clock: Clock;
}

interface Caller {
  readonly platform: string;
  /** What a message without an id is known by. */
  readonly id: string;
}

export async function addEvents(
  app: FastifyInstance,
  { ports: { events }, clock }: EventDependencies,
): Promise<void> {
  const calls = new RateLimits(clock, CALL_RATE);
  const guesses = new RateLimits(clock, GUESS_RATE);
  const known =
    (
      handle: (
        caller: Caller,
        request: FastifyRequest,
        reply: FastifyReply,
      ) => Promise<FastifyReply>,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      if (guesses.isClosed(request.ip)) return sendTooFast(reply, GUESS_RATE);
      const caller = callerOf(request, events, clock);
      if ('code' in caller) {
        guesses.take(request.ip);
        return sendUnknown(reply, caller);
      }
      if (!calls.take(caller.platform)) return sendTooFast(reply, CALL_RATE);
      return handle(caller, request, reply.header('Cache-Control', 'no-store'));
    };
  await withRawBodies(app, (scope) => {
    scope.get(
      '/api/events',
      known(({ platform }, request, reply) => sendEvents(events, platform, { request, reply })),
    );
    scope.post(
      '/api/events',
      known((caller, request, reply) => takeMessage(events, caller, { request, reply })),
    );
  });
}

async function sendEvents(
  events: WebPorts['events'],
  platform: string,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const query = sinceSchema.safeParse(request.query);
  if (!query.success)
    return badRequest(
      reply,
      '"since" is the id of an event, or a time such as 2026-11-27T09:00:00Z',
    );
  const { events: found, last } = await events.eventsFor(platform, query.data.since);
  if (last !== undefined) reply.header('X-Boardtalk-Event', last);
  return reply.send(found);
}

async function takeMessage(
  events: WebPorts['events'],
  { platform, id }: Caller,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const message = messageSchema.safeParse(parseBoundedJson(bytesOf(request).toString()));
  if (!message.success)
    return badRequest(
      reply,
      'an event is {"event_type": "message", "id": "…", "content": {"text": "…"}}; the id may be left out',
    );
  const { text } = message.data.content;
  return sendReply(reply, await events.say(platform, { id: message.data.id ?? id, text }));
}

function sendReply(reply: FastifyReply, { reply: text, error, ...more }: ChatReply): FastifyReply {
  const told = { ok: error === undefined, reply: text, ...more };
  return reply.send(error === undefined ? told : { ...told, error });
}

/** By its token, or by its signature; never by both. */
function callerOf(
  request: FastifyRequest,
  events: WebPorts['events'],
  clock: Clock,
): Caller | Refusal {
  const { authorization, ...headers } = request.headers;
  const signature = headers['x-boardtalk-signature'];
  const timestamp = headers['x-boardtalk-timestamp'];
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1];
    // With a placeholder whoever is at this machine can see what is held, before there is a secret.
    const mayTry = request.method === 'GET' && isLoopback(request.ip) && !isForwarded(headers);
    const platform = token === undefined ? undefined : events.byToken(token, mayTry);
    return platform === undefined ? unknown() : { platform, id: createId('event', clock.now()) };
  }
  if (request.method === 'GET' || typeof signature !== 'string' || typeof timestamp !== 'string')
    return unknown();
  const platform = events.bySignature({ timestamp, signature, body: bytesOf(request) });
  if (platform === undefined) return unknown();
  if (typeof platform === 'object')
    return refuseWeb('WEB_OLD_REQUEST', `the request is of ${timestamp}, and that is not now`);
  // Whoever sends the same bytes again is answered the same: an id within them is signed, too.
  return { platform, id: signature.toLowerCase() };
}

/** By a proxy on this machine (RFC 7239, and what was usual before): then it comes from elsewhere. */
function isForwarded(headers: IncomingHttpHeaders): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  );
}

function unknown(): Refusal {
  return refuseWeb('WEB_UNKNOWN_PLATFORM', 'no platform of this site has this token or signature');
}

function sendUnknown(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendRefusal(reply.header('WWW-Authenticate', 'Bearer'), 401, refusal);
}

function badRequest(reply: FastifyReply, message: string): FastifyReply {
  return sendRefusal(reply, 400, refuseWeb('WEB_BAD_REQUEST', message, 'See docs/events.md'));
}

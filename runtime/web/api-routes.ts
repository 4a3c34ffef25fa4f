/** The routes of the page: claim, session, WebSocket, and what supervisors and Prometheus ask for. REST stands in `rest-routes.ts`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from '@fastify/websocket';
import type { Speaker } from '../actions/chat-port.ts';
import type { Clock } from '../core/clock.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { isLoopback } from '../core/loopback.ts';
import { refuseWeb } from './errors.ts';
import { sendRefusal } from './http-app.ts';
import type { WebPorts } from './ports.ts';
import type { SessionAnswer } from './protocol.ts';
import { RateLimits } from './rate-limits.ts';
import { FORGET_COOKIE, readSessionToken, sessionCookie } from './session-cookie.ts';
import type { SocketHub } from './socket-hub.ts';

/** Five tries at once, then one every ten seconds, for each peer address. */
const CLAIM_RATE = { burst: 5, refillMs: 10_000 };

const claimSchema = z.strictObject({
  code: z.string().trim().min(1).max(64),
  name: z.string().trim().min(1).max(64),
});

export interface RouteDependencies {
  readonly ports: WebPorts;
  readonly hub: SocketHub;
  readonly clock: Clock;
}

export function addRoutes(app: FastifyInstance, given: RouteDependencies): void {
  addClaim(app, given);
  addSession(app, given.ports);
  addSocket(app, given);
  addProbes(app, given.ports);
}

function addClaim(app: FastifyInstance, { ports, clock }: RouteDependencies): void {
  const limits = new RateLimits(clock, CLAIM_RATE);
  app.post('/api/claim', async (request, reply) => {
    if (!limits.take(request.ip)) {
      reply.header('Retry-After', String(CLAIM_RATE.refillMs / 1_000));
      return sendRefusal(reply, 429, refuseWeb('WEB_TOO_MANY_CLAIMS', 'too many tries'));
    }
    const body = claimSchema.safeParse(request.body);
    if (!body.success) return sendRefusal(reply, 400, badClaim());
    const { code, name } = body.data;
    const claimed = await ports.access.claim(code, { name });
    if (isRefusal(claimed)) return sendRefusal(reply, 403, claimed);
    return reply.header('Set-Cookie', sessionCookie(claimed.token)).send({ ok: true });
  });
}

function badClaim(): Refusal {
  return refuseWeb(
    'WEB_BAD_REQUEST',
    'a claim is {code, name}, both text of at most 64 characters',
  );
}

function addSession(app: FastifyInstance, ports: WebPorts): void {
  app.get('/api/session', (request, reply) => {
    const answer: SessionAnswer = {
      claimed: ports.access.isClaimed(),
      signedIn: sessionOf(request, ports) !== undefined,
      title: ports.site.title,
      language: ports.chat.language,
    };
    return reply.header('Cache-Control', 'no-store').send(answer);
  });
  app.post('/api/logout', async (request, reply) => {
    const token = readSessionToken(request.headers.cookie);
    if (token !== undefined) await ports.access.endSession(token);
    return reply.header('Set-Cookie', FORGET_COOKIE).send({ ok: true });
  });
}

function addSocket(app: FastifyInstance, { ports, hub }: RouteDependencies): void {
  const preValidation = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (sessionOf(request, ports) === undefined)
      await sendRefusal(reply, 401, refuseWeb('WEB_NO_SESSION', 'nobody is signed in here'));
    else if (hub.isFull)
      await sendRefusal(reply, 503, refuseWeb('WEB_TOO_MANY_SOCKETS', 'too many open pages'));
  };
  app.get('/ws', { websocket: true, preValidation }, (socket: WebSocket, request) => {
    const token = readSessionToken(request.headers.cookie);
    const speaker = sessionOf(request, ports);
    if (token === undefined || speaker === undefined) socket.terminate();
    else hub.add(socket, token, speaker);
  });
}

function sessionOf(request: FastifyRequest, ports: WebPorts): Speaker | undefined {
  const token = readSessionToken(request.headers.cookie);
  return token === undefined ? undefined : ports.access.session(token);
}

function addProbes(app: FastifyInstance, ports: WebPorts): void {
  app.get('/healthz', (_request, reply) => sendHealth(reply, ports.health.live()));
  app.get('/readyz', (_request, reply) => sendHealth(reply, ports.health.ready()));
  app.get('/metrics', async (request, reply) => {
    if (!isLoopback(request.ip))
      return sendRefusal(reply, 403, refuseWeb('WEB_NO_SESSION', 'metrics are for this machine'));
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await ports.metrics());
  });
}

function sendHealth(reply: FastifyReply, ok: boolean): FastifyReply {
  return reply.code(ok ? 200 : 503).send({ ok });
}

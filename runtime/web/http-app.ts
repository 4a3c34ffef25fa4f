/**
 * The HTTP server: what every request passes (guard, headers, limits, error form), and the static
 * page. The routes stand in `api-routes.ts`. Only here is fastify loaded, when the door is opened:
 * a node without a page pays nothing for it.
 */
import type staticPlugin from '@fastify/static';
import type websocketPlugin from '@fastify/websocket';
import type createServer from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Refusal } from '../core/refusal.ts';
import { TokenBucket } from '../core/token-bucket.ts';
import { refuseWeb, type WebCode } from './errors.ts';
import { guardRequest } from './request-guard.ts';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_FRAME_BYTES = 64 * 1024;
/** A browser opens six to a host; 32 pages make 224 with their WebSockets. Each costs memory before it says a word. */
const MAX_CONNECTIONS = 256;
/** A request has to be in by then: somebody who dribbles bytes holds no connection for long. */
const REQUEST_WITHIN_MS = 10_000;

/** Refused requests that reach the log: the first few, then one a minute, however hard somebody knocks. */
const REFUSALS_LOGGED = { burst: 5, refillMs: 60_000 };

/** The page's own files and nothing else: no inline script, no other host, no frame, no HTML from text. */
const SECURITY_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Pictures of the conversation come over the WebSocket; a picture runs nothing.
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/**
 * Whether a request is for `/api/events/NAME`, which messengers post to through a tunnel: under the tunnel's name,
 * and from no page. Its bytes are verified there, whoever sends them.
 */
function isForMessenger(url: string): boolean {
  return /^\/api\/events\/[^/?#]+(\?|$)/.test(url);
}

export interface HttpAppOptions {
  readonly pageDirectory: string;
  readonly ownNames: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Ready for its routes, not yet listening. */
export async function createHttpApp(options: HttpAppOptions): Promise<FastifyInstance> {
  const { fastify, fastifyWebsocket, fastifyStatic } = await loadLibraries();
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    forceCloseConnections: true,
    frameworkErrors: answerBadPath,
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  await app.register(fastifyWebsocket, { options: { maxPayload: MAX_FRAME_BYTES } });
  // After the plugin: its first hook marks upgrades, and only a marked one is closed when it is refused.
  guardAll(app, options);
  // Only files that are there now become routes, so no path of a request ever reaches the disk.
  await app.register(fastifyStatic, { root: options.pageDirectory, wildcard: false });
  return app;
}

/** Takes 0.1 s the first time. A node without a page never asks for it. */
export async function loadLibraries(): Promise<Libraries> {
  // The packages are CommonJS: in the bundle only their default export is certain.
  const { default: fastify } = await import('fastify');
  const { default: fastifyWebsocket } = await import('@fastify/websocket');
  const { default: fastifyStatic } = await import('@fastify/static');
  return { fastify, fastifyWebsocket, fastifyStatic };
}

interface Libraries {
  readonly fastify: typeof createServer;
  readonly fastifyWebsocket: typeof websocketPlugin;
  readonly fastifyStatic: typeof staticPlugin;
}

export function sendRefusal(reply: FastifyReply, status: number, refusal: Refusal): FastifyReply {
  return reply.code(status).send({ ok: false, error: refusal });
}

function guardAll(app: FastifyInstance, { ownNames, clock, log }: HttpAppOptions): void {
  const logRate = new TokenBucket(clock, REFUSALS_LOGGED);
  // A form of another page can send text/plain without a preflight; nothing of ours does.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (isForMessenger(request.url)) return;
    const refusal = guardRequest(request, ownNames);
    if (refusal === undefined) return;
    if (logRate.take()) log.warn({ address: request.ip, refused: refusal.code }, 'request refused');
    await sendRefusal(reply, 403, refusal);
  });
  app.setNotFoundHandler(({ url }, reply) => {
    const hint = url.startsWith('/api') ? 'See what there is in /api/v1/openapi.json' : undefined;
    return sendRefusal(reply, 404, refuseWeb('WEB_NOT_FOUND', `there is nothing at ${url}`, hint));
  });
  app.setErrorHandler((error: FastifyError, request, reply) =>
    answerError(error, request, reply, log),
  );
}

/** A path that cannot be decoded never reaches the hooks: it is answered here, and learns nothing of the board. */
function answerBadPath(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refuseWeb('WEB_NOT_FOUND', 'this path cannot be read');
  sendRefusal(reply.headers(SECURITY_HEADERS), 400, refusal);
}

async function answerError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): Promise<void> {
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    log.error({ url: request.url, error: error.message }, 'request failed');
    await sendRefusal(reply, 500, refuseWeb('WEB_INTERNAL', 'something broke on the board'));
    return;
  }
  const code: WebCode = status === 413 ? 'WEB_TOO_LARGE' : 'WEB_BAD_REQUEST';
  await sendRefusal(reply, status, refuseWeb(code, error.message));
}

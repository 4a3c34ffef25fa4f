/** Requests whose bytes count as they came: a signature is over them, and JSON is read after it was found right. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuseWeb } from './errors.ts';
import { sendRefusal } from './http-app.ts';

/** Routes within get their bodies as bytes. @param types of content that may come */
export async function withRawBodies(
  app: FastifyInstance,
  add: (scope: FastifyInstance) => void,
  types: readonly string[] = ['application/json'],
): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser([...types], { parseAs: 'buffer' }, (_request, body, next) => {
      next(null, body);
    });
    add(scope);
    done();
  });
}

export function bytesOf({ body }: Pick<FastifyRequest, 'body'>): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

export function sendTooFast(
  reply: FastifyReply,
  { refillMs }: { readonly refillMs: number },
): FastifyReply {
  const seconds = String(Math.ceil(refillMs / 1_000));
  const refusal = refuseWeb('WEB_TOO_FAST', 'too many requests');
  return sendRefusal(reply.header('Retry-After', seconds), 429, refusal);
}

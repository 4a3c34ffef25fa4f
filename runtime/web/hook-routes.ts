/** `/api/hooks/NAME`: where programs of others start a workflow, signed. Who they are is decided on the bytes as they came. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../core/clock.ts';
import { refuseWeb } from './errors.ts';
import { sendRefusal } from './http-app.ts';
import type { HookAnswer } from '../workflows/triggers/webhook/hook.ts';
import type { WebPorts } from './ports.ts';
import { RateLimits } from './rate-limits.ts';
import { bytesOf, sendTooFast, withRawBodies } from './raw-body.ts';

/** Wrong signatures, of each address. Then nothing is looked at from there, not even the secret. */
const GUESS_RATE = { burst: 10, refillMs: 6_000 };
/** Of each hook. */
const CALL_RATE = { burst: 60, refillMs: 200 };

const DELIVERY = /^[\w.:-]{1,128}$/;
const BUSY_SECONDS = '10';

export async function addHooks(
  app: FastifyInstance,
  { ports: { hooks }, clock }: { readonly ports: Pick<WebPorts, 'hooks'>; readonly clock: Clock },
): Promise<void> {
  const guesses = new RateLimits(clock, GUESS_RATE);
  const calls = new RateLimits(clock, CALL_RATE);
  await withRawBodies(app, (scope) => {
    scope.post<{ Params: { name: string } }>('/api/hooks/:name', async (request, reply) => {
      if (guesses.isClosed(request.ip)) return sendTooFast(reply, GUESS_RATE);
      const { name } = request.params;
      const answer = await hooks.knock(name, { ...signed(request), body: bytesOf(request) }, () =>
        calls.take(name),
      );
      if (answer.kind === 'too-fast') return sendTooFast(reply, CALL_RATE);
      if (answer.kind === 'unknown' && !guesses.take(request.ip))
        return sendTooFast(reply, GUESS_RATE);
      return send(reply.header('Cache-Control', 'no-store'), answer);
    });
  });
}

function signed({ headers }: FastifyRequest): {
  readonly signature: string;
  readonly timestamp: string;
  readonly delivery?: string;
} {
  const text = (name: string): string => {
    const given = headers[name];
    return typeof given === 'string' ? given : '';
  };
  const delivery = text('x-boardtalk-delivery');
  return {
    signature: text('x-boardtalk-signature'),
    timestamp: text('x-boardtalk-timestamp'),
    ...(DELIVERY.test(delivery) && { delivery }),
  };
}

function send(
  reply: FastifyReply,
  answer: Exclude<HookAnswer, { kind: 'too-fast' }>,
): FastifyReply {
  switch (answer.kind) {
    case 'begun':
      return reply.code(202).send({ ok: true, run: answer.run });
    case 'unmet':
      return reply.send({ ok: true, run: null });
    case 'unknown':
      return sendRefusal(
        reply,
        401,
        refuseWeb('WEB_UNKNOWN_HOOK', 'no hook of this site has this name and signature'),
      );
    case 'old':
      return sendRefusal(
        reply,
        401,
        refuseWeb('WEB_OLD_REQUEST', 'the request was signed at another time than now'),
      );
    case 'no-json':
      return sendRefusal(
        reply,
        400,
        refuseWeb('WEB_BAD_REQUEST', 'what was sent is no JSON', 'See docs/events.md'),
      );
    case 'busy':
      return sendRefusal(reply.header('Retry-After', BUSY_SECONDS), 503, answer.refusal);
  }
}

/** What an action answered, as HTTP: the status says what kind of answer it is, the body says all of it. */
import type { FastifyReply } from 'fastify';
import type { ActionResult } from '../actions/action.ts';

/** Refusals that HTTP has a word of its own for; every other is a conflict with how things stand. */
const STATUS_OF_REFUSAL: ReadonlyMap<string, number> = new Map([
  ['ACTION_BAD_ARGUMENTS', 400],
  ['ACTION_UNKNOWN', 404],
  ['ACTION_NO_SUCH_THING', 404],
  ['DEVICE_UNKNOWN', 404],
  ['POLICY_DENIED', 403],
]);

/** 200 done · 202 it waits for a yes · 4xx refused. */
export function sendResult(reply: FastifyReply, result: ActionResult): FastifyReply {
  const { text, receipts = [], tasks = [], confirm, data, attachments } = result;
  const pictures = attachments === undefined ? {} : { attachments };
  reply.header('Cache-Control', 'no-store');
  if (result.ok)
    return reply.send({ ok: true, data: data ?? null, text, tasks, receipts, ...pictures });
  const { refusal } = result;
  if (confirm !== undefined)
    return reply.code(202).send({ ok: false, error: refusal, text, confirm });
  const status = STATUS_OF_REFUSAL.get(refusal.code) ?? 409;
  const body = { ok: false, error: refusal, text, data: data ?? null, receipts, ...pictures };
  return reply.code(status).send(body);
}

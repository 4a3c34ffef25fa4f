/** What ntfy answers, and what is certain of it afterwards. */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import { outcomesOf, type CallFailure } from '../../channels/call-outcome.ts';

/** server/errors.go: `{"code":42901,"http":429,"error":"limit reached: too many requests"}` */
const errorSchema = z.object({ code: z.int(), http: z.int(), error: z.string() });

export function failureOf(status: number, text: string): CallFailure {
  const error = errorSchema.safeParse(parseBoundedJson(text)).data;
  if (error === undefined)
    return { kind: 'unclear', why: `HTTP ${String(status)}, and not from ntfy` };
  const why = `${error.error.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, 150)} (${String(error.code)})`;
  // No promise was found that nothing was told when it fails; and a 502 or 503 may be of whatever stands before it.
  return status >= 500 ? { kind: 'unclear', why } : { kind: 'refused', status, why };
}

const CURES: Readonly<Record<number, string>> = {
  401: 'Make a new access token, and put it where options.token points.',
  403: 'Let the user of options.token read and write these topics: `ntfy access USER TOPIC rw`.',
  404: 'Is endpoint the address of an ntfy server?',
  429: 'The server lets nobody do more: wait, or use a server of your own.',
};

export const { troubleOf, failedOf } = outcomesOf({
  title: 'ntfy',
  ifUnclear:
    'If this stays, see whether endpoint is the address of an ntfy server, and what stands in between.',
  cureOf: ({ status }) => CURES[status],
  isForLater: ({ status }) => [401, 403, 429].includes(status),
});

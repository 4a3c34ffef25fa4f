/** What ntfy answers, and what is certain of it afterwards. */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import { cureOfNetwork } from '../../channels/http-call.ts';

export type NtfyFailure =
  /** ntfy itself said no: nothing was done. */
  | { readonly kind: 'refused'; readonly status: number; readonly why: string }
  | { readonly kind: 'unreached'; readonly code: string }
  /** It may have been done all the same. */
  | { readonly kind: 'unclear'; readonly why: string };

/** server/errors.go: `{"code":42901,"http":429,"error":"limit reached: too many requests"}` */
const errorSchema = z.object({ code: z.int(), http: z.int(), error: z.string() });

export function failureOf(status: number, text: string): NtfyFailure {
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

export function troubleOf(failure: NtfyFailure): Trouble {
  switch (failure.kind) {
    case 'unreached':
      return {
        why: `ntfy is not reached: ${failure.code}`,
        cure: cureOfNetwork(failure.code, 'ntfy'),
      };
    case 'unclear':
      return {
        why: `ntfy did not answer: ${failure.why}`,
        cure: 'If this stays, see whether endpoint is the address of an ntfy server, and what stands in between.',
      };
    case 'refused': {
      const cure = CURES[failure.status];
      return { why: `ntfy says: ${failure.why}`, ...(cure !== undefined && { cure }) };
    }
  }
}

/** It is about the token, its rights or the pace, and not about this message. */
const LATER = [401, 403, 429];

export function failedOf(failure: NtfyFailure): Exclude<Sent, { readonly kind: 'sent' }> {
  switch (failure.kind) {
    case 'unclear':
      return { kind: 'unknown', why: failure.why };
    case 'unreached':
      return { kind: 'later', ...troubleOf(failure) };
    case 'refused':
      return LATER.includes(failure.status)
        ? { kind: 'later', ...troubleOf(failure) }
        : { kind: 'refused', why: failure.why };
  }
}

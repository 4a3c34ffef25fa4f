/** The page's calls of the REST door. Answers come from our own server of the same build: their outline is checked, not each field. */
import type { ConfirmRequest } from '../../actions/chat-port.ts';
import type { Attachment } from '../../actions/attachment.ts';
import type { Receipt } from '../../core/receipt.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { Value } from '../../core/reading.ts';

export type RestAnswer =
  | {
      readonly kind: 'done';
      readonly data: unknown;
      readonly text: string;
      readonly receipts: readonly Receipt[];
      readonly attachments: readonly Attachment[];
    }
  | { readonly kind: 'question'; readonly confirm: ConfirmRequest }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      readonly text: string;
      readonly receipts: readonly Receipt[];
      readonly attachments: readonly Attachment[];
    }
  | { readonly kind: 'unreachable' };

interface Body {
  readonly ok: boolean;
  readonly data?: unknown;
  readonly text?: string;
  readonly receipts?: readonly Receipt[];
  readonly attachments?: readonly Attachment[];
  readonly error?: Refusal;
  readonly confirm?: ConfirmRequest;
}

export type Query = Readonly<Record<string, string | number | boolean>>;

export class Rest {
  /** In which the board should answer; a tag such as `zh-CN`. */
  readonly #language: () => string;

  constructor({ language }: { readonly language: () => string }) {
    this.#language = language;
  }

  /** Every action there is. */
  list(): Promise<RestAnswer> {
    return this.#call('actions', 'GET');
  }

  ask(action: string, query: Query = {}): Promise<RestAnswer> {
    const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
    return this.#call(`actions/${action}?${new URLSearchParams(texts).toString()}`, 'GET');
  }

  run(action: string, args: object): Promise<RestAnswer> {
    return this.#call(`actions/${action}`, 'POST', args);
  }

  /** @param lasting such as `10m`; absent: until it is changed again. */
  write(thing: string, property: string, value: Value, lasting?: string): Promise<RestAnswer> {
    const path = `things/${encodeURIComponent(thing)}/properties/${encodeURIComponent(property)}`;
    return this.#call(path, 'PUT', lasting === undefined ? value : { value, for: lasting });
  }

  async #call(path: string, method: string, body?: object | Value): Promise<RestAnswer> {
    const headers = { 'Accept-Language': this.#language(), 'Content-Type': 'application/json' };
    const init = body === undefined ? { headers } : { headers, method, body: JSON.stringify(body) };
    try {
      const response = await fetch(`/api/v1/${path}`, init);
      const answer: unknown = await response.json();
      return isBody(answer) ? toAnswer(answer) : { kind: 'unreachable' };
    } catch {
      return { kind: 'unreachable' };
    }
  }
}

function isBody(body: unknown): body is Body {
  return typeof body === 'object' && body !== null && 'ok' in body;
}

function toAnswer(body: Body): RestAnswer {
  const { ok, data, text = '', receipts = [], attachments = [], error, confirm } = body;
  if (ok) return { kind: 'done', data, text, receipts, attachments };
  if (confirm !== undefined) return { kind: 'question', confirm };
  if (error === undefined) return { kind: 'unreachable' };
  const said = text === '' ? error.message : text;
  return { kind: 'refused', refusal: error, text: said, receipts, attachments };
}

/** One long connection as questions with answers: each answer carries the `req_id` of its question. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../core/clock.ts';
import type { WebSocketLine } from '../../channels/web-socket-line.ts';
import type { WecomFrame } from './frame.ts';

export type Reply =
  | { readonly kind: 'answered'; readonly code: number; readonly why: string }
  /** It was said, and no answer came. */
  | { readonly kind: 'lost'; readonly why: string }
  | { readonly kind: 'unsaid' };

/** The vendor's SDK waits for 5 s; a mobile network may take longer. */
const ANSWER_WITHIN_MS = 10_000;

export class Session {
  readonly #line: WebSocketLine;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, (reply: Reply) => void>();

  constructor(line: WebSocketLine, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
  }

  /** @returns the `req_id`; undefined: the connection has ended, nothing was said */
  tell(cmd: string, body?: object): string | undefined {
    const id = `${cmd}_${randomUUID()}`;
    const frame = { cmd, headers: { req_id: id }, ...(body !== undefined && { body }) };
    return this.#line.send(JSON.stringify(frame)) ? id : undefined;
  }

  ask(cmd: string, body: object): Promise<Reply> {
    const id = this.tell(cmd, body);
    if (id === undefined) return Promise.resolve({ kind: 'unsaid' });
    return new Promise((resolve) => {
      const timer = this.#clock.after(ANSWER_WITHIN_MS, () => {
        this.#settle(id, { kind: 'lost', why: 'WeCom gave no answer' });
      });
      this.#waiting.set(id, (reply) => {
        timer.cancel();
        resolve(reply);
      });
    });
  }

  answer({ headers, errcode = -1, errmsg }: WecomFrame): void {
    this.#settle(headers.req_id, { kind: 'answered', code: errcode, why: errmsg });
  }

  end(): void {
    for (const id of [...this.#waiting.keys()])
      this.#settle(id, { kind: 'lost', why: 'the connection broke off before the answer' });
  }

  #settle(id: string, reply: Reply): void {
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
  }
}

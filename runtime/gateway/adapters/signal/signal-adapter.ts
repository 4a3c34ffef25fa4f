/**
 * Signal by a signal-cli that runs beside this node: the keys of the account are its own, and nothing of Signal is
 * in here. It is heard by Server-Sent Events; a person is their account id, which a new number does not change.
 */
import type { Clock } from '../../../core/clock.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import {
  openLineStream,
  type LineStream,
  type LineStreamOpened,
} from '../../channels/line-stream.ts';
import { EventReader } from './event-reader.ts';
import { failedOf, JsonRpc, sentOf, troubleOf } from './json-rpc.ts';
import { parseReceived } from './parse.ts';
import { placeOf } from './render.ts';

export interface SignalParts {
  /** Without the slash at the end. */
  readonly endpoint: string;
  /** The number of the site. */
  readonly account: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** What may stand in a header. */
const EVENT_ID = /^[\x21-\x7e]{1,200}$/;

/** The number of no event. */
const NO_EVENT = '0';

/** Before the first time that it hears: who wrote while it was set up is answered. */
const FIRST_BACK_MS = 3_600_000;

/** It says something every 15 s (src/main/java/org/asamk/signal/http/HttpServerHandler.java). */
const SILENT_MS = 60_000;

export class SignalAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'signal-cli, Server-Sent Events',
    /** Signal makes a file of what is longer than 2,048 bytes. */
    text: { most: 1_900, unit: 'bytes' },
    /** Signal tells nobody its limits, and wants to see a person where they are passed. */
    chatRate: { burst: 5, refillMs: 2_000 },
    accountRate: { burst: 10, refillMs: 2_000 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: SignalParts;
  readonly #rpc: JsonRpc;

  constructor(parts: SignalParts) {
    this.#parts = parts;
    this.#rpc = new JsonRpc(parts);
    this.account = parts.account;
  }

  chatOf(user: string): string {
    return user;
  }

  /** It knows its groups without asking Signal. */
  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const answer = await this.#rpc.call('listGroups', {}, signal);
    return answer.kind === 'ok' ? undefined : troubleOf(answer);
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { endpoint, account, fetch } = this.#parts;
    const last = hearing.cursor ?? NO_EVENT;
    const opened = await openLineStream(fetch, {
      url: `${endpoint}/api/v1/events?${new URLSearchParams({ account }).toString()}`,
      headers: {
        accept: 'text/event-stream',
        // Versions that know it bring what came since then, and all that they keep where they do not know the
        // number; the others tell only of what comes from now on.
        'last-event-id': EVENT_ID.test(last) ? last : NO_EVENT,
      },
      ...{ signal, silentMs: SILENT_MS },
    });
    const trouble = await this.#hear(opened, hearing);
    return signal.aborted ? undefined : trouble;
  }

  async send({ chat, text }: Outgoing): Promise<Sent> {
    const place = placeOf(chat);
    if (place === undefined) return { kind: 'refused', why: 'there is no such place' };
    const answer = await this.#rpc.call('send', { ...place, message: text });
    return answer.kind === 'ok' ? sentOf(answer.result) : failedOf(answer);
  }

  /** man signal-cli(1), sendTyping */
  async typing(chat: string): Promise<void> {
    const place = placeOf(chat);
    if (place !== undefined) await this.#rpc.call('sendTyping', place);
  }

  async #hear(opened: LineStreamOpened, hearing: Hearing): Promise<Trouble> {
    switch (opened.kind) {
      case 'unreached':
      case 'unclear':
        return troubleOf(opened);
      case 'denied': {
        // Of an account that it does not have it says nothing but this.
        const isUnknown = opened.status === 400 || opened.status === 404;
        const cure = isUnknown
          ? ACCOUNT
          : 'See what answers at endpoint, and the log of signal-cli.';
        return { why: `signal-cli gives no messages: HTTP ${String(opened.status)}`, cure };
      }
      case 'open':
        return this.#follow(opened.stream, hearing);
    }
  }

  async #follow(stream: LineStream, hearing: Hearing): Promise<Trouble> {
    const { account, clock } = this.#parts;
    const type = stream.headers.get('content-type') ?? '';
    if (!type.startsWith('text/event-stream')) {
      stream.end();
      return troubleOf({ kind: 'unclear', why: 'this is no stream of events' });
    }
    hearing.alive();
    const from = hearing.cursor === undefined ? clock.now() - FIRST_BACK_MS : 0;
    const reader = new EventReader();
    for await (const line of stream.lines()) {
      hearing.alive();
      const event = reader.take(line);
      if (event === undefined) continue;
      const message = parseReceived(event.data, { account, now: clock.now() });
      if (message !== undefined && message.at > from) await hearing.accept([message], event.id);
    }
    return { why: `the stream of signal-cli broke off: ${stream.ended ?? 'it was left'}` };
  }
}

const ACCOUNT =
  'Is options.account the number that signal-cli has (signal-cli listAccounts), with its + at the beginning?';

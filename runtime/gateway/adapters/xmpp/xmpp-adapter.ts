/**
 * XMPP with an account on a server of the site's choice. What arrived while nobody listened comes from the
 * server's archive (XEP-0313), after the last that the core has on disk; without an archive the server keeps
 * it only until it was handed out.
 */
import { createHash } from 'node:crypto';
import { errorMessage } from '../../../core/app-error.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Log } from '../../../core/log.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { codeOf, cureOfNetwork } from '../../channels/http-call.ts';
import { archiveIdOf, parseMessage } from './parse.ts';
import { renderMessage, renderTyping } from './render.ts';
import { XmppStream, type StreamParts } from './xmpp-stream.ts';

export interface XmppParts extends StreamParts {
  readonly clock: Clock;
  readonly log: Log;
}

export class XmppAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'stream, with the archive of the server',
    /** Servers take stanzas of 256 KB (prosody: c2s_stanza_size_limit); people read less. */
    text: { most: 8_000, unit: 'bytes' },
    /** prosody's default for clients is 10 KB a second (mod_limits). */
    chatRate: { burst: 5, refillMs: 500 },
    accountRate: { burst: 10, refillMs: 200 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: XmppParts;
  #stream: XmppStream | undefined;

  constructor(parts: XmppParts) {
    this.#parts = parts;
    this.account = parts.jid;
  }

  /** A bare address is the chat with whoever has it. */
  chatOf(user: string): string {
    return user;
  }

  async probe(): Promise<Trouble | undefined> {
    const stream = new XmppStream(this.#parts);
    try {
      await stream.open(() => undefined);
      return undefined;
    } catch (error) {
      return troubleOf(error);
    } finally {
      await stream.close();
    }
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const stream = new XmppStream(this.#parts);
    const stop = (): void => {
      void stream.close();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      await stream.open(() => {
        hearing.alive();
      });
      await this.#catchUp(stream, hearing);
      this.#stream = stream;
      await stream.announce();
      // What came while the last page was read; what the server brings as well has the same id.
      await this.#catchUp(stream, hearing);
      return signal.aborted ? undefined : troubleOf(await this.#follow(stream, hearing));
    } catch (error) {
      return signal.aborted ? undefined : troubleOf(error);
    } finally {
      this.#stream = undefined;
      signal.removeEventListener('abort', stop);
      await stream.close();
    }
  }

  async send(message: Outgoing, key: string): Promise<Sent> {
    const id = createHash('sha256').update(key).digest('base64url').slice(0, 32);
    return this.#deliver(message, id);
  }

  edit(ref: string, message: Outgoing): Promise<Sent> {
    return this.#deliver(message, crypto.randomUUID(), ref);
  }

  async typing(chat: string): Promise<void> {
    await this.#stream?.send(renderTyping(chat));
  }

  async #deliver(message: Outgoing, id: string, replaces?: string): Promise<Sent> {
    const stream = this.#stream;
    if (stream === undefined) return { kind: 'later', why: 'there is no stream to the server' };
    try {
      await stream.send(renderMessage(message, id, replaces));
      await stream.ping();
      // Of several corrections each one names the first message (XEP-0308 §4).
      return { kind: 'sent', ref: replaces ?? id };
    } catch {
      return { kind: 'unknown', why: 'the stream broke off before the server had confirmed it' };
    }
  }

  /** What the archive tells is on disk before the server brings anything new. */
  async #catchUp(stream: XmppStream, hearing: Hearing): Promise<void> {
    const { clock, log } = this.#parts;
    for (let last = hearing.cursor; last !== undefined;) {
      try {
        const page = await stream.archiveAfter(last, clock.now());
        if (page.last !== undefined) await hearing.accept(page.messages, page.last);
        last = page.isComplete ? undefined : page.last;
      } catch (error) {
        log.warn(
          { account: this.account, why: errorMessage(error) },
          'no archive to catch up from',
        );
        return;
      }
    }
  }

  async #follow(stream: XmppStream, hearing: Hearing): Promise<unknown> {
    const messages = stream.messages();
    for (;;) {
      const next = await messages.next();
      if (next.done === true) return next.value;
      hearing.alive();
      const own = this.account;
      const message = parseMessage(next.value, { own, now: this.#parts.clock.now() });
      const cursor = archiveIdOf(next.value, own);
      if (message !== undefined) await hearing.accept([message], cursor);
    }
  }
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof Error && 'condition' in error && typeof error.condition === 'string')
    return { why: `the server says ${saidOf(error)}`, cure: CURES[error.condition] };
  const code = codeOf(error);
  return {
    why: `the server is not reached: ${error === undefined ? 'the stream ended' : code}`,
    cure: cureOfNetwork(code, 'the server'),
  };
}

/** A condition, and what the server adds in words: the message of the library's errors is both. */
function saidOf({ message }: Error): string {
  return message.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, 200);
}

/** RFC 6120 §4.9.3, §6.5 */
const CURES: Readonly<Record<string, string>> = {
  'not-authorized': 'Put the right password of the account where auth_token points.',
  'account-disabled': 'Ask whoever keeps the server to let the account in.',
  'host-unknown': 'options.jid ends in another domain than this server has.',
  conflict: 'Another program uses this account with the same resource: give this site its own.',
  'policy-violation': 'The server limits this account: ask whoever keeps it.',
};

/**
 * ntfy by one stream of all topics: it needs no address that the world can reach. Whoever knows a topic reads it
 * and writes in it, and nobody tells who it was: so a person is a topic, and whoever is known there only reads.
 */
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { HttpCaller, serverNowOf } from '../../channels/http-call.ts';
import {
  openLineStream,
  type LineStream,
  type LineStreamOpened,
} from '../../channels/line-stream.ts';
import { HeardUpTo } from './heard-up-to.ts';
import { failedOf, failureOf, troubleOf } from './outcome.ts';
import { messageOf, OWN_TITLE, parseEvent } from './parse.ts';

export interface NtfyParts {
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly topics: readonly string[];
  readonly token?: Secret | undefined;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** docs.ntfy.sh/config, keepalive-interval: 45 s where nobody changed it. */
const SILENT_MS = 120_000;

/** Before the first time that it hears. */
const FIRST_BACK_S = 3_600;

/** server/server.go, topicRegex */
const TOPIC = /^[-_A-Za-z0-9]{1,64}$/;

const sentSchema = z.object({ id: z.string(), event: z.literal('message') });

export class NtfyAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'JSON stream',
    /** docs.ntfy.sh/publish, "Limitations": of more than 4,096 bytes it makes a file. */
    text: { most: 4_000, unit: 'bytes' },
    /** …, "Limitations": 60 requests at once, then one in five seconds. */
    chatRate: { burst: 5, refillMs: 5_000 },
    accountRate: { burst: 20, refillMs: 5_000 },
    /** A button calls an address, and this site needs none. */
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: true,
  };
  readonly #parts: NtfyParts;
  readonly #topics: readonly string[];
  readonly #http: HttpCaller;

  constructor(parts: NtfyParts) {
    this.#parts = parts;
    this.#topics = parts.topics.filter((topic) => TOPIC.test(topic));
    this.#http = new HttpCaller(parts.fetch, [parts.token]);
    this.account = new URL(parts.endpoint).hostname;
  }

  /** What is in no topic of the site reaches nobody of it. */
  chatOf(user: string): string | undefined {
    return this.#topics.includes(user) ? user : undefined;
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const wrong = this.#wrongTopics();
    if (wrong !== undefined) return wrong;
    const url = this.#urlOf({ poll: '1', since: '1s' });
    const called = await this.#http.call({ url, headers: this.#headers(), signal });
    if (called.kind !== 'answered') return troubleOf(called);
    const { status, text } = called;
    const [line = ''] = text.trim().split('\n');
    const isNtfy = status === 200 && (line === '' || parseEvent(line) !== undefined);
    return isNtfy ? undefined : troubleOf(failureOf(status, text));
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const wrong = this.#wrongTopics();
    if (wrong !== undefined) return wrong;
    const heard = new HeardUpTo(hearing.cursor);
    const opened = await openLineStream(this.#parts.fetch, {
      url: this.#urlOf({
        since: heard.since === undefined ? `${String(FIRST_BACK_S)}s` : String(heard.since),
      }),
      ...{ headers: this.#headers(), signal, silentMs: SILENT_MS },
    });
    const trouble = await this.#hear(opened, heard, hearing);
    return signal.aborted ? undefined : trouble;
  }

  /** docs.ntfy.sh/publish, "Publish as JSON" */
  async send({ chat, text }: Outgoing): Promise<Sent> {
    if (!TOPIC.test(chat)) return { kind: 'refused', why: 'there is no such topic' };
    const called = await this.#http.call({
      url: `${this.#parts.endpoint}/`,
      headers: this.#headers(),
      json: { topic: chat, title: OWN_TITLE, message: text },
    });
    if (called.kind !== 'answered') return failedOf(called);
    const { status, json, text: said } = called;
    const ref = status === 200 ? sentSchema.safeParse(json).data?.id : undefined;
    return ref === undefined ? failedOf(failureOf(status, said)) : { kind: 'sent', ref };
  }

  async #hear(opened: LineStreamOpened, heard: HeardUpTo, hearing: Hearing): Promise<Trouble> {
    switch (opened.kind) {
      case 'unreached':
      case 'unclear':
        return troubleOf(opened);
      case 'denied':
        return troubleOf(failureOf(opened.status, opened.text));
      case 'open':
        return this.#follow(opened.stream, heard, hearing);
    }
  }

  async #follow(stream: LineStream, heard: HeardUpTo, hearing: Hearing): Promise<Trouble> {
    const { clock } = this.#parts;
    const serverNow = serverNowOf(stream.headers) ?? clock.now();
    const aheadMs = serverNow - clock.now();
    for await (const line of stream.lines()) {
      if (line.trim() === '') continue;
      const event = parseEvent(line);
      if (event === undefined) return troubleOf({ kind: 'unclear', why: 'this is not ntfy' });
      hearing.alive();
      // The first thing that it says is the time there: from then on is heard where nothing was heard before.
      if (event.event === 'open' && heard.since === undefined)
        await hearing.accept([], heard.add({ time: event.time - FIRST_BACK_S, id: event.id }));
      if (event.event !== 'message' || heard.has(event)) continue;
      const message = messageOf(event, { now: clock.now(), aheadMs });
      await hearing.accept(message === undefined ? [] : [message], heard.add(event));
    }
    return { why: `the stream of ntfy broke off: ${stream.ended ?? 'it was left'}` };
  }

  #urlOf(query: Readonly<Record<string, string>>): string {
    const search = new URLSearchParams(query).toString();
    return `${this.#parts.endpoint}/${this.#topics.join(',')}/json?${search}`;
  }

  #headers(): Readonly<Record<string, string>> {
    const { token } = this.#parts;
    return token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` };
  }

  #wrongTopics(): Trouble | undefined {
    const { topics } = this.#parts;
    const wrong = topics.filter((topic) => !TOPIC.test(topic));
    if (topics.length > 0 && wrong.length === 0) return undefined;
    const why = wrong.length === 0 ? 'no topic is named' : `${wrong.join(', ')} is no topic`;
    const cure = 'In options.topics: letters, digits, - and _, 64 at most.';
    return { why, cure };
  }
}

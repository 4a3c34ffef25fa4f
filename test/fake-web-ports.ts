/**
 * What stands behind the web door in its tests: one claim code, sessions in memory, a conversation
 * that answers what the test puts in, and things whose readings the test moves.
 */
import type { Action } from '../runtime/actions/action.ts';
import { Catalogue } from '../runtime/actions/catalogue.ts';
import type { ChatMessage, ChatNote, ChatReply, Speaker } from '../runtime/actions/chat-port.ts';
import type { Refusal } from '../runtime/core/refusal.ts';
import { authorize } from '../runtime/policy/roles.ts';
import type { LiveChange, LiveThing, WebPorts, WebSession } from '../runtime/web/ports.ts';

export const CLAIM_CODE = 'k7pm-4x2q';

const OWNER: Speaker = { person: 'owner', role: 'admin', via: 'web', chat: 'web:owner' };
const WRONG_CODE: Refusal = {
  code: 'POLICY_BAD_CLAIM',
  message: 'that is not the code',
  hint: "Read the code on the board's console again.",
};

export class FakeWebPorts implements WebPorts {
  readonly actions: Catalogue;
  readonly site = { title: 'Greenhouse' };
  readonly sessions = new Map<string, Speaker>();
  readonly claims: { code: string; name: string }[] = [];
  readonly heard: ChatMessage[] = [];
  things: readonly LiveThing[] = [];
  answer: (message: ChatMessage) => Promise<ChatReply> = ({ text }) =>
    Promise.resolve({ reply: `heard: ${text}`, tasks: [], receipts: [] });
  isReady = true;
  /** Bearer tokens and who holds them. */
  readonly programs = new Map<string, Speaker>();
  readonly #liveListeners = new Set<(change: LiveChange) => void>();
  readonly #noteListeners = new Set<(note: ChatNote) => void>();

  constructor(actions: readonly Action[] = []) {
    this.actions = new Catalogue({ actions, authorize });
  }

  readonly chat: WebPorts['chat'] = {
    language: 'en',
    handle: (message) => {
      this.heard.push(message);
      return this.answer(message);
    },
    subscribe: (_chat, listener) => remember(this.#noteListeners, listener),
  };

  readonly live: WebPorts['live'] = {
    snapshot: () => this.things,
    onChange: (listener) => remember(this.#liveListeners, listener),
  };

  readonly access: WebPorts['access'] = {
    isClaimed: () => this.sessions.size > 0,
    claim: (code, { name }) => {
      this.claims.push({ code, name });
      return Promise.resolve(code === CLAIM_CODE ? this.signIn() : WRONG_CODE);
    },
    session: (token) => this.sessions.get(token),
    bearer: (token) => this.programs.get(token),
    endSession: (token) => {
      this.sessions.delete(token);
      return Promise.resolve();
    },
  };

  readonly hooks: WebPorts['hooks'] = {
    knock: () => Promise.resolve({ kind: 'unknown' }),
  };
  readonly messengers: WebPorts['messengers'] = { receive: () => Promise.resolve(undefined) };
  readonly events: WebPorts['events'] = {
    byToken: () => undefined,
    bySignature: () => undefined,
    eventsFor: () => Promise.resolve({ events: [] }),
    say: () => Promise.reject(new Error('no program speaks here')),
  };

  readonly health = { live: () => true, ready: () => this.isReady };

  metrics(): Promise<string> {
    return Promise.resolve('# TYPE boardtalk_up gauge\nboardtalk_up 1\n');
  }

  signIn(): WebSession {
    const token = `fake-session-token-${String(this.sessions.size)}`;
    this.sessions.set(token, OWNER);
    return { token };
  }

  /** How many pages listen to readings. */
  get listeners(): number {
    return this.#liveListeners.size;
  }

  note(note: Omit<ChatNote, 'chat'>): void {
    for (const listener of this.#noteListeners) listener({ chat: OWNER.chat, ...note });
  }

  change(change: LiveChange): void {
    for (const listener of this.#liveListeners) listener(change);
  }
}

function remember<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

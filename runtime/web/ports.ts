/**
 * What this door needs from the rest of the node. `app.ts` wires it, so that the door knows neither
 * the store, nor the devices, nor who people are.
 */
import type { Catalogue } from '../actions/catalogue.ts';
import type { ChatPort, ChatReply, Speaker } from '../actions/chat-port.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import type { Refusal } from '../core/refusal.ts';
import type { HookPort } from '../workflows/triggers/webhook/hook.ts';

export interface WebPorts {
  readonly site: { readonly title: string };
  readonly chat: ChatPort;
  /** What REST is made of. */
  readonly actions: Pick<Catalogue, 'list' | 'find' | 'run'>;
  readonly live: LivePort;
  readonly access: AccessPort;
  readonly events: EventsPort;
  /** What messengers post. */
  readonly messengers: MessengersPort;
  /** What other programs may start. */
  readonly hooks: HookPort;
  readonly health: {
    /** The process runs and its loop turns. */
    live(): boolean;
    /** Everything is started and commands are taken: not after the store has failed. */
    ready(): boolean;
  };
  /** Prometheus' text format, version 0.0.4. */
  metrics(): Promise<string>;
}

export interface LivePort {
  snapshot(): readonly LiveThing[];
  /** Hears every new reading and every change of mode. Returns how to stop. */
  onChange(listener: (change: LiveChange) => void): () => void;
}

/** A name per language; English stands in where there is no Chinese one. */
export interface Title {
  readonly en: string;
  readonly zh?: string | undefined;
}

export type Mode = 'auto' | 'hand' | 'locked-out';

export interface LiveThing {
  readonly id: string;
  readonly title: Title;
  readonly area: { readonly id: string; readonly title: Title };
  /** It hangs on. */
  readonly board: { readonly id: string; readonly title: Title };
  /** `pump`, `light`, `tank` …: chooses the picture. */
  readonly kind: string;
  readonly mode: Mode;
  readonly properties: readonly LiveProperty[];
}

export interface LiveProperty {
  readonly name: string;
  readonly title: Title;
  readonly type: 'boolean' | 'number';
  /** Booleans only: how the two values are said. */
  readonly words?:
    | 'on-off'
    | 'open-closed'
    | 'pressed-released'
    | 'unlocked-locked'
    | 'yes-no'
    | 'somebody-nobody';
  readonly writable: boolean;
  /** What can be measured, or written, in the reading's unit. */
  readonly range?: readonly [number, number];
  readonly reading: Reading;
  readonly doubt?: Doubt | undefined;
}

/** Why an output is not to be believed as it stands: its proof does not agree yet, or says otherwise. */
export type Doubt =
  | { readonly kind: 'settling' }
  | { readonly kind: 'contradicted'; readonly by: Reading & PropertyAddress };

export type LiveChange =
  | {
      readonly kind: 'reading';
      readonly thing: string;
      readonly property: string;
      readonly reading: Reading;
    }
  | {
      readonly kind: 'doubt';
      readonly thing: string;
      readonly property: string;
      /** Absent: it is over. */
      readonly doubt?: Doubt | undefined;
    }
  | { readonly kind: 'mode'; readonly thing: string; readonly mode: Mode };

export interface AccessPort {
  /** Has this site an owner? */
  isClaimed(): boolean;
  /** Counts wrong codes itself. `name` is what the person wants to be called. */
  claim(code: string, claimant: { readonly name: string }): Promise<WebSession | Refusal>;
  /** Who holds this token; asked again for every message, so that revoking works at once. */
  session(token: string): Speaker | undefined;
  /** The program that holds this bearer token. */
  bearer(token: string): Speaker | undefined;
  endSession(token: string): Promise<void>;
}

export interface WebSession {
  /** Secret; only its hash is kept behind the port. At most 128 characters of `[A-Za-z0-9_-]`. */
  readonly token: string;
}

/** Programs of others: the platforms of type `api`. */
export interface EventsPort {
  /** The platform that has this token; compared in constant time. @param mayTry a placeholder counts, too */
  byToken(token: string, mayTry: boolean): string | undefined;
  /** The platform that signed these bytes; `old` where it did, and longer ago than clocks differ. */
  bySignature(request: SignedRequest): string | { readonly old: true } | undefined;
  /** In the form of the platform, oldest first, bounded. @param since the id of an event, or epoch ms */
  eventsFor(
    platform: string,
    since: string | number | undefined,
  ): Promise<{ readonly events: readonly unknown[]; readonly last?: string | undefined }>;
  /** What the program says, as a message of a chat. The same id again gets the same reply. */
  say(
    platform: string,
    message: { readonly id: string; readonly text: string },
  ): Promise<ChatReply>;
}

export interface MessengersPort {
  /** undefined: there is no channel of this name that is posted to. Verifies by itself. */
  receive(name: string, request: MessengerRequest): Promise<MessengerAnswer | undefined>;
}

export interface MessengerRequest {
  readonly method: 'GET' | 'POST';
  readonly query: URLSearchParams;
  /** Of one value each; names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came. */
  readonly body: Uint8Array;
}

export interface MessengerAnswer {
  readonly status: number;
  readonly type?: 'text/plain' | 'application/json' | 'text/xml';
  readonly body?: string;
}

interface SignedRequest {
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly signature: string;
  /** As it came. */
  readonly body: Uint8Array;
}

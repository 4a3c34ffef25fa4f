/**
 * What the conversation remembers of each chat, until this node starts anew: what was spoken of last,
 * in which language, where people said that they are. It is no state of the site: losing it costs a
 * name instead of "it".
 */
import type { Language } from '../actions/asker.ts';
import type { ChatMessage, Speaker } from '../actions/chat-port.ts';
import type { Clock } from '../core/clock.ts';
import { RecentMap } from '../core/recent-map.ts';
import type { Focus, SentenceContext, Understanding } from '../language/understanding.ts';
import type { Turn } from '../language/model-service/fit.ts';
import { doubtedIn } from './calls.ts';

export interface ChatMemoryParts {
  readonly clock: Clock;
  /** The site's language, until a person writes in another. */
  readonly language: Language;
  /** Id of the area where a person mostly is, as the site has it. */
  readonly usualPlace: (person: string) => string | undefined;
  /** What a person ordered last, wherever they said it. */
  readonly lastOrder: (person: string) => LastOrder | undefined;
}

export interface LastOrder extends Focus {
  readonly chat: string;
  /** Epoch ms. */
  readonly at: number;
}

interface Memory {
  /** With the time when it was spoken of. */
  readonly focus: (Focus & { readonly at: number }) | undefined;
  readonly language: Language;
  readonly turns: readonly Turn[];
  /** When something was said last, epoch ms. */
  readonly saidAt: number;
  /** What was asked back, because it does not sound like an order: who says it again means it. */
  readonly doubted?: string | undefined;
}

/** Chats whose "it" is remembered. */
const REMEMBERED_CHATS = 500;

/** What a chat said last, for a model that is asked about the next sentence. */
const REMEMBERED_TURNS = 6;

/** Characters of a sentence, and of what was answered. */
const MOST_REMEMBERED = 400;

/** "It" in another chat is what its person ordered just before they came over, and nothing older. */
const COMING_OVER_MS = 10 * 60_000;

export class ChatMemory {
  readonly #parts: ChatMemoryParts;
  readonly #memories = new RecentMap<Memory>(REMEMBERED_CHATS);
  /** Where somebody said that they are; undefined: not where they mostly are. */
  readonly #places = new RecentMap<string | undefined>(REMEMBERED_CHATS);

  constructor(parts: ChatMemoryParts) {
    this.#parts = parts;
  }

  /** In which nobody has spoken yet, it is the given one, or else that of the site. */
  languageOf(chat: string, otherwise: Language = this.#parts.language): Language {
    return this.#memories.get(chat)?.language ?? otherwise;
  }

  turnsOf(chat: string): readonly Turn[] {
    return this.#of(chat).turns;
  }

  /** What a sentence is understood with. */
  contextOf({ text, speaker }: ChatMessage): SentenceContext {
    const { language, doubted } = this.#of(speaker.chat);
    const now = this.#parts.clock.now();
    const focus = this.#focusOf(speaker, now);
    const place = this.#placeOf(speaker);
    return {
      ...{ now, language },
      ...(doubted === text && { isRepeated: true }),
      ...(focus === undefined ? {} : { focus }),
      ...(place === undefined ? {} : { place }),
    };
  }

  understood({ chat }: Speaker, meant: Understanding): void {
    const { focus: before, turns } = this.#of(chat);
    const at = this.#parts.clock.now();
    const focus = meant.kind === 'act' ? { ...meant.focus, at } : before;
    const memory = {
      ...{ focus, language: meant.language, turns, doubted: doubtedIn(meant), saidAt: at },
    };
    this.#memories.set(chat, memory);
  }

  answered({ chat }: Speaker, words: string, reply: string): void {
    const memory = this.#of(chat);
    const turn = { words: words.slice(0, MOST_REMEMBERED), reply: reply.slice(0, MOST_REMEMBERED) };
    const turns = [...memory.turns, turn].slice(-REMEMBERED_TURNS);
    this.#memories.set(chat, { ...memory, turns });
  }

  moved(speaker: Speaker, area: string | undefined): void {
    this.#places.set(seatOf(speaker), area);
  }

  /** What was said in these chats. */
  forget(chats: ReadonlySet<string>): void {
    for (const chat of chats) this.#memories.delete(chat);
    for (const seat of this.#places.keys())
      if ([...chats].some((chat) => seat.startsWith(`${chat}/`))) this.#places.delete(seat);
  }

  /** What was said before this time, in chats that were silent since. */
  forgetBefore(before: number): void {
    for (const chat of this.#memories.keys())
      if (this.#of(chat).saidAt < before) this.forget(new Set([chat]));
  }

  /** What was spoken of here; or what its person has ordered elsewhere since. */
  #focusOf({ chat, person }: Speaker, now: number): Focus | undefined {
    const here = this.#of(chat).focus;
    const last = this.#parts.lastOrder(person);
    const isElsewhere = here === undefined || last?.chat !== chat;
    if (
      last !== undefined &&
      isElsewhere &&
      last.at >= Math.max(here?.at ?? 0, now - COMING_OVER_MS)
    )
      return focusOf(last);
    return here === undefined ? undefined : focusOf(here);
  }

  /** As they said in this chat, or else as the site has it. */
  #placeOf(speaker: Speaker): string | undefined {
    const seat = seatOf(speaker);
    return this.#places.has(seat) ? this.#places.get(seat) : this.#parts.usualPlace(speaker.person);
  }

  #of(chat: string): Memory {
    return (
      this.#memories.get(chat) ?? {
        ...{ focus: undefined, language: this.#parts.language, turns: [], saidAt: 0 },
      }
    );
  }
}

function focusOf({ addresses, value, isTimed }: Focus): Focus {
  return { addresses, ...(value !== undefined && { value }), ...(isTimed && { isTimed }) };
}

/** Of several people in one chat, each is where they are. */
function seatOf({ chat, person }: Speaker): string {
  return `${chat}/${person}`;
}

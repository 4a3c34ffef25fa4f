/**
 * Who is nobody of this site: hears one polite line a day, may show a code that an admin gave, and reaches
 * nothing else. How often is bounded for each and for all, so that no crowd spends what the platform lets
 * this account send, nor guesses codes.
 */
import type { Clock } from '../../core/clock.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { TokenBucket } from '../../core/token-bucket.ts';
import type { Identities, Identity } from '../../policy/identities.ts';
import type { ArrivedMessage } from './channel-adapter.ts';
import { languageOf, sayLinked, sayStranger } from './channel-phrases.ts';

/** Of those that are remembered; in a larger crowd somebody hears the line twice a day. */
const MOST = 1_000;
const DAY_MS = 86_400_000;

/** Of one: five at once, then one in twelve minutes. */
const TRIES = { burst: 5, refillMs: 720_000 };
/** Of all together, against many accounts of one. */
const ALL_TRIES = { burst: 30, refillMs: 10_000 };
const ALL_LINES = { burst: 20, refillMs: 30_000 };
/** Where each costs money, and whoever writes can name any number to be answered. */
const ALL_PAID_LINES = { burst: 5, refillMs: 3_600_000 };

export interface StrangersParts {
  readonly identities: Pick<Identities, 'pair' | 'isCodeLike'>;
  readonly site: { readonly title: string };
  readonly clock: Clock;
  /** Each line costs the site money. */
  readonly isPaid: boolean;
}

export class Strangers {
  readonly #parts: StrangersParts;
  readonly #told = new RecentMap<number>(MOST);
  readonly #tries = new RecentMap<TokenBucket>(MOST);
  readonly #allTries: TokenBucket;
  readonly #allLines: TokenBucket;

  constructor(parts: StrangersParts) {
    this.#parts = parts;
    this.#allTries = new TokenBucket(parts.clock, ALL_TRIES);
    this.#allLines = new TokenBucket(parts.clock, parts.isPaid ? ALL_PAID_LINES : ALL_LINES);
  }

  /** What is answered; undefined: nothing. Durable when it resolves. */
  async hear(message: ArrivedMessage, identity: Identity): Promise<string | undefined> {
    const { kind, text, group } = message;
    if (kind === 'button') return undefined;
    const language = languageOf(text);
    const { identities, site } = this.#parts;
    // In a group others read along: a code that stands there is nobody's proof.
    const isCode = kind === 'text' && group === undefined && identities.isCodeLike(text);
    if (isCode && this.#mayTry(identity.user)) {
      const person = await identities.pair(text, identity);
      if (person !== undefined) return sayLinked(person.name, site.title, language);
    }
    return this.#mayHear(identity.user) ? sayStranger(language) : undefined;
  }

  #mayTry(user: string): boolean {
    const tries = this.#tries.get(user) ?? new TokenBucket(this.#parts.clock, TRIES);
    this.#tries.set(user, tries);
    return tries.take() && this.#allTries.take();
  }

  #mayHear(user: string): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    const toldMs = this.#told.get(user) ?? -Infinity;
    if (nowMs - toldMs < DAY_MS || !this.#allLines.take()) return false;
    this.#told.set(user, nowMs);
    return true;
  }
}

/**
 * What a program hears later of an order that it gave: a timed run that ended, what an interlock forced. Each
 * letter for its chat becomes an event, and is durable as one before it is forgotten as a letter. A restart between
 * the two tells it again, under the same id.
 */
import { createHash } from 'node:crypto';
import type { SitePlatform } from '../../config/site.ts';
import { errorMessage } from '../../core/app-error.ts';
import type { Log } from '../../core/log.ts';
import type { Outcome } from '../../core/receipt.ts';
import type { Service } from '../../core/service.ts';
import type { News } from '../news.ts';
import type { Letter, Outbox } from '../outbox.ts';
import { chatOf, type NewEvent } from './event.ts';
import type { EventBook } from './event-book.ts';

export interface LaterNewsParts {
  readonly site: {
    readonly platforms: readonly SitePlatform[];
    onChange(listener: () => void): void;
  };
  readonly outbox: Pick<Outbox, 'subscribe'>;
  readonly book: Pick<EventBook, 'tell'>;
  readonly say: (letter: Letter) => string;
  readonly log: Log;
}

export class LaterNews implements Service {
  readonly #parts: LaterNewsParts;
  readonly #stops = new Map<string, () => void>();
  #isRunning = false;

  constructor(parts: LaterNewsParts) {
    this.#parts = parts;
    parts.site.onChange(() => {
      if (this.#isRunning) this.#listen();
    });
  }

  start(): Promise<void> {
    this.#isRunning = true;
    this.#listen();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#isRunning = false;
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
    return Promise.resolve();
  }

  #listen(): void {
    const { site, outbox } = this.#parts;
    const names = site.platforms.filter(({ type }) => type === 'api').map(({ name }) => name);
    for (const [name, stop] of this.#stops) {
      if (names.includes(name)) continue;
      stop();
      this.#stops.delete(name);
    }
    for (const name of names.filter((one) => !this.#stops.has(one))) {
      const stop = outbox.subscribe(chatOf(name), (letters) => {
        for (const letter of letters) this.#tell(name, letter);
      });
      this.#stops.set(name, stop);
    }
  }

  /** Handed to the store before this returns, so before the outbox forgets the letter. */
  #tell(platform: string, letter: Letter): void {
    const { book, say, log } = this.#parts;
    const id = `news.${createHash('sha256').update(JSON.stringify(letter)).digest('hex').slice(0, 20)}`;
    const { news } = letter;
    const task = {
      id: letter.task ?? id,
      name: news.kind,
      status: statusOf(news),
      output: say(letter),
    };
    book.tell({ id, platform, task }).catch((error: unknown) => {
      log.error({ platform, error: errorMessage(error) }, 'news could not be kept');
    });
  }
}

function statusOf(news: News): NewEvent['task']['status'] {
  switch (news.kind) {
    case 'run-ended':
    case 'forced':
    case 'planned':
    case 'ended':
    case 'confirmed':
      return ofOutcome(news.outcome.status);
    case 'late':
      return ofOutcome(news.status);
    case 'missed':
      return 'missed';
    case 'interrupted':
    case 'unknown':
      return 'unknown';
    case 'alerts':
      return news.alerts.some(({ phase }) => phase !== 'over') ? 'failed' : 'done';
    case 'notice':
      return news.isFailure ? 'failed' : 'done';
    case 'question-ended':
      return news.how === 'planned' ? 'waiting' : 'cancelled';
    // What was ordered holds no longer.
    case 'reset':
      return 'cancelled';
    case 'timer-over':
    case 'unusual':
      return 'done';
  }
}

/** A refusal is one way not to have come about. */
function ofOutcome(status: Outcome['status']): 'done' | 'failed' {
  return status === 'done' ? 'done' : 'failed';
}

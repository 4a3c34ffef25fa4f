/**
 * Modes of things: `auto` (rules and people), `hand` (people only), `locked-out` (nobody). A lock
 * is made of tags, one per person, as at a machine's main switch: each person takes off only their
 * own, and the thing is free when the last one is gone. Modes survive every restart.
 */
import type { Clock } from '../core/clock.ts';
import type { Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import { MODE_PROPERTY } from '../config/site.ts';
import { refuseDevice } from './errors.ts';

export const modeNames = ['auto', 'hand', 'locked-out'] as const;
export type ModeName = (typeof modeNames)[number];

const tagSchema = z.strictObject({ person: z.string(), reason: z.string(), at: z.number() });
export const modeSchema = z.strictObject({
  base: z.enum(['auto', 'hand']),
  tags: z.array(tagSchema),
});

export type Mode = z.infer<typeof modeSchema>;

const modeSpace = defineSpace({ name: 'modes', schema: modeSchema });

export const AUTO: Mode = { base: 'auto', tags: [] };

export interface ModeChange {
  readonly thing: string;
  readonly mode: ModeName;
  readonly person: string;
  readonly reason: string;
}

export class Modes {
  readonly #clock: Clock;
  readonly #space: Space<Mode>;
  readonly #modes = new Map<string, Mode>();
  readonly #listeners = new Set<(thing: string) => void>();

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#clock = clock;
    this.#space = store.space(modeSpace);
  }

  async load(): Promise<void> {
    for (const [thing, mode] of await this.#space.list()) this.#modes.set(thing, mode);
  }

  of(thing: string): Mode {
    return this.#modes.get(thing) ?? AUTO;
  }

  nameOf(thing: string): ModeName {
    return modeName(this.of(thing));
  }

  /** What the mode says to a write by a person or by a rule. */
  objects(thing: string, by: 'person' | 'rule'): Refusal | undefined {
    const { base, tags } = this.of(thing);
    if (tags.length > 0) return refuseDevice('MODE_LOCKED_OUT', ...saidLocked(thing, tags));
    if (base === 'hand' && by === 'rule')
      return refuseDevice('MODE_HAND', `${thing} is in hand mode: rules leave it alone`, {
        zh: `${thing}.${MODE_PROPERTY}处于手动模式，规则不会操作它`,
      });
    return undefined;
  }

  /** What the mode would become: a person's own tag comes off, those of others stay. Nothing is changed before `take`. */
  plan({ thing, mode, person, reason }: ModeChange): Mode | Refusal {
    const { base, tags } = this.of(thing);
    const others = tags.filter((tag) => tag.person !== person);
    if (mode === 'locked-out')
      return { base, tags: [...others, { person, reason, at: this.#clock.now() }] };
    if (others.length === 0) return { base: mode, tags: [] };
    if (others.length < tags.length) return { base, tags: others };
    return refuseDevice('MODE_NOT_YOURS', ...saidLocked(thing, others));
  }

  /** Holds at once; the write makes it last. */
  take(thing: string, mode: Mode): Write {
    this.#modes.set(thing, mode);
    for (const listener of this.#listeners) listener(thing);
    return this.#space.put(thing, mode);
  }

  /** Hears of every change. Returns how to stop. */
  onChange(listener: (thing: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export function modeName({ base, tags }: Mode): ModeName {
  return tags.length > 0 ? 'locked-out' : base;
}

/** `pump.mode` is a name like every other: whoever says it puts the title there. */
function saidLocked(thing: string, tags: Mode['tags']): [string, { zh: string }] {
  const zh = `${thing}.${MODE_PROPERTY}已上锁挂牌（${tags
    .map(({ person, reason }) => (reason === '' ? person : `${person}：${reason}`))
    .join('，')}）`;
  return [`${thing} is locked out by ${describe(tags)}`, { zh }];
}

function describe(tags: Mode['tags']): string {
  return tags
    .map(({ person, reason }) => (reason === '' ? person : `${person} (${reason})`))
    .join(' and ');
}

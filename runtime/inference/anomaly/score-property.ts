/** What a score is to everybody else: a property that is measured, has a past, and that nobody can write. Pure. */
import type { LearnedProperty } from '../../config/with-learned.ts';
import type { Site, SiteProperty, Titles } from '../../config/site.ts';
import type { PropertyAddress } from '../../core/reading.ts';
import type { UsualCard } from '../model-card.ts';

/** How many readings may be missing until nobody knows any more. */
const STALE_STEPS = 3;
const FAULTY_FACTOR = 4;

/** `vibration-anomaly` of a thing is how unlike the usual its `vibration` is. */
export function scoreNameOf(property: string): string {
  return `${property}-anomaly`;
}

export function modelIdOf({ thing, property }: PropertyAddress): string {
  return `${thing}-${scoreNameOf(property)}`;
}

/** Of what the site has; a model of something that is gone waits for it. */
export function scoreProperties(
  { boards }: Pick<Site, 'boards'>,
  watched: readonly UsualCard[],
): readonly LearnedProperty[] {
  const things = boards.flatMap((board) => board.things);
  return watched.flatMap((watches) => {
    const { thing, property } = watches;
    const spec = things
      .find(({ id }) => id === thing)
      ?.properties.find(({ name }) => name === property);
    return spec === undefined ? [] : [{ thing, spec: scoreProperty(spec, watches) }];
  });
}

function scoreProperty(watched: SiteProperty, { scale }: UsualCard): SiteProperty {
  const staleAfterMs = Math.max(watched.staleAfterMs, STALE_STEPS * scale.stepMs);
  return {
    name: scoreNameOf(watched.name),
    title: titleOf(watched.title),
    aliases: { en: [`${watched.title.en} anomaly score`], zh: [] },
    type: 'number',
    words: 'on-off',
    writable: false,
    source: { kind: 'learned', from: watched.name },
    everyMs: scale.stepMs,
    staleAfterMs,
    faultyAfterMs: staleAfterMs * FAULTY_FACTOR,
    settleMs: 0,
    tolerance: 0,
    onRestart: 'last',
    safe: 0,
    interlocks: [],
  };
}

function titleOf({ en, zh, de, es }: Titles): Titles {
  return {
    en: `${en} anomaly`,
    ...(zh && { zh: `${zh}异常度` }),
    ...(de && { de: `${de} Anomalie` }),
    ...(es && { es: `anomalía de ${es}` }),
  };
}

/** `read`: what something measures or how it stands, with how far that can be trusted. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import { isTrustworthy, type Reading } from '../core/reading.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Clock } from '../core/clock.ts';
import { z } from '../core/schema.ts';
import { compareSchema, isSo, sayVerdict, type Compare } from './compare.ts';
import { contradictionOf, sayContradiction, type Contradiction } from './contradiction.ts';
import type { LiveProperty } from './live-property.ts';
import type { PartTrouble } from './part-trouble.ts';
import { findProperties } from './targets.ts';
import type { ThingsView } from './things-view.ts';

const askedSchema = compareSchema.extend({
  which: z.boolean().optional().describe('list only those for which it is so'),
});

type Asked = z.infer<typeof askedSchema>;

const argsSchema = z.strictObject({
  targets: z
    .array(z.string())
    .default([])
    .describe('thing or thing.property; nothing = everything'),
  compare: askedSchema.optional().describe('a question to be answered with yes or no'),
});

/** One row of `read --json`. */
interface ReadRow extends Reading {
  readonly thing: string;
  readonly property: string;
  /** The independent reading that says otherwise: the relay is on, and no water flows. */
  readonly contradictedBy?: Contradiction;
  /** It was asked since, and did not answer: how old the value is, and why. */
  readonly unanswered?: { readonly ageMs: number; readonly trouble: PartTrouble };
}

interface ReadData {
  readonly rows: readonly ReadRow[];
  readonly compare: Asked | undefined;
}

export interface ReadParts {
  readonly things: ThingsView;
  readonly clock: Clock;
  readonly speech: Speech;
  /** Samples a property that was never measured yet. */
  readonly refresh: (property: LiveProperty) => Promise<void>;
  /** What is wrong behind it now, where something is. */
  readonly trouble: (property: LiveProperty) => PartTrouble | undefined;
}

export function readAction({ things, clock, speech, refresh, trouble }: ReadParts): Action {
  return defineAction({
    name: 'read',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Read a sensor or a state.', zh: '读取传感器或状态。' },
    examples: {
      en: ['is the pump on?', 'what is the tank level?'],
      zh: ['水泵开着吗？', '水箱液位多少？'],
    },
    args: argsSchema,
    positional: ['targets'],
    run: async ({ targets, compare }) => {
      const properties = findAll(things, targets);
      if (isRefusal(properties)) return { ok: false, refusal: properties };
      await Promise.all(properties.map((property) => measureOnce(property, refresh)));
      const rows = properties.map((property) => readRow(property, { things, clock, trouble }));
      return { ok: true, data: { rows, compare } } satisfies Answer<ReadData>;
    },
    say: ({ rows, compare }, { language }) => {
      const [first] = rows;
      if (compare?.which === true) return sayMatching(rows, compare, speech, language);
      const lines = rows.map((row) => sayRow(row, speech, language));
      if (compare === undefined || first === undefined) return lines.join('\n');
      return rows
        .map((row, index) => `${verdict(row, compare, language)}${lines[index] ?? ''}`)
        .join('\n');
    },
  });
}

function findAll(
  things: ThingsView,
  targets: readonly string[],
): readonly LiveProperty[] | Refusal {
  if (targets.length === 0) return things.properties();
  const found: LiveProperty[] = [];
  for (const target of targets) {
    const properties = findProperties(things, target);
    if (isRefusal(properties)) return properties;
    found.push(...properties);
  }
  return found;
}

async function measureOnce(property: LiveProperty, refresh: ReadParts['refresh']): Promise<void> {
  if (property.reading().at === 0) await refresh(property);
}

function readRow(
  property: LiveProperty,
  { things, clock, trouble: troubleOf }: Pick<ReadParts, 'things' | 'clock' | 'trouble'>,
): ReadRow {
  const reading = property.reading();
  const contradictedBy = contradictionOf(property, things, clock);
  const against = contradictedBy === undefined ? {} : { contradictedBy };
  // A value that is not believed any more says so itself.
  const trouble = isTrustworthy(reading) ? troubleOf(property) : undefined;
  const ageMs = Math.max(0, clock.now() - reading.at);
  const late = trouble === undefined ? {} : { unanswered: { ageMs, trouble } };
  return { ...property.address, ...reading, ...against, ...late };
}

function sayRow(row: ReadRow, speech: Speech, language: Language): string {
  const said = `${speech.reading(row, row, language)}${sayUnanswered(row, language)}`;
  if (row.contradictedBy === undefined) return said;
  return sayContradiction(said, row.contradictedBy, speech, language);
}

/** " (40 s ago; since then: the camera cannot be reached)" */
function sayUnanswered({ unanswered }: ReadRow, language: Language): string {
  if (unanswered === undefined) return '';
  const { ageMs, trouble } = unanswered;
  return language === 'zh'
    ? `（${formatDuration(ageMs, CHINESE_UNITS)}前；之后${trouble.zh.reason}）`
    : ` (${formatDuration(ageMs)} ago; since then: ${trouble.reason})`;
}

/** "what is on?": those that are, and those of which nobody knows. */
function sayMatching(
  rows: readonly ReadRow[],
  compare: Asked,
  speech: Speech,
  language: Language,
): string {
  const meant = rows.filter((row) => !isKnown(row) || isSo(row, compare));
  if (meant.length === 0) return language === 'zh' ? '没有。' : 'None of them.';
  return meant.map((row) => sayRow(row, speech, language)).join('\n');
}

function isKnown(row: ReadRow): boolean {
  return isTrustworthy(row) && row.contradictedBy === undefined;
}

/** Nothing when it is contradicted, because nobody knows then. */
function verdict(row: ReadRow, compare: Compare, language: Language): string {
  return row.contradictedBy === undefined ? sayVerdict(row, compare, language) : '';
}

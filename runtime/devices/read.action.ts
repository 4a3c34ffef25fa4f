/** `read`: what something measures or how it stands, with how far that can be trusted. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Reading, Value } from '../core/reading.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { LiveProperty } from './live-property.ts';
import { findProperties } from './targets.ts';
import type { Things } from './things.ts';

const compareSchema = z.strictObject({
  is: z.union([z.boolean(), z.number()]).optional(),
  above: z.number().optional(),
  below: z.number().optional(),
});

const argsSchema = z.strictObject({
  targets: z
    .array(z.string())
    .default([])
    .describe('thing or thing.property; nothing = everything'),
  compare: compareSchema.optional().describe('a question to be answered with yes or no'),
});

type Compare = z.infer<typeof compareSchema>;

/** One row of `read --json`. */
interface ReadRow extends Reading {
  readonly thing: string;
  readonly property: string;
}

interface ReadData {
  readonly rows: readonly ReadRow[];
  readonly compare: Compare | undefined;
}

export interface ReadParts {
  readonly things: Things;
  readonly speech: Speech;
  /** Samples a property that was never measured yet. */
  readonly refresh: (property: LiveProperty) => Promise<void>;
}

export function readAction({ things, speech, refresh }: ReadParts): Action {
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
      const rows = await Promise.all(properties.map((property) => readRow(property, refresh)));
      return { ok: true, data: { rows, compare } } satisfies Answer<ReadData>;
    },
    say: ({ rows, compare }, { language }) => {
      const [first] = rows;
      const lines = rows.map((row) => speech.reading(row, row, language));
      if (compare === undefined || first === undefined) return lines.join('\n');
      return rows
        .map((row, index) => `${verdict(row.value, compare, language)}${lines[index] ?? ''}`)
        .join('\n');
    },
  });
}

function findAll(things: Things, targets: readonly string[]): readonly LiveProperty[] | Refusal {
  if (targets.length === 0) return things.properties();
  const found: LiveProperty[] = [];
  for (const target of targets) {
    const properties = findProperties(things, target);
    if (isRefusal(properties)) return properties;
    found.push(...properties);
  }
  return found;
}

async function readRow(property: LiveProperty, refresh: ReadParts['refresh']): Promise<ReadRow> {
  if (property.reading().at === 0) await refresh(property);
  return { ...property.address, ...property.reading() };
}

/** "Yes. " / "No. ": nothing when the value is not known, because nobody knows then. */
function verdict(value: Value | null, { is, above, below }: Compare, language: Language): string {
  if (value === null) return '';
  const isTrue =
    (is === undefined || value === is) &&
    (above === undefined || (typeof value === 'number' && value > above)) &&
    (below === undefined || (typeof value === 'number' && value < below));
  if (language === 'zh') return isTrue ? '是的。' : '不是。';
  return isTrue ? 'Yes. ' : 'No. ';
}

/**
 * Which entries of the journal answer "why?": the one that decided, what it goes back to, what came
 * of it, and what followed. Pure: entries in, entries out; how they are told is `why.ts`.
 */
import { valueSchema, type Value } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import { compareRecords, type JournalRecord } from '../state/journal-entry.ts';

export interface StoryQuestion {
  readonly property: string | undefined;
  /** "why is it *on*": only what led there. */
  readonly value: Value | undefined;
}

const writtenSchema = z.object({ value: valueSchema });
const interruptedSchema = z.object({ requested: valueSchema });
const valuesSchema = z.record(z.string(), valueSchema.nullable());
/** Older journals have only what was found. */
const bootSchema = z.object({ outputs: valuesSchema, now: valuesSchema.optional() });

/** @param records of one thing, and of starts of its board; oldest first. */
export function findStory(
  records: readonly JournalRecord[],
  question: StoryQuestion,
): readonly JournalRecord[] {
  const index = records.findLastIndex((_, at) => isDecisive(records, at, question));
  const decisive = records[index];
  if (decisive === undefined) return [];
  const origin = originOf(records, index);
  const commands = [decisive.command, origin?.command].filter((command) => command !== undefined);
  const later = records.slice(index + 1);
  const effects = records.filter(
    ({ kind, command }) => kind !== 'intent' && command !== undefined && commands.includes(command),
  );
  const next = later.find((record) => isWriteOf(record, decisive.property));
  const story = [origin, decisive, ...effects, next].filter((record) => record !== undefined);
  return [...new Set(story)].sort(compareRecords);
}

function isDecisive(
  records: readonly JournalRecord[],
  index: number,
  { property, value }: StoryQuestion,
): boolean {
  const record = records[index];
  if (record === undefined) return false;
  switch (record.kind) {
    case 'intent':
      return value === undefined || writtenSchema.parse(record.details).value === value;
    case 'interrupted':
      return value === undefined || interruptedSchema.parse(record.details).requested !== value;
    case 'refusal':
      // A start that was refused is why it is still off.
      return value === undefined || value === false;
    case 'mode':
      return value === undefined;
    case 'boot':
      return isTurn(records, index, { property, value });
    default:
      return false;
  }
}

/** A start of the board is why, when it left another value than the last one that was written. */
function isTurn(
  records: readonly JournalRecord[],
  index: number,
  { property, value }: StoryQuestion,
): boolean {
  const last = records.slice(0, index).findLast((record) => isWriteOf(record, property));
  const record = records[index];
  if (last === undefined || record === undefined) return false;
  const name = `${last.thing ?? ''}.${last.property ?? ''}`;
  const { outputs, now = outputs } = bootSchema.parse(record.details);
  const left = now[name] ?? outputs[name];
  const written = writtenSchema.parse(last.details).value;
  return left !== undefined && left !== written && (value === undefined || value === left);
}

/** What an entry goes back to: the run that is over, the order that was cut short, what was on before a restart. */
function originOf(records: readonly JournalRecord[], index: number): JournalRecord | undefined {
  const record = records[index];
  const before = records.slice(0, index);
  if (record?.kind === 'interrupted')
    return before.findLast(({ kind, command }) => kind === 'intent' && command === record.command);
  const isEnd = record?.kind === 'boot' || record?.actor === 'rule:timed-run';
  return isEnd ? before.findLast((one) => isWriteOf(one, record.property)) : undefined;
}

/** @param property absent = of any. */
function isWriteOf({ kind, property: own }: JournalRecord, property: string | undefined): boolean {
  return kind === 'intent' && (property === undefined || property === own);
}

/** What stands in the journal: what changed the world, what was refused, and why. */
import { z } from '../core/schema.ts';

const kindSchema = z.enum([
  'boot',
  'stop',
  'intent',
  'outcome',
  'refusal',
  'mode',
  'interrupted',
  /** A line of the board was tested, and a property calibrated. */
  'test',
  'calibration',
  'claim',
  'config',
  'people',
  /** Written by the journal itself: entries before this one are lost. */
  'gap',
  /** Written by the journal itself: the checkpoint behind a full segment. */
  'seal',
]);

export type JournalKind = z.infer<typeof kindSchema>;

export interface JournalEntry {
  readonly kind: JournalKind;
  readonly board: string;
  readonly thing?: string | undefined;
  readonly property?: string | undefined;
  /** Id of the person, or `rule:<name>`, or `board`. */
  readonly actor: string;
  /** Through which door: `cli`, `web`, `telegram` … */
  readonly via?: string | undefined;
  /** The words that were said, or why the board did it by itself. */
  readonly cause: string;
  /** Id of the command that this belongs to. */
  readonly command?: string | undefined;
  readonly task?: string | undefined;
  /** What JSON can hold; of the rest, NaN and Infinity become null and undefined is left out. */
  readonly details: object;
}

export const recordSchema = z.strictObject({
  /** 1, 2, 3 … without holes, except before a `gap`. */
  seq: z.number().int().positive(),
  /** Epoch ms by the clock of this board, trusted or not. */
  at: z.number(),
  kind: kindSchema,
  board: z.string(),
  thing: z.string().optional(),
  property: z.string().optional(),
  actor: z.string(),
  via: z.string().optional(),
  cause: z.string(),
  command: z.string().optional(),
  task: z.string().optional(),
  details: z.record(z.string(), z.json()),
  /** The hash of the entry before it. */
  prev: z.string(),
  /** SHA-256 in hex, see `journal-chain.ts`. */
  hash: z.string(),
});

/** An entry in its place in the chain. */
export type JournalRecord = Readonly<z.infer<typeof recordSchema>>;

/** Numbers in keys are padded, so that their order is that of the bytes. */
export function recordKey(seq: number): string {
  return String(seq).padStart(16, '0');
}

/** For sorting: by number within one journal, by time between two. */
export function compareRecords(left: JournalRecord, right: JournalRecord): number {
  return left.board === right.board ? left.seq - right.seq : left.at - right.at;
}

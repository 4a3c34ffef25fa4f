/** Which past is asked for: of what, from when to when. Shared by `history` and `plot`. */
import { refuseAction } from '../../actions/errors.ts';
import { parseDuration } from '../../core/duration.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import type { LiveProperty } from '../live-property.ts';
import { findProperties } from '../targets.ts';
import type { ThingsView } from '../things-view.ts';

export const pastArguments = z.strictObject({
  target: z.string().describe('thing or thing.property'),
  last: z.string().optional().describe('how far back, as 24h or 7d; default 24h'),
  from: z.string().optional().describe('instead: from when, as 2026-11-21T18:00'),
  to: z.string().optional().describe('and until when; default now'),
  points: z.number().int().min(1).max(10_000).default(500).describe('at most so many rows'),
});

export type PastArguments = z.infer<typeof pastArguments>;

/** A stretch of the past of one property. */
export interface PastQuestion {
  readonly property: LiveProperty;
  /** Epoch ms, inclusive. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  /** Set when it was asked as "the last …" and ends now. */
  readonly lastMs?: number;
}

const DEFAULT_LAST = '24h';

export function readPastQuestion(
  args: PastArguments,
  things: ThingsView,
  now: number,
): PastQuestion | Refusal {
  const found = findProperties(things, args.target);
  if (isRefusal(found)) return found;
  // Of a thing that is named alone, people mean what it measures; of one that sees, who was there.
  const property =
    found.find(({ spec }) => spec.words === 'somebody-nobody') ??
    found.find(({ spec }) => spec.type === 'number') ??
    found[0];
  if (property === undefined) return badTime(`${args.target} has no past`);
  if (args.from === undefined && args.to === undefined)
    return readLast(property, args.last ?? DEFAULT_LAST, now);
  const to = args.to === undefined ? now : Date.parse(args.to);
  const from =
    args.from === undefined ? to - readMs(args.last ?? DEFAULT_LAST) : Date.parse(args.from);
  return from < to ? { property, from, to } : badTime('--from and --to name no stretch of time');
}

function readLast(property: LiveProperty, last: string, now: number): PastQuestion | Refusal {
  const lastMs = readMs(last);
  if (!(lastMs > 0)) return badTime(`"${last}" is no duration`);
  return { property, from: now - lastMs, to: now, lastMs };
}

function readMs(last: string): number {
  return parseDuration(last) ?? Number.NaN;
}

function badTime(message: string): Refusal {
  const hint = 'Say it as --last 24h, or as --from 2026-11-21T18:00 --to 2026-11-22T06:00.';
  return refuseAction('ACTION_BAD_ARGUMENTS', message, hint);
}

/**
 * Opens a model with the fastest kernels that take it, one step down at a time, and says of each step
 * why: delegate beside XNNPACK, delegate, XNNPACK, XNNPACK for signed 8-bit operators, built-in.
 */
import { delegateName } from '../delegate-name.ts';
import { TfliteError } from '../errors.ts';
import type { DelegateOptions, ModelInfo } from '../session.ts';
import {
  native,
  type Addon,
  type LibraryHandle,
  type RawSession,
  type SessionHandle,
} from './addon.ts';

/** TFLITE_XNNPACK_DELEGATE_FLAG_QS8 | _QU8 of xnnpack_delegate.h; without them it leaves 8-bit operators alone. */
const ALL_8_BIT = 3;
const SIGNED_8_BIT = 1;
const NO_XNNPACK = -1;

export interface Ladder {
  readonly addon: Addon;
  readonly library: LibraryHandle;
  readonly threads: number;
  /** Default 1. */
  readonly batch?: number | undefined;
  readonly delegate?: DelegateOptions | undefined;
  /** Why XNNPACK is out of the question with this library, if it is. */
  readonly xnnpackObstacle?: string | undefined;
}

export interface Opened {
  readonly handle: SessionHandle;
  readonly raw: RawSession;
  readonly kernels: ModelInfo['kernels'];
  readonly share: ModelInfo['share'];
  readonly downgrades: readonly string[];
}

/** What was opened, before anybody asked who computes what. */
type Attempt = Pick<Opened, 'handle' | 'downgrades'> & { delegate?: DelegateOptions | undefined };

/** @throws TfliteError why built-in kernels do not take it either, and what had failed before */
export function openByLadder(model: Uint8Array, ladder: Ladder): Opened {
  const { delegate, xnnpackObstacle } = ladder;
  const before = xnnpackObstacle === undefined ? [] : [`no XNNPACK: ${xnnpackObstacle}`];
  if (delegate === undefined) return describe(openOnCpu(model, ladder, before), ladder);
  const attempt = openOnDelegate(model, ladder, delegate);
  if (attempt instanceof TfliteError) {
    const without = `without delegate ${delegateName(delegate)}: ${attempt.message}`;
    return describe(openOnCpu(model, ladder, [without, ...before]), ladder);
  }
  return describe({ ...attempt, downgrades: [...before, ...attempt.downgrades] }, ladder);
}

/** XNNPACK for what the delegate leaves. Only a second try shows which of the two was at fault. */
function openOnDelegate(
  model: Uint8Array,
  ladder: Ladder,
  delegate: DelegateOptions,
): Attempt | TfliteError {
  const flags = ladder.xnnpackObstacle === undefined ? ALL_8_BIT : NO_XNNPACK;
  const first = attemptOpen(model, ladder, flags, delegate);
  if (!(first instanceof TfliteError)) return { handle: first, downgrades: [], delegate };
  if (flags === NO_XNNPACK || first.code === 'TFLITE_DELEGATE_UNUSABLE') return first;
  const second = attemptOpen(model, ladder, NO_XNNPACK, delegate);
  if (second instanceof TfliteError) return second;
  const without = `no XNNPACK beside the delegate: ${first.message}`;
  return { handle: second, downgrades: [without], delegate };
}

function openOnCpu(model: Uint8Array, ladder: Ladder, before: readonly string[]): Attempt {
  const downgrades = [...before];
  if (ladder.xnnpackObstacle === undefined)
    for (const { flags, without } of [
      { flags: ALL_8_BIT, without: 'no XNNPACK for unsigned 8-bit operators' },
      { flags: SIGNED_8_BIT, without: 'no XNNPACK' },
    ]) {
      const opened = attemptOpen(model, ladder, flags);
      if (!(opened instanceof TfliteError)) return { handle: opened, downgrades };
      downgrades.push(`${without}: ${shorten(opened.message)}`);
    }
  const opened = attemptOpen(model, ladder, NO_XNNPACK);
  if (!(opened instanceof TfliteError)) return { handle: opened, downgrades };
  // What XNNPACK said of a model that nobody can run is beside the point; what a delegate said is not.
  const history = before.length === 0 ? '' : ` (${before.join('; ')})`;
  const message = `${opened.message}${history}`;
  throw ladder.batch === undefined || ladder.batch === 1
    ? new TfliteError(opened.code, message)
    : cannotBatch(ladder.batch, opened, message);
}

/** What the library says of itself may go on for lines; its beginning names the operator. */
function shorten(message: string): string {
  return message.length <= LONGEST_REASON ? message : `${message.slice(0, LONGEST_REASON)}…`;
}

const LONGEST_REASON = 80;

function cannotBatch(batch: number, { code }: TfliteError, why: string): TfliteError {
  return new TfliteError(code, `the model does not take ${batch} inputs at once: ${why}`, {
    hint: 'Load it with a batch of 1: most models are made for one input at a time.',
  });
}

function attemptOpen(
  model: Uint8Array,
  { addon, library, threads, batch = 1 }: Ladder,
  flags: number,
  delegate?: DelegateOptions,
): SessionHandle | TfliteError {
  const options = Object.entries(delegate?.options ?? {}).flat();
  try {
    return native(() =>
      addon.openSession(library, model, threads, flags, delegate?.path ?? null, options, batch),
    );
  } catch (error) {
    if (error instanceof TfliteError) return error;
    throw error;
  }
}

/** Who computes: an accelerator that took no operator does not, whatever it was asked. */
function describe(
  { handle, downgrades, delegate }: Attempt,
  { addon, xnnpackObstacle }: Ladder,
): Opened {
  const raw = addon.describeSession(handle);
  const { operators, byDelegate, byXnnpack } = raw;
  const idle = (who: string): string => `${who} takes none of the model's ${operators} operators`;
  if (delegate !== undefined && byDelegate !== 0) {
    const kernels = `delegate:${delegateName(delegate)}` as const;
    return { handle, raw, kernels, share: shareOf(byDelegate, operators), downgrades };
  }
  const notes = delegate === undefined ? [] : [idle(`delegate ${delegateName(delegate)}`)];
  if (byXnnpack === 0 && operators > 0 && xnnpackObstacle === undefined)
    notes.push(idle('XNNPACK'));
  return {
    handle,
    raw,
    kernels: byXnnpack === 0 ? 'builtin' : 'xnnpack',
    share: byXnnpack === 0 ? undefined : shareOf(byXnnpack, operators),
    downgrades: [...downgrades, ...notes],
  };
}

function shareOf(taken: number, operators: number): ModelInfo['share'] {
  return taken < 0 ? undefined : { taken, operators };
}

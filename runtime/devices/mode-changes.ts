/**
 * A change of mode, as its board carries it out. It comes as a signed command like every write, to
 * the reserved property `mode`, so that a lock-out crosses the mesh under the same seal. Locking
 * out first brings the thing to its safe state.
 */
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Outcome, Receipt } from '../core/receipt.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { isButton } from '../config/button.ts';
import { MODE_PROPERTY, type SiteProperty } from '../config/site.ts';
import type { Command } from '../policy/command.ts';
import type { Journal } from '../state/journal.ts';
import type { Write } from '../state/store.ts';
import { refuseDevice, refusalOf } from './errors.ts';
import { modeNames, type ModeName, type Modes } from './modes.ts';
import type { WriteOrder } from './order.ts';
import type { Things } from './things.ts';

export interface ModeChangesParts {
  readonly things: Things;
  readonly modes: Modes;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly perform: (order: WriteOrder) => Promise<Outcome>;
}

export class ModeChanges {
  readonly #parts: ModeChangesParts;

  constructor(parts: ModeChangesParts) {
    this.#parts = parts;
  }

  /** @param alongside durable together with what it answers. Never rejects for what is expected. */
  async perform(
    command: Command,
    alongside: (answer: Outcome) => readonly Write[],
  ): Promise<Outcome> {
    const { things, modes } = this.#parts;
    const { thing, requester: person, reason = '' } = command;
    const mode = modeNames.find((name) => name === command.value);
    if (things.thing(thing) === undefined)
      return refused(refuseDevice('DEVICE_UNKNOWN', `there is no ${thing} on this board`));
    if (mode === undefined)
      return refused(refuseDevice('DEVICE_BAD_VALUE', `a mode is ${modeNames.join(', ')}`));
    const planned = modes.plan({ thing, mode, person, reason });
    if (isRefusal(planned)) return refused(planned);
    // In memory first: from here on nobody can start it, not even while it is being made safe.
    const write = modes.take(thing, planned);
    const problem = mode === 'locked-out' ? await this.#makeSafe(thing, person) : undefined;
    return this.#record(command, { mode: modes.nameOf(thing), write, problem, alongside });
  }

  async #record(command: Command, { mode, write, problem, alongside }: Change): Promise<Outcome> {
    const { journal, clock } = this.#parts;
    const { id, board, thing, requester: actor, via, cause, value, reason = '' } = command;
    const details = { mode: value, reason };
    const entry = { kind: 'mode', board, thing, actor, via, cause, command: id, details } as const;
    try {
      const [record] = await journal.append([entry], [write]);
      const receipt: Receipt = {
        ...{ command: id, board, thing, property: MODE_PROPERTY, requested: value, measured: mode },
        ...{ evidence: 'latch', at: clock.now(), journal: record?.seq ?? 0 },
      };
      const outcome: Outcome =
        problem === undefined
          ? { status: 'done', receipt }
          : { status: 'failed', refusal: lockedButNotSafe(thing, problem), receipt };
      await journal.append([], alongside(outcome));
      return outcome;
    } catch (error) {
      return { status: 'failed', refusal: refusalOf(error) };
    }
  }

  /** What went wrong, if anything: whoever hangs a tag must know that the machine still runs. */
  async #makeSafe(thing: string, person: string): Promise<Refusal | undefined> {
    const { things, clock, perform } = this.#parts;
    const why = { cause: `${person} locked it out`, zh: `${person} 挂牌上锁` };
    const authority = { kind: 'rule', rule: 'lock-out', ...why, forced: true } as const;
    const outcomes = await Promise.all(
      things
        .actuators()
        .filter(({ property }) => property.address.thing === thing && canBeSafe(property.spec))
        .filter((actuator) => !actuator.isSafe() || isStop(actuator.property.spec))
        .map(({ property: { address, spec } }) =>
          perform({ id: createId('rule', clock.now()), address, value: spec.safe, authority }),
        ),
    );
    return outcomes.flatMap((outcome) => (outcome.status === 'done' ? [] : [outcome.refusal]))[0];
  }
}

interface Change {
  readonly mode: ModeName;
  readonly write: Write;
  readonly problem: Refusal | undefined;
  readonly alongside: (answer: Outcome) => readonly Write[];
}

/** A stop that was pressed a moment ago is pressed again: what moves may have begun since. */
function isStop(spec: SiteProperty): boolean {
  return isButton(spec) && spec.safe === true;
}

/** A setpoint moves nothing by itself; the switch of its regulator does. */
function canBeSafe({ source }: SiteProperty): boolean {
  return source.kind === 'part' || (source.kind === 'regulator' && source.role === 'active');
}

function lockedButNotSafe(thing: string, { message, ...problem }: Refusal): Refusal {
  return { ...problem, message: `${thing} is locked out, but it may still run: ${message}` };
}

function refused(refusal: Refusal): Outcome {
  return { status: 'refused', refusal };
}

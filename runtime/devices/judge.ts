/** Everything that can say no to an order before it touches a pin: its value, the thing's mode, the interlocks. */
import type { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Language } from '../actions/asker.ts';
import { VALUE_WORDS } from '../actions/value-words.ts';
import { formatAddress } from '../core/reading.ts';
import { formatQuantity } from '../core/units.ts';
import type { SiteProperty } from '../config/site.ts';
import type { WallClock } from '../core/wall-clock.ts';
import type { Refusal } from '../core/refusal.ts';
import { refuse } from '../policy/errors.ts';
import type { Actuator } from './actuator.ts';
import { refuseDevice, refusalOf } from './errors.ts';
import { compileInterlocks } from './interlocks/compile.ts';
import { exclusive } from './interlocks/exclusive.ts';
import type { Interlock, InterlockWorld, Objection } from './interlocks/interlock.ts';
import type { Modes } from './modes.ts';
import type { WriteOrder } from './order.ts';
import type { Things } from './things.ts';

export interface JudgeParts {
  readonly things: Things;
  readonly modes: Modes;
  readonly clock: Clock;
  readonly wallClock: WallClock;
  /** Set when the store cannot write: what cannot be recorded does not happen. */
  readonly storeFailure: () => AppError | undefined;
}

/** Why something must go back to its safe value now, and the rule that says so. */
export interface Forcing {
  readonly rule: string;
  readonly why: Refusal;
}

export class Judge {
  readonly #parts: JudgeParts;
  #rules = new WeakMap<Actuator, readonly Interlock[]>();

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /** Other things came or went: who is exclusive with whom is looked up again. */
  lookAgain(): void {
    this.#rules = new WeakMap();
  }

  /** undefined = it may be written now. */
  objects(order: WriteOrder, actuator: Actuator): Refusal | undefined {
    return this.forbids(order, actuator) ?? this.#againstLeavingSafe(order, actuator);
  }

  /** The part of `objects` that looks at no reading: what the order asks for, and the mode. */
  forbids(
    { value, authority, address, stillWanted }: WriteOrder,
    actuator: Actuator,
  ): Refusal | undefined {
    const unfit = checkValue(value, actuator);
    if (unfit !== undefined) return unfit;
    if (stillWanted?.() === false) return overtaken(actuator);
    const isRule = authority.kind === 'rule';
    if (isRule && authority.forced === true && actuator.isSafeValue(value)) return undefined;
    const by = isRule && authority.forPerson !== true ? 'rule' : 'person';
    return this.#parts.modes.objects(address.thing, by);
  }

  /** What wants this actuator back at its safe value now, if anything does. */
  forces(actuator: Actuator): Forcing | undefined {
    const { name, spec } = actuator.property;
    if (spec.source.kind === 'part') {
      if (actuator.isDoubtful) return { rule: 'write-failed', why: unknownState(name) };
      const failure = this.#parts.storeFailure();
      if (failure !== undefined && spec.onRestart === 'safe')
        return { rule: 'store-failed', why: refusalOf(failure) };
    }
    const why = this.#ask(actuator, (rule, world) => rule.forces?.(world));
    return why === undefined ? undefined : { rule: why.interlock ?? 'interlock', why };
  }

  #againstLeavingSafe(order: WriteOrder, actuator: Actuator): Refusal | undefined {
    if (actuator.isSafeValue(order.value)) return undefined;
    const failure = this.#parts.storeFailure();
    if (failure !== undefined) return refusalOf(failure);
    if (this.#parts.clock.now() >= (order.deadline ?? Infinity)) return tooLate(actuator);
    return this.#ask(actuator, (rule, world) => rule.objects(order, world));
  }

  #ask(
    actuator: Actuator,
    question: (rule: Interlock, world: InterlockWorld) => Objection | undefined,
  ): Refusal | undefined {
    const rules = this.#rulesOf(actuator);
    if (rules.length === 0) return undefined;
    const world = this.#world(actuator);
    for (const rule of rules) {
      const objection = question(rule, world);
      if (objection !== undefined) return toRefusal(rule, objection);
    }
    return undefined;
  }

  #rulesOf(actuator: Actuator): readonly Interlock[] {
    const known = this.#rules.get(actuator);
    if (known !== undefined) return known;
    const own = compileInterlocks(actuator.property.spec.interlocks);
    const rules = [...own, ...this.#exclusiveWith(actuator)];
    this.#rules.set(actuator, rules);
    return rules;
  }

  /** Who names this one as exclusive must not be joined by it either. */
  #exclusiveWith({ property: { name } }: Actuator): readonly Interlock[] {
    return this.#parts.things
      .actuators()
      .flatMap(({ property: { address, spec } }) =>
        spec.interlocks
          .filter(
            (config) => config.exclusive !== undefined && formatAddress(config.exclusive) === name,
          )
          .map((config) => exclusive(address, config.name)),
      );
  }

  #world(actuator: Actuator): InterlockWorld {
    const { things, clock, wallClock } = this.#parts;
    const now = clock.now();
    return {
      now,
      monotonicMs: clock.monotonicMs(),
      minuteOfDay: wallClock.minuteOfDay(now),
      history: actuator.history,
      reading: (address) => things.find(address)?.reading(),
      show: (address, value, language) => showValue(things.find(address)?.spec, value, language),
      ageMs: (address) => things.find(address)?.ageMs() ?? Infinity,
      isSafe: (address) => things.actuator(address)?.isSafe(),
    };
  }
}

function toRefusal(rule: Interlock, { code, message, zh, reading }: Objection): Refusal {
  return refuseDevice(code, message, {
    zh,
    interlock: rule.name,
    ...(reading === undefined ? {} : { reading }),
  });
}

function showValue(
  spec: SiteProperty | undefined,
  value: WriteOrder['value'],
  language: Language,
): string {
  if (typeof value === 'number') return formatQuantity(value, spec?.unit);
  if (typeof value === 'string' || spec === undefined) return String(value);
  return VALUE_WORDS[spec.words][language].state[value ? 1 : 0];
}

function tooLate({ property }: Actuator): Refusal {
  return refuse('COMMAND_EXPIRED', `${property.name}: the command waited beyond its deadline`);
}

/** For an order that something newer made void before it was written. */
export function overtaken({ property }: Actuator): Refusal {
  return refuseDevice('DEVICE_SUPERSEDED', `${property.name} was not written`);
}

function unknownState(name: string): Refusal {
  return refuseDevice(
    'DEVICE_WRITE_FAILED',
    `how ${name} stands is not known since a write failed`,
  );
}

function checkValue(value: WriteOrder['value'], { property }: Actuator): Refusal | undefined {
  const { type, range: [low, high] = [-Infinity, Infinity], unit } = property.spec;
  if (typeof value !== type) {
    const found = JSON.stringify(value);
    return refuseDevice('DEVICE_BAD_VALUE', `${property.name} takes a ${type}, not ${found}`);
  }
  if (typeof value !== 'number' || (value >= low && value <= high)) return undefined;
  const allowed = `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`;
  const found = formatQuantity(value, unit);
  const zh = `${property.name}可设 ${formatQuantity(low, unit)} 到 ${formatQuantity(high, unit)}，不能设为 ${found}`;
  return refuseDevice('DEVICE_BAD_VALUE', `${property.name} takes ${allowed}, not ${found}`, {
    zh,
  });
}

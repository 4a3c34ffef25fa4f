/** Everything that can say no to an order before it touches a pin: its value, the thing's mode, the interlocks. */
import type { Clock } from '../core/clock.ts';
import type { PropertyAddress, Reading, Value } from '../core/reading.ts';
import { formatQuantity } from '../core/units.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Actuator } from './actuator.ts';
import { refuseDevice } from './errors.ts';
import { compileInterlocks } from './interlocks/compile.ts';
import type { Interlock, InterlockWorld, Objection } from './interlocks/interlock.ts';
import type { Modes } from './modes.ts';
import type { WriteOrder } from './order.ts';
import type { Things } from './things.ts';
import type { WallClock } from '../core/wall-clock.ts';

export interface JudgeParts {
  readonly things: Things;
  readonly modes: Modes;
  readonly clock: Clock;
  readonly wallClock: WallClock;
}

export class Judge {
  readonly #parts: JudgeParts;
  readonly #rules = new Map<Actuator, readonly Interlock[]>();

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /** undefined = it may be written now. */
  objects(order: WriteOrder, actuator: Actuator): Refusal | undefined {
    const unfit = checkValue(order.value, actuator);
    if (unfit !== undefined) return unfit;
    if (order.authority.kind === 'rule' && order.authority.forced === true) return undefined;
    const byMode = this.#parts.modes.objects(order.address.thing, order.authority.kind);
    if (byMode !== undefined) return byMode;
    if (actuator.isSafe(order.value)) return undefined;
    return this.#interlocks(actuator, (rule, world) => rule.objects(order, world));
  }

  /** The rule that wants this actuator back at its safe value now, if any. */
  forces(actuator: Actuator): Refusal | undefined {
    return this.#interlocks(actuator, (rule, world) => rule.forces?.(world));
  }

  #interlocks(
    actuator: Actuator,
    ask: (rule: Interlock, world: InterlockWorld) => Objection | undefined,
  ): Refusal | undefined {
    const rules = this.#rulesOf(actuator);
    if (rules.length === 0) return undefined;
    const world = this.#world(actuator);
    for (const rule of rules) {
      const objection = ask(rule, world);
      if (objection !== undefined) return toRefusal(rule, objection);
    }
    return undefined;
  }

  #rulesOf(actuator: Actuator): readonly Interlock[] {
    const known = this.#rules.get(actuator);
    if (known !== undefined) return known;
    const rules = compileInterlocks(actuator.property.spec.interlocks);
    this.#rules.set(actuator, rules);
    return rules;
  }

  #world(actuator: Actuator): InterlockWorld {
    const { things, clock, wallClock } = this.#parts;
    const now = clock.now();
    return {
      now,
      monotonicMs: clock.monotonicMs(),
      minuteOfDay: wallClock.minuteOfDay(now),
      history: actuator.history,
      value: actuator.value,
      reading: (address: PropertyAddress): Reading | undefined => things.find(address)?.reading(),
      ageMs: (address) => things.find(address)?.ageMs() ?? Infinity,
      isSafe: (address) => things.actuator(address)?.isSafe() ?? true,
    };
  }
}

function toRefusal(rule: Interlock, { code, message, reading }: Objection): Refusal {
  return refuseDevice(code, message, {
    interlock: rule.name,
    ...(reading === undefined ? {} : { reading }),
  });
}

function checkValue(value: Value, { property }: Actuator): Refusal | undefined {
  const { type, range, unit } = property.spec;
  if (typeof value !== type) {
    return refuseDevice(
      'DEVICE_BAD_VALUE',
      `${property.name} takes a ${type}, not ${JSON.stringify(value)}`,
    );
  }
  if (typeof value !== 'number' || range === undefined) return undefined;
  const [low, high] = range;
  if (value >= low && value <= high) return undefined;
  const allowed = `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`;
  return refuseDevice(
    'DEVICE_BAD_VALUE',
    `${property.name} takes ${allowed}, not ${formatQuantity(value, unit)}`,
  );
}

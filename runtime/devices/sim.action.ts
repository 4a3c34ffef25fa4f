/**
 * `sim-fault`, `sim-set`, `sim-show`: break and push the simulated plant, to see what the board
 * makes of it. Only there when the board is simulated; the fault is in the simulated hardware, the
 * drivers and everything above them run as ever.
 */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import { refuseAction } from '../actions/errors.ts';
import type { Value } from '../core/reading.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { formatQuantity } from '../core/units.ts';
import type { SiteBoard } from '../config/site.ts';
import type { LiveProperty } from './live-property.ts';
import { parseValue } from './parse-value.ts';
import { findProperties } from './targets.ts';
import type { Things } from './things.ts';

/** The simulated plant, as far as these actions reach. Places are named as parts claim them. */
export interface Simulator {
  inject(claim: string, channel: string | undefined, kind: string): Refusal | undefined;
  set(claim: string, channel: string | undefined, value: Value): Refusal | undefined;
  describe(): readonly SimulatedQuantity[];
}

interface SimulatedQuantity {
  readonly signal: string;
  readonly value: Value;
  readonly unit?: string;
  readonly fault?: string;
  readonly possibleFaults: readonly string[];
}

export interface SimParts {
  readonly simulator: Simulator;
  readonly site: () => Pick<SiteBoard, 'parts'> | undefined;
  readonly things: Things;
}

interface Done {
  readonly target: string;
  readonly state: string;
}

export function simActions(parts: SimParts): readonly Action[] {
  return [faultAction(parts), setAction(parts), showAction(parts)];
}

function faultAction(parts: SimParts): Action {
  return defineAction<{ target: string; kind: string }, Done>({
    name: 'sim-fault',
    kind: 'write',
    role: 'technician',
    help: {
      en: 'Break a simulated part: stuck, disconnect, noise, bad-crc, bounce; clear mends it.',
      zh: '给仿真部件制造故障：stuck、disconnect、noise、bad-crc、bounce；clear 恢复。',
    },
    examples: { en: ['boardtalk sim fault pump stuck'], zh: ['boardtalk sim fault pump stuck'] },
    args: z.strictObject({
      target: z.string().describe('thing or thing.property'),
      kind: z.string().describe('the fault'),
    }),
    positional: ['target', 'kind'],
    run: ({ target, kind }) =>
      Promise.resolve(
        onHardware(
          parts,
          target,
          ({ claim, channel }) => parts.simulator.inject(claim, channel, kind),
          kind,
        ),
      ),
    say: ({ target, state }, { language }) =>
      language === 'zh'
        ? `${target} 的仿真硬件：${state}。`
        : `Simulated hardware of ${target}: ${state}.`,
  });
}

function setAction(parts: SimParts): Action {
  return defineAction<{ target: string; value: string | number | boolean }, Done>({
    name: 'sim-set',
    kind: 'write',
    role: 'technician',
    help: { en: 'Set what a simulated sensor measures.', zh: '设置仿真传感器测量的物理量。' },
    examples: {
      en: ['boardtalk sim set tank.level 2%', 'boardtalk sim set estop.pressed true'],
      zh: ['boardtalk sim set tank.level 2%'],
    },
    args: z.strictObject({
      target: z.string().describe('thing.property'),
      value: z.union([z.boolean(), z.number(), z.string()]),
    }),
    positional: ['target', 'value'],
    run: ({ target, value }) =>
      Promise.resolve(
        onHardware(parts, target, (place) => setPlace(parts, place, value), String(value)),
      ),
    say: ({ target, state }, { language }) =>
      language === 'zh'
        ? `${target} 处的仿真世界现在是 ${state}。`
        : `The simulated world at ${target} is now ${state}.`,
  });
}

function showAction({ simulator }: SimParts): Action {
  return defineAction({
    name: 'sim-show',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Show the simulated world as it really is, and its faults.',
      zh: '显示仿真世界的真实状态和故障。',
    },
    examples: { en: ['boardtalk sim show'], zh: ['boardtalk sim show'] },
    args: z.strictObject({}),
    positional: [],
    run: () => Promise.resolve({ ok: true, data: simulator.describe() }),
    say: (rows, { language }) => rows.map((row) => sayQuantity(row, language)).join('\n'),
  });
}

function sayQuantity(
  { signal, value, unit, fault, possibleFaults }: SimulatedQuantity,
  language: Language,
): string {
  const shown = typeof value === 'number' ? formatQuantity(value, unit) : String(value);
  const can = possibleFaults.join(', ');
  if (language === 'zh')
    return `${signal}：${shown}（${fault === undefined ? `可模拟：${can}` : `故障：${fault}`}）`;
  return `${signal}: ${shown} (${fault === undefined ? `can be: ${can}` : `FAULT: ${fault}`})`;
}

interface Place {
  readonly claim: string;
  readonly channel: string;
  readonly property: LiveProperty;
}

function setPlace(
  { simulator }: SimParts,
  { claim, channel, property }: Place,
  given: Value,
): Refusal | undefined {
  const value = parseValue(given, property.spec);
  return typeof value === 'object' ? value : simulator.set(claim, channel, value);
}

/** A thing may hang on several parts; the first that is wired in the plant is meant. */
function onHardware(
  parts: SimParts,
  target: string,
  act: (place: Place) => Refusal | undefined,
  state: string,
): Answer<Done> {
  const properties = findProperties(parts.things, target);
  if (isRefusal(properties)) return { ok: false, refusal: properties };
  const [first] = properties.flatMap((property) => placeOf(parts.site(), property));
  if (first === undefined)
    return {
      ok: false,
      refusal: refuseAction('ACTION_NO_SUCH_THING', `${target} hangs on no part`),
    };
  const refusal = act(first);
  return refusal === undefined
    ? { ok: true, data: { target: first.property.name, state } }
    : { ok: false, refusal };
}

function placeOf(site: ReturnType<SimParts['site']>, property: LiveProperty): Place[] {
  const { source } = property.spec;
  if (source.kind !== 'part') return [];
  const claim = site?.parts.find(({ name }) => name === source.part)?.claims[0];
  return claim === undefined ? [] : [{ claim, channel: source.channel, property }];
}

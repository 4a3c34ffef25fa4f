/**
 * Readings on the wire: SenML in CBOR (RFC 8428), one pack per thing, with registered units, so
 * that anyone's decoder reads them. Our one extension is the label `q`, the quality, left out when
 * it is good. A reading without a value has an empty data value: nothing measurable looks like it.
 */
import { qualitySchema, type Quality, type Reading, type Value } from '../../core/reading.ts';
import { z } from '../../core/schema.ts';
import { findSenmlUnit } from '../../core/units.ts';
import { MeshError } from '../errors.ts';
import { inSenml, fromSenml } from './senml-number.ts';
import { createWireCodec, type WireValue } from './wire-codec.ts';

export interface PackReading {
  readonly property: string;
  readonly reading: Reading;
}

/** Readings of one thing; a late pack has many of one property. */
export interface Pack {
  readonly site: string;
  readonly node: string;
  readonly thing: string;
  readonly readings: readonly PackReading[];
}

/** What a receiver knows about a pack before it has read it. */
export interface PackOrigin {
  readonly site: string;
  /** Whose topic it came on: a pack in another's name is refused. */
  readonly node: string;
  /** The receiver's clock, epoch ms. */
  readonly now: number;
}

/** RFC 8428 §6, table 4. */
const LABELS = {
  bver: -1,
  bn: -2,
  bt: -3,
  bu: -4,
  bv: -5,
  n: 0,
  u: 1,
  v: 2,
  vs: 3,
  vb: 4,
  t: 6,
  ut: 7,
  vd: 8,
} as const;

/** RFC 8428 §4.4: the version that this is. */
const VERSION = 10;

/** RFC 8428 §4.5.3: below 2^28 s (July 1978) a time is counted from now, above from 1970. */
const RELATIVE_BELOW_MS = 2 ** 28 * 1_000;

/** Clocks differ; a reading further ahead than this is a mistake of somebody's clock. */
const MAX_AHEAD_MS = 5 * 60_000;

const codec = createWireCodec(LABELS);

/** Sums (`s`, `bs`) are nothing a property has: strict, so that none is taken for a value. */
const recordSchema = z.strictObject({
  bver: z.literal(VERSION).optional(),
  bn: z.string().optional(),
  bt: z.number().optional(),
  bu: z.string().optional(),
  bv: z.number().optional(),
  n: z.string().optional(),
  u: z.string().optional(),
  v: z.number().optional(),
  vs: z.string().max(256).optional(),
  vb: z.boolean().optional(),
  vd: z.instanceof(Uint8Array).optional(),
  t: z.number().optional(),
  ut: z.number().optional(),
  q: qualitySchema.optional(),
});
type SenmlRecord = z.infer<typeof recordSchema>;
const packSchema = z.array(recordSchema).min(1);

/** What a record takes over from those before it (RFC 8428 §4.1). */
type Base = Pick<SenmlRecord, 'bn' | 'bt' | 'bu' | 'bv'>;

/** @param now the sender's clock, epoch ms; it need not be trusted: times before 1978 travel as "so long ago". */
export function encodePack({ site, node, thing, readings }: Pack, now: number): Uint8Array {
  const baseMs = wireTimeMs(readings[0]?.reading.at ?? now, now);
  const records = readings.map(({ property, reading }, index) => ({
    ...(index === 0 ? { bn: `${site}:${node}:${thing}:`, bt: baseMs / 1_000 } : {}),
    n: property,
    ...encodeValue(reading),
    ...timeAfter(wireTimeMs(reading.at, now) - baseMs),
    ...(reading.quality === 'good' ? {} : { q: reading.quality }),
  }));
  return codec.encode(records);
}

/** @throws MeshError `MESH_BAD_MESSAGE`, `MESH_FOREIGN_NAME`, `MESH_FUTURE_READING` (more than 5 minutes ahead) */
export function decodePack(bytes: Uint8Array, origin: PackOrigin): Pack {
  const parsed = packSchema.safeParse(codec.decode(bytes, { maxDepth: 2 }));
  if (!parsed.success) throw bad(z.prettifyError(parsed.error));
  const readings: PackReading[] = [];
  let base: Base = {};
  let thing: string | undefined;
  for (const record of parsed.data) {
    base = { ...base, ...baseOf(record) };
    const value = valueOf(record, base);
    if (value === undefined) continue;
    const name = parseName(`${base.bn ?? ''}${record.n ?? ''}`, origin);
    thing ??= name.thing;
    if (name.thing !== thing) throw bad(`it speaks of ${thing} and of ${name.thing}`);
    const reading = resolveReading({ record, base, value, now: origin.now });
    readings.push({ property: name.property, reading });
  }
  if (thing === undefined) throw bad('it has no reading');
  return { site: origin.site, node: origin.node, thing, readings };
}

function wireTimeMs(at: number, now: number): number {
  return at >= RELATIVE_BELOW_MS || at === 0 ? at : at - now;
}

function timeAfter(ms: number): { readonly t?: number } {
  return ms === 0 ? {} : { t: ms / 1_000 };
}

function encodeValue({ value, unit }: Reading): Readonly<Record<string, WireValue>> {
  if (value === null) return { vd: new Uint8Array() };
  if (typeof value === 'boolean') return { vb: value };
  if (typeof value === 'string') return { vs: value };
  const { unit: u, value: v } = inSenml(value, unit);
  return u === undefined ? { v } : { u, v };
}

function baseOf({ bn, bt, bu, bv }: SenmlRecord): Base {
  return Object.fromEntries(
    Object.entries({ bn, bt, bu, bv }).filter(([, field]) => field !== undefined),
  );
}

/** undefined for a record of base fields only. */
function valueOf({ v, vs, vb, vd }: SenmlRecord, { bv }: Base): Value | null | undefined {
  const given = [v, vs, vb, vd].filter((field) => field !== undefined);
  if (given.length > 1) throw bad('a record has two values');
  if (vd !== undefined && vd.length > 0) throw bad('a record has a value of bytes');
  if (vd !== undefined) return null;
  return v === undefined ? (vs ?? vb) : v + (bv ?? 0);
}

interface Resolving {
  readonly record: SenmlRecord;
  readonly base: Base;
  readonly value: Value | null;
  readonly now: number;
}

function resolveReading({ record, base, value, now }: Resolving): Reading {
  const at = resolveTime(((base.bt ?? 0) + (record.t ?? 0)) * 1_000, value === null, now);
  if (at > now + MAX_AHEAD_MS)
    throw new MeshError(
      'MESH_FUTURE_READING',
      `a reading is of ${new Date(at).toISOString()}, and here it is ${new Date(now).toISOString()}`,
    );
  const quality: Quality = record.q ?? 'good';
  const senmlUnit = record.u ?? base.bu;
  if (typeof value !== 'number') return { value, quality, at };
  if (senmlUnit === undefined) return { value, quality, at };
  const unit = findSenmlUnit(senmlUnit)?.symbol ?? senmlUnit;
  return { value: fromSenml(value, unit), unit, quality, at };
}

/** A reading that never was has neither a value nor a time. */
function resolveTime(ms: number, isEmpty: boolean, now: number): number {
  if (ms === 0 && isEmpty) return 0;
  return Math.round(ms < RELATIVE_BELOW_MS ? now + ms : ms);
}

function parseName(name: string, { site, node }: PackOrigin): { thing: string; property: string } {
  const [, of, by, thing, property] =
    /^([a-z0-9-]+):([a-z0-9-]+):([a-z0-9-]+):([a-z0-9-]+)$/.exec(name) ?? [];
  if (thing === undefined || property === undefined)
    throw bad(`${JSON.stringify(name.slice(0, 100))} is not site:node:thing:property`);
  if (of !== site || by !== node)
    throw new MeshError(
      'MESH_FOREIGN_NAME',
      `${site}:${node} sent a reading in the name of ${name}`,
    );
  return { thing, property };
}

function bad(what: string): MeshError {
  return new MeshError('MESH_BAD_MESSAGE', `the pack is not SenML as it is read here: ${what}`);
}

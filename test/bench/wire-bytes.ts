/**
 * How many bytes a reading takes on the wire. The corpus is the sample greenhouse, simulated for
 * half an hour with its pump running some of the time: a message per thing and round of samples,
 * with all its properties, as boards send them. The same messages are counted as SenML in JSON and
 * as a Zigbee2MQTT-style bridge writes them (state and `last_seen`, numbers as they are shown: no
 * unit, no quality, no time of the single reading). Payloads only, without topics.
 */
import type { Reading } from '../../runtime/core/reading.ts';
import { findUnit } from '../../runtime/core/units.ts';
import { encodePack, type Pack, type PackReading } from '../../runtime/mesh/wire/senml.ts';
import { inSenml } from '../../runtime/mesh/wire/senml-number.ts';
import { addressOf, withBoard, type BoardRig } from '../board-rig.ts';
import { readSampleSite } from '../sample-site.ts';

export interface WireRow {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly raw: unknown;
}

const STEP_MS = 1_000;
const ROUNDS = 6;
const ROUND_MS = 5 * 60_000;

export async function measureWireBytes(): Promise<readonly WireRow[]> {
  const packs = await recordPacks();
  const readings = packs.reduce((sum, pack) => sum + pack.readings.length, 0);
  const per = (size: (pack: Pack) => number): number =>
    packs.reduce((sum, pack) => sum + size(pack), 0) / readings;
  const ours = per((pack) => encodePack(pack, Date.now()).length);
  const senmlJson = per((pack) => JSON.stringify(asSenmlJson(pack)).length);
  const bridge = per((pack) => JSON.stringify(asBridge(pack)).length);
  const row = (name: string, theirs: number, budget: string): WireRow => ({
    what: `bytes per reading, against ${name}`,
    measured: `${ours.toFixed(1)} / ${theirs.toFixed(1)} = ${(ours / theirs).toFixed(2)}×`,
    budget,
    raw: { ours, theirs, packs: packs.length, readings },
  });
  return [
    row('SenML in JSON', senmlJson, '0.75×'),
    row('the JSON of a Zigbee2MQTT-style bridge', bridge, '0.55×'),
  ];
}

async function recordPacks(): Promise<readonly Pack[]> {
  const { site } = await readSampleSite();
  const [board] = site.boards;
  if (board === undefined) throw new Error('the sample site has no board');
  const packs: Pack[] = [];
  const record = async (rig: BoardRig): Promise<void> => {
    const fresh = new Set<string>();
    rig.role.things.onReading(({ address }) => fresh.add(address.thing));
    const say = (): void => {
      for (const thing of fresh) {
        const named = { site: site.id, node: board.id, thing };
        packs.push({ ...named, readings: readingsOf(rig.role.things, thing) });
      }
      fresh.clear();
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      rig.role.things.find(addressOf('pump.power'))?.accept(round % 2 === 0);
      await rig.pass(ROUND_MS, say, STEP_MS);
    }
  };
  await withBoard(record, { edit: () => board, startAt: Date.UTC(2026, 5, 1, 12) });
  return packs;
}

/** As they are on hardware: nothing is simulated there. */
function readingsOf(
  things: { properties(): readonly LiveReading[] },
  thing: string,
): readonly PackReading[] {
  return things
    .properties()
    .filter(({ address }) => address.thing === thing)
    .map((property) => {
      const reading = property.reading();
      const isSimulated = reading.quality === 'simulated';
      return {
        property: property.address.property,
        reading: isSimulated ? { ...reading, quality: 'good' } : reading,
      };
    });
}

interface LiveReading {
  readonly address: { readonly thing: string; readonly property: string };
  reading(): Reading;
}

function asSenmlJson({ site, node, thing, readings }: Pack): readonly object[] {
  const baseMs = readings[0]?.reading.at ?? 0;
  return readings.map(({ property, reading }, index) => ({
    ...(index === 0 ? { bn: `${site}:${node}:${thing}:`, bt: baseMs / 1_000 } : {}),
    n: property,
    ...asSenmlValue(reading),
    ...(reading.at === baseMs ? {} : { t: (reading.at - baseMs) / 1_000 }),
    ...(reading.quality === 'good' ? {} : { q: reading.quality }),
  }));
}

function asSenmlValue({ value, unit }: Reading): object {
  if (typeof value === 'boolean') return { vb: value };
  if (typeof value !== 'number') return value === null ? { vd: '' } : { vs: value };
  const senml = inSenml(value, unit);
  return { ...(senml.unit === undefined ? {} : { u: senml.unit }), v: senml.value };
}

function asBridge({ readings }: Pack): object {
  const state = readings.map(({ property, reading }) => [property, shown(reading)] as const);
  const lastSeen = Math.max(...readings.map(({ reading }) => reading.at));
  return { ...Object.fromEntries(state), last_seen: new Date(lastSeen).toISOString() };
}

function shown({ value, unit }: Reading): Reading['value'] {
  const decimals = unit === undefined ? 2 : (findUnit(unit)?.decimals ?? 2);
  return typeof value === 'number' ? Number(value.toFixed(decimals)) : value;
}

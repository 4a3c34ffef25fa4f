/** Other people's programs and a whole node: what they hear is true, what they write goes through policy, and what they may not do changes nothing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { chatSchema, readingSchema, refusedSchema } from './answers.ts';
import { ForeignClient, hasMosquitto, type HeardPack } from './mosquitto.ts';
import { NodeProcess } from './node-process.ts';
import { HANGS_MS, PUMP_RELAY, register, soon } from './outside.ts';

interface Context {
  node: NodeProcess;
  hass: ForeignClient;
}

const test = suite<Context>('foreign clients of a node');

const BT = 'bt/1/greenhouse';
/** RFC 8428 §6, table 4. */
const LABEL = {
  baseName: '-2',
  baseTime: '-3',
  name: '0',
  unit: '1',
  value: '2',
  bool: '4',
  time: '6',
};
/** Registered units (RFC 8428 §12.1) and how much of each is one of ours. */
const SENML: Readonly<Record<string, readonly [string, number]>> = {
  '%': ['/', 0.01],
  'l/min': ['l/s', 1 / 60],
  '%RH': ['%RH', 1],
  Cel: ['Cel', 1],
};

const journalSchema = z.array(
  z.looseObject({
    kind: z.string(),
    actor: z.string(),
    cause: z.string(),
    via: z.string().optional(),
    details: z.looseObject({ code: z.string().optional() }),
  }),
);
const descriptionSchema = z.looseObject({
  id: z.string(),
  base: z.string(),
  properties: z.record(
    z.string(),
    z.looseObject({ forms: z.array(z.looseObject({ href: z.string(), op: z.array(z.string()) })) }),
  ),
});

test.before(async (context) => {
  context.node = await new NodeProcess({ mqtt: '127.0.0.1:0' }).start();
  const [reads, writes] = [`${BT}/+/r/+,${BT}/+/td/+`, `${BT}/set/#,plain/#`];
  const rights = ['--read', reads, '--write', writes];
  context.hass = await ForeignClient.granted(context.node, 'hass', ...rights);
});

test.after(async ({ node }) => {
  await node.remove();
});

function fact(sentence: string, check: (context: Context) => Promise<void>): void {
  if (hasMosquitto()) test(sentence, check);
  else test.skip(`${sentence} (SKIPPED: there are no mosquitto clients here)`);
}

async function read(node: NodeProcess, target: string): Promise<z.infer<typeof readingSchema>> {
  return readingSchema.parse((await node.cli('read', '--json', target)).json);
}

async function journal(node: NodeProcess): Promise<z.infer<typeof journalSchema>> {
  return journalSchema.parse((await node.cli('journal', '--json', '--limit', '1000')).json);
}

/** The whole count, whatever its labels are. */
async function troubles(node: NodeProcess, kind: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', node.url))).text();
  const line = new RegExp(`^boardtalk_broker_troubles_total\\{kind="${kind}"\\} (\\d+)$`, 'm');
  return Number(line.exec(text)?.[1] ?? 0);
}

/** The record of a property in a pack, with the time it was measured, epoch ms. */
function recordOf(
  { pack }: HeardPack,
  property: string,
): { record: HeardPack['pack'][number]; at: number } | undefined {
  const record = pack.find((each) => each[LABEL.name] === property);
  if (record === undefined) return undefined;
  const seconds = Number(pack[0]?.[LABEL.baseTime]) + Number(record[LABEL.time] ?? 0);
  return { record, at: Math.round(seconds * 1_000) };
}

for (const [thing, property] of [
  ['tank', 'level'],
  ['tank', 'temperature'],
  ['climate', 'humidity'],
] as const)
  fact(`hear of ${thing}.${property} what a person is told`, async ({ node, hass }) => {
    const ear = hass.listen(`${BT}/+/r/${thing}`);
    let told = await read(node, `${thing}.${property}`);
    const find = (): HeardPack | undefined =>
      ear.packs.find((pack) => recordOf(pack, property)?.at === told.at);
    await soon('the same reading', async () => {
      if (find() === undefined) told = await read(node, `${thing}.${property}`);
      return find() !== undefined;
    });
    ear.stop();
    const heard = find();
    assert.ok(heard);
    assert.equal(heard.topic, `${BT}/greenhouse/r/${thing}`);
    assert.equal(heard.pack[0]?.[LABEL.baseName], `greenhouse:greenhouse:${thing}:`);
    const { record } = recordOf(heard, property) ?? {};
    const [unit, factor] = SENML[told.unit ?? ''] ?? ['none', NaN];
    assert.equal(record?.[LABEL.unit], unit);
    const value = Number(record[LABEL.value]);
    assert.ok(Math.abs(value - Number(told.value) * factor) <= 1e-3 * Math.abs(value) + 1e-6);
    assert.equal(record['q'], 'simulated');
  });

fact('write through policy, and the journal names them', async ({ node, hass }) => {
  assert.equal(await hass.publish(`${BT}/set/pump/power`, 'true'), 0);
  await soon('the pump runs', () => register(node, PUMP_RELAY) === '1');
  await soon('the journal tells', async () => {
    const done = (await journal(node)).filter(({ kind }) => kind === 'outcome');
    return done.some(({ actor, via }) => actor === 'client:hass' && via === 'mqtt');
  });
  const ear = hass.listen(`${BT}/+/r/pump`);
  await soon('they hear of it', () =>
    ear.packs.some((pack) => recordOf(pack, 'power')?.record[LABEL.bool] === true),
  );
  ear.stop();
  await node.cli('set', 'pump.power', 'off');
});

fact('change nothing as a viewer, and the journal says who tried', async ({ node }) => {
  const rights = ['--role', 'viewer', '--write', `${BT}/set/#`];
  const guest = await ForeignClient.granted(node, 'guest', ...rights);
  await guest.publish(`${BT}/set/pump/power`, 'true');
  await soon('the journal tells', async () =>
    (await journal(node)).some(
      ({ kind, actor, details, cause }) =>
        kind === 'refusal' &&
        actor === 'client:guest' &&
        details.code === 'POLICY_DENIED' &&
        cause === 'set pump.power true',
    ),
  );
  assert.equal(register(node, PUMP_RELAY), '0');
});

fact('reach no topic that was not granted', async ({ node }) => {
  const timer = await ForeignClient.granted(node, 'timer', '--write', `${BT}/set/grow-light/power`);
  const before = await troubles(node, 'publish');
  await timer.publish(`${BT}/set/pump/power`, 'true');
  await soon('it is counted', async () => (await troubles(node, 'publish')) > before);
  assert.equal(register(node, PUMP_RELAY), '0');
  assert.ok((await journal(node)).every(({ actor }) => actor !== 'client:timer'));
});

fact('say nothing in the name of a board, and are not granted it', async ({ node, hass }) => {
  const topic = `${BT}/greenhouse/r/tank`;
  const grant = await node.cli('broker', 'grant', 'liar', '--write', topic, '--json');
  assert.equal(refusedSchema.parse(grant.json).error.code, 'MESH_BAD_FILTER');
  const before = await troubles(node, 'publish');
  const ear = hass.listen(topic);
  await hass.publish(topic, 'x');
  await hass.publish(`${BT}/greenhouse/cmd`, 'x');
  await soon('both are counted', async () => (await troubles(node, 'publish')) >= before + 2);
  ear.stop();
  assert.equal((await read(node, 'tank.level')).quality, 'simulated');
});

/** How long a person waits for each of six orders, ms; each is done. */
async function chatTimes(node: NodeProcess): Promise<readonly number[]> {
  const took: number[] = [];
  for (const value of ['on', 'off', 'on', 'off', 'on', 'off']) {
    const startedAt = performance.now();
    const { json } = await node.cli('chat', '--json', `turn ${value} the grow light`);
    took.push(performance.now() - startedAt);
    const [receipt] = chatSchema.parse(json).receipts;
    assert.equal(receipt?.measured, value === 'on', JSON.stringify(json));
  }
  return took;
}

for (const [what, topic, message] of [
  ['messages', 'plain/noise', 'x'.repeat(200)],
  ['orders', `${BT}/set/vent/position`, '50'],
] as const)
  fact(
    `do not keep people waiting with a flood of ${what}, which is counted`,
    async ({ node, hass }) => {
      const before = await troubles(node, 'flood');
      const flood = hass.flood(topic, message);
      await soon('the flood is counted', async () => (await troubles(node, 'flood')) > before);
      const took = await chatTimes(node).finally(() => flood.kill());
      process.stderr.write(
        `chats in a flood of ${what}: ${took.map((ms) => ms.toFixed(0)).join(' ')} ms\n`,
      );
      assert.ok(Math.max(...took) < HANGS_MS, took.join());
    },
  );

fact(
  'read of every thing what it is, and find it at the REST door with a token',
  async ({ node, hass }) => {
    const path = createRequire(import.meta.url).resolve(
      'wot-thing-description-types/schema/td-json-schema-validation.json',
    );
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(
      z.looseObject({}).parse(JSON.parse(readFileSync(path, 'utf8'))),
    );
    const retained = hass.retained(`${BT}/+/td/+`);
    assert.ok(retained.size > 5);
    for (const [topic, text] of retained)
      assert.ok(validate(JSON.parse(text)), `${topic}: ${JSON.stringify(validate.errors)}`);
    const text = retained.get(`${BT}/greenhouse/td/grow-light`) ?? '';
    const { base, properties } = descriptionSchema.parse(JSON.parse(text));
    const [form] = properties['power']?.forms ?? [];
    assert.deepEqual(form?.op, ['readproperty', 'writeproperty']);
    const door = new URL(form.href, base);
    assert.equal((await fetch(door)).status, 401);
    const { json } = await node.cli('token', 'create', 'hub', '--role', 'operator', '--json');
    const { token } = z.looseObject({ token: z.string() }).parse(json);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const written = await fetch(door, { method: 'PUT', headers, body: 'true' });
    assert.equal(written.status, 200, await written.text());
    const answer = await (await fetch(door, { headers })).text();
    assert.match(answer, /"value":true/);
  },
);

test.run();

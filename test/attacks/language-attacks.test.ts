/**
 * Sentences and names that want something to happen that nobody ordered, said by who may order
 * everything. What counts is what the simulated wires do: nothing. The corpus is data beside this file.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createGrammar } from '../../runtime/language/grammar.ts';
import { isWrite } from '../../runtime/language/describe.fixture.ts';
import type { Site } from '../../runtime/config/site.ts';
import { speaker, withGateway, type GatewayRig } from '../gateway-rig.ts';
import { readSampleSite } from '../sample-site.ts';

const ANNA = speaker('anna', 'admin');
const SENTENCES = readCorpus('sentences.txt');
const TITLES = readCorpus('titles.txt');
/** Longer than a sentence can be, and than a line of a chat. */
const HUGE = [
  'turn on the pump '.repeat(6_000),
  `${'a'.repeat(100_000)} turn on the pump`,
  '打开水泵'.repeat(25_000),
  '',
  ' '.repeat(1_000),
];

function readCorpus(file: string): string[] {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) =>
      line.replace(/\\u\{([0-9A-F]+)\}/g, (_, code: string) =>
        String.fromCodePoint(Number.parseInt(code, 16)),
      ),
    );
}

test('the corpus is as large as it is meant to be', () => {
  assert.ok(SENTENCES.length >= 100, String(SENTENCES.length));
  assert.is(new Set(SENTENCES).size, SENTENCES.length);
});

test('no sentence of the corpus moves a wire, though its speaker may do everything', async () => {
  await withGateway(async (rig) => {
    const before = await levels(rig);
    assert.ok(before.length > 3, before.join(' '));
    for (const text of [...SENTENCES, ...HUGE]) {
      const { tasks } = await rig.say(text, ANNA);
      assert.equal(tasks, [], text.slice(0, 80));
    }
    assert.equal(await levels(rig), before);
    assert.equal(rig.gateway.tasks.list(), []);
    await rig.say('turn on the grow light', ANNA);
    assert.not.equal(await levels(rig), before, 'an order does move one');
  });
});

/** A thing and a word that can switch, and yet nobody wants anything done. */
const NO_ORDERS = [
  ...['the energy on the heater', 'my charge on the pump', 'noise on the pump'],
  ...['vibrations on the pump', 'data rate on the pump', 'duration on the heater'],
  ...['our charge on the grow light', 'a light on the stage', 'heater on sale', 'vent open source'],
];

test('what does not sound like an order moves no wire', async () => {
  await withGateway(async (rig) => {
    const before = await levels(rig);
    for (const text of NO_ORDERS) assert.equal((await rig.say(text, ANNA)).tasks, [], text);
    assert.equal(await levels(rig), before);
  });
});

test('an order of who may only look moves no wire either', async () => {
  await withGateway(async (rig) => {
    const before = await levels(rig);
    const orders = [
      'turn on the pump',
      'open the vent',
      '打开补光灯',
      'yes',
      'turn everything off',
    ];
    for (const text of orders) await rig.say(text, speaker('vera', 'viewer'));
    assert.equal(await levels(rig), before);
  });
});

test('whatever a thing is called, a question and a negation do nothing', async () => {
  const { site } = await readSampleSite();
  for (const title of TITLES) {
    const grammar = createGrammar({ site: renamed(site, title) });
    for (const text of [
      ...['is the pump on?', "don't turn on the pump", 'if it rains turn on the pump'],
      ...['不要打开水泵', '水泵开着吗？', title, `${title}?`, `do not ${title}`, `is ${title} on?`],
    ]) {
      const found = grammar.understand(text, { now: 0, language: 'en' });
      const isOrder = text === title && isWrite(createGrammar({ site }).understand(title, NOW));
      if (!isOrder) assert.not(isWrite(found), `${title}: ${text}`);
    }
  }
});

const NOW = { now: 0, language: 'en' } as const;

/** The grow light has got another name. */
function renamed(site: Site, title: string): Site {
  const boards = site.boards.map((board) => ({
    ...board,
    things: board.things.map((thing) =>
      thing.id === 'grow-light' ? { ...thing, title: { en: title, zh: title } } : thing,
    ),
  }));
  return { ...site, boards };
}

/** What everything that can be written reads at its wire. */
async function levels(rig: GatewayRig): Promise<string[]> {
  const written = rig.board.things
    .properties()
    .filter(({ spec }) => spec.writable)
    .map(({ address }) => address);
  await Promise.all(written.map((address) => rig.during(rig.board.refresh(address))));
  return written.map(
    ({ thing, property }) => `${thing}.${property}=${String(rig.value(thing, property))}`,
  );
}

test.run();

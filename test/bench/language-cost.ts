/** How long one sentence takes to understand, and what the words of all languages weigh, on a site of 200 things. */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGrammar } from '../../runtime/language/grammar.ts';
import {
  GREENHOUSE_THINGS,
  greenhouse,
  power,
  thing,
} from '../../runtime/language/greenhouse.fixture.ts';
import { openSecondReader } from '../../runtime/language/second-reader/open-second-reader.ts';
import { quantile, type Row } from './row.ts';

const MODELS = join(import.meta.dirname, '../../models');
const THINGS = 200;
const WARM_UP_ROUNDS = 20;
const ROUNDS = 200;

/** Orders, questions and what is not understood, in four languages. */
const SENTENCES = [
  ...['turn on the pump', 'turn off all the lights in the greenhouse', 'is fan number 24 on?'],
  ...[
    'how many lights are on?',
    'what is the temperature?',
    'set a ten minute timer for the pasta',
  ],
  ...[
    'do not turn on the pump',
    'play some music',
    'set the flurb to 30',
    'turn on the heater lamp number',
  ],
  ...[
    '打开水泵十秒',
    '温室温度是多少？',
    'schalte das Licht in der Halle an',
    'enciende la luz de la sala',
  ],
] as const;

const NAMES = ['Lamp', 'Pump', 'Fan', 'Valve', 'Heater', 'Curtain', 'Socket', 'Camera'] as const;
const KINDS = ['light', 'pump', 'fan', 'valve', 'heater', 'curtain', 'switch', 'camera'] as const;

/** Wall time: on a machine that is busy otherwise the p95 says more about that. */
export async function measureLanguage(): Promise<Row[]> {
  const second = await openSecondReader([MODELS]);
  const before = keptMb();
  const grammar = createGrammar({ site: greenhouse(things()), second: () => second });
  const understand = (text: string): unknown =>
    grammar.understand(text, { now: 0, language: 'en' });
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) SENTENCES.forEach(understand);
  const grownMb = keptMb() - before;
  const took = Array.from({ length: ROUNDS }, () =>
    SENTENCES.map((text) => cost(text, understand)),
  ).flat();
  return [
    {
      what: `one sentence understood, ${String(THINGS)} things, 4 languages (p50, p95)`,
      measured: `${quantile(took, 0.5).toFixed(2)} ms, ${quantile(took, 0.95).toFixed(2)} ms`,
      budget: 'p95 2 ms',
      raw: { ms: took },
    },
    {
      what: 'words and names of 4 languages kept in memory',
      measured: `${grownMb.toFixed(1)} MB`,
      budget: '6 MB',
      raw: { mb: grownMb },
    },
  ];
}

/** What lives on the heap; garbage says more about when it is looked at. */
function keptMb(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (isCollector(collect)) collect();
  return process.memoryUsage().heapUsed / 1e6;
}

function isCollector(value: unknown): value is () => void {
  return typeof value === 'function';
}

function cost(text: string, understand: (text: string) => unknown): number {
  const startedAt = performance.now();
  understand(text);
  return performance.now() - startedAt;
}

function things() {
  const more = Array.from({ length: THINGS - GREENHOUSE_THINGS.length }, (_, index) => {
    const at = index % NAMES.length;
    const title = `${NAMES[at] ?? ''} number ${String(index)}`;
    const area = index % 2 === 0 ? 'greenhouse' : 'pump-room';
    return thing(
      `n-${String(index)}`,
      [title, `${String(index)}号`],
      [KINDS[at] ?? '', area],
      [power()],
    );
  });
  return [...GREENHOUSE_THINGS, ...more];
}

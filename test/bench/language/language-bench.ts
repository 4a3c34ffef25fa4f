/**
 * How well people are understood: sentences that others collected, run through the understanding of
 * the product, and what would be done compared with what they mean. What counts as right stands in
 * docs/language.md.
 *
 *   npm run bench:language -- --data DIR [--json] [--typos SEED] [--misses] [--without-model]
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createGrammar } from '../../../runtime/language/grammar.ts';
import { describe } from '../../../runtime/language/describe.fixture.ts';
import { openSecondReader } from '../../../runtime/language/second-reader/open-second-reader.ts';
import type { SentenceContext } from '../../../runtime/language/understanding.ts';
import { quantile } from '../row.ts';
import { readHome, readRows, type Row } from './home.ts';
import { homeSite, type HomeSite } from './home-site.ts';
import { judge, type Verdict } from './judge.ts';
import { findArea, meaningOf, speakersArea, type Meaning } from './meaning.ts';
import { misspell, seededRandom } from './typos.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    language: { type: 'string' },
    json: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
    typos: { type: 'string' },
    'without-model': { type: 'boolean', default: false },
  },
});

interface Outcome {
  readonly row: Row;
  readonly text: string;
  readonly meaning: Meaning;
  readonly verdict: Verdict;
  readonly understood: string;
  readonly tookMs: number;
}

const MODELS = join(import.meta.dirname, '../../../models');
const NOW = Date.UTC(2026, 10, 22, 11);

async function run(directory: string, language: string): Promise<Outcome[]> {
  const home = homeSite(readHome(directory, language), language);
  const second = options['without-model'] ? undefined : await openSecondReader([MODELS]);
  const grammar = createGrammar({ site: home.site, second: () => second });
  const random = options.typos === undefined ? undefined : seededRandom(Number(options.typos));
  return readRows(directory, language).map((row) => {
    const text = random === undefined ? row.text : misspell(row.text, random);
    const context = contextOf(row, language, home);
    const startedAt = performance.now();
    const found = grammar.understand(text, context);
    const tookMs = performance.now() - startedAt;
    const meaning = meaningOf(row, home);
    const verdict = judge(meaning, found);
    return { row, text, meaning, verdict, tookMs, understood: `${found.act}: ${describe(found)}` };
  });
}

function contextOf(row: Row, language: string, { site }: HomeSite): SentenceContext {
  const where = speakersArea(row);
  const place = findArea(site, where);
  return {
    now: NOW,
    language: language.startsWith('zh') ? 'zh' : 'en',
    ...(place === undefined ? {} : { place }),
  };
}

interface Score {
  readonly act: number;
  readonly exact: number;
  readonly questionsThatWrite: number;
  readonly outOfScopeThatWrite: number;
}

function score(outcomes: readonly Outcome[]): Score {
  const share = (is: (outcome: Outcome) => boolean): number =>
    Math.round((1e4 * outcomes.filter(is).length) / outcomes.length) / 1e4;
  const writing = (act: Meaning['act']): number =>
    outcomes.filter(({ meaning, verdict }) => meaning.act === act && verdict.writes).length;
  return {
    act: share(({ verdict }) => verdict.act),
    exact: share(({ verdict }) => verdict.exact),
    questionsThatWrite: writing('read') + writing('talk'),
    outOfScopeThatWrite: writing('none'),
  };
}

function report(language: string, outcomes: readonly Outcome[]): void {
  const { act, exact, questionsThatWrite, outOfScopeThatWrite } = score(outcomes);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const took = outcomes.map(({ tookMs }) => tookMs);
  console.log(
    `${language.padEnd(6)} ${String(outcomes.length).padStart(5)} sentences  act ${percent(act)}  exact ${percent(exact)}  ` +
      `questions that write ${String(questionsThatWrite)}  out of scope that write ${String(outOfScopeThatWrite)}  ` +
      `p95 ${quantile(took, 0.95).toFixed(2)} ms`,
  );
  const misses = outcomes.filter(({ verdict }) => !verdict.exact);
  const groups = groupByIntent(misses);
  for (const [intent, group] of groups) {
    console.log(`  ${String(group.length).padStart(4)} missed: ${intent}`);
    for (const miss of options.misses ? group : group.slice(0, 3)) {
      const slots = Object.entries(miss.row.slots).map(
        ([name, value]) => `${name}=${String(value)}`,
      );
      const mark = miss.verdict.act ? ' ' : '!';
      console.log(`      ${mark} ${miss.text} [${slots.join(' ')}] → ${miss.understood}`);
    }
  }
}

function groupByIntent(misses: readonly Outcome[]): [string, Outcome[]][] {
  const groups = new Map<string, Outcome[]>();
  for (const miss of misses)
    groups.set(miss.row.intent, [...(groups.get(miss.row.intent) ?? []), miss]);
  return [...groups].sort(([, left], [, right]) => right.length - left.length);
}

function languagesIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.replace(/\.jsonl$/, ''))
    .filter((language) => options.language === undefined || options.language === language);
}

if (options.data === undefined) {
  console.error('Say where the sentences are: npm run bench:language -- --data DIR');
  process.exitCode = 2;
} else {
  const scores: Record<string, Score> = {};
  for (const language of languagesIn(options.data)) {
    const outcomes = await run(options.data, language);
    report(language, outcomes);
    scores[language] = score(outcomes);
  }
  if (options.json) console.log(JSON.stringify(scores));
}

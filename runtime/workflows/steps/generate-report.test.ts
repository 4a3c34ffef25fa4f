/** Reports: what stands in a template comes out right, what cannot is said with its line, and nothing grows without end. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WallClock } from '../../core/wall-clock.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { contextAt, samples, withMetrics } from '../sources/metrics.fixture.ts';
import type { Output, StepContext } from '../step-action.ts';
import { generateReportStep } from './generate-report.ts';

const test = suite('generate_report');
const NOW = Date.parse('2026-06-10T07:05:00Z');
const BERLIN = new WallClock('Europe/Berlin');
const PNG = Uint8Array.from([0x89, 0x50]);

const ROWS: Output = {
  columns: ['time', 'thing', 'value'],
  rows: [
    { time: '08:00:00', thing: 'tank', value: 61.5 },
    { time: '08:30:00', thing: 'a|b\n<i>', value: 70 },
  ],
  ...{ count: 2, total: 2, isCut: false, tier: 'raw' },
};

interface Written {
  readonly text: string;
  readonly title: string;
  readonly attachments: readonly { readonly name: string; readonly alt: string }[];
  readonly refused: string;
}

interface Given {
  readonly template: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly step?: Partial<StepContext>;
  readonly wallClock?: WallClock;
  readonly draw?: (svg: string) => Promise<Uint8Array | undefined>;
}

const after = (output: Output): Partial<StepContext> => ({
  ...{ outputs: { fetch_data: output }, dependsOn: ['fetch_data'], now: NOW },
});

async function report({
  template,
  params = {},
  step = after(ROWS),
  ...rest
}: Given): Promise<Written> {
  const empty = { text: '', title: '', attachments: [], refused: '' };
  let written: Written = empty;
  await inTempDirectory(async (directory) => {
    await mkdir(join(directory, 'templates'));
    await writeFile(join(directory, 'templates/t.md'), template);
    const { wallClock = BERLIN, draw = () => Promise.resolve(PNG) } = rest;
    const action = generateReportStep({
      directory,
      siteTitle: () => 'Greenhouse',
      wallClock,
      draw,
    });
    const outcome = await action.run(
      { template: 't.md', ...params },
      { ...contextAt(NOW), ...step },
    );
    if (!outcome.ok) written = { ...empty, refused: outcome.refusal.message };
    else if ('output' in outcome) written = { ...empty, ...outcome.output };
  });
  return written;
}

async function mistakes(
  template: string,
  gives: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['fetch_data', ['rows', 'columns', 'count', 'total', 'isCut', 'tier']],
  ],
): Promise<readonly string[]> {
  let found: readonly string[] = [];
  await inTempDirectory(async (directory) => {
    await mkdir(join(directory, 'templates'));
    await writeFile(join(directory, 'templates/t.md'), template);
    const action = generateReportStep({ directory, siteTitle: () => '', wallClock: BERLIN });
    const before = { gives: new Map(gives), dependsOn: gives.map(([id]) => id) };
    found = (
      action.check?.(
        { template: 't.md' },
        { platforms: [], templates: ['t.md'], things: [], announced: [] },
        before,
      ) ?? []
    ).map(({ message, hint }) => `${message} (${hint ?? ''})`);
  });
  return found;
}

test('fills in the rows of the step before it, and the time of the site', async () => {
  const template =
    '# {{site}} {{date}} {{time}}: {{title}}\n{{#rows}}\n- {{time}} {{thing}} {{value}}\n{{/rows}}\n{{count}} of {{fetch_data.total}}\n';
  const { text, title } = await report({ template });
  assert.is(title, 'daily_report');
  assert.is(
    text,
    '# Greenhouse 2026-06-10 09:05: daily_report\n- 08:00:00 tank 61.5\n- 08:30:00 a|b <i> 70\n2 of 2\n',
  );
});

test('draws a table and a curve in one line', async () => {
  const { text } = await report({ template: '{{table}}\n{{sparkline.value}}' });
  const [head, rule, , second, curve = ''] = text.split('\n');
  assert.is(head, '| time | thing | value |');
  assert.is(rule, '| --- | --- | ---: |');
  assert.is(second, '| 08:30:00 | a\\|b <i> | 70 |');
  assert.match(curve, /^[▁█·]{24}$/);
});

test('says how many rows a table leaves out', async () => {
  const rows = Array.from({ length: 60 }, (_, value) => ({ value }));
  const { text } = await report({
    template: '{{table}}',
    step: after({ ...ROWS, columns: ['value'], rows }),
  });
  assert.is(text.split('\n').length, 2 + 50 + 2);
  assert.match(text, /… and 10 more$/);
});

test('says what cannot be filled in, with the line of the template', async () => {
  assert.equal(
    await mistakes(
      '{{#rows}}{{anything}}{{/rows}}{{fetch_data.count}}{{table}}{{sparkline.value}}{{#isCut}}cut{{/isCut}}',
    ),
    [],
  );
  const known =
    'Allowed: fetch_data, rows, columns, count, total, isCut, tier, table, summary, sparkline, date, time, site, title, workflow';
  assert.equal(await mistakes('a\nb {{cuont}}'), [
    `t.md:2: nothing is called "cuont" (did you mean "count"? ${known})`,
  ]);
  const [inside = ''] = await mistakes('{{#isCut}}{{volume}}{{/isCut}}');
  assert.match(inside, /^t\.md:1: nothing is called "volume"/);
  assert.match(
    (await mistakes('\n\n{{fetch_data.sum}}'))[0] ?? '',
    /^t\.md:3: nothing is called "fetch_data.sum"/,
  );
  assert.match((await mistakes('x\n{{#rows}}'))[0] ?? '', /^t\.md:2: unclosed section "rows"/);
  assert.match((await mistakes('{{> other}}'))[0] ?? '', /includes no other/);
  assert.match(
    (await mistakes('{{count}}', [['wait', ['text']]]))[0] ?? '',
    /nothing is called "count"/,
  );
});

test('says at the run which column there is not', async () => {
  const { refused } = await report({ template: '\n{{#rows}}{{volume}}{{/rows}}' });
  assert.is(refused, 't.md:2: nothing is called "volume"');
  const text = await report({ template: '{{sparkline.thing}}' });
  assert.is(text.refused, 't.md:1: nothing is called "sparkline.thing"');
});

test('has room for 64 kB, and a template that explodes does nothing', async () => {
  const rows = Array.from({ length: 10_000 }, (_, value) => ({ value, thing: 'ä'.repeat(20) }));
  const step = after({ ...ROWS, rows });
  const long = await report({ template: '{{#rows}}{{thing}}{{/rows}}', step });
  assert.match(long.text, /ä\n\n… cut: a report holds 64 kB\n$/);
  assert.ok(Buffer.byteLength(long.text) < 64_100);
  const nested = '{{#rows}}'.repeat(6) + '{{/rows}}'.repeat(6);
  const { text } = await report({ template: nested, step });
  assert.is(text, '\n\n… cut: a report holds 64 kB\n');
  const deep = '{{#rows}}'.repeat(3_000) + '{{/rows}}'.repeat(3_000);
  assert.match((await report({ template: deep, step })).refused, /too many sections/);
});

test('draws what is asked for, and says it in a line where no picture can be made', async () => {
  const rows = [0, 1, 2].map((hour) => ({
    ...{ date: '2026-06-10', time: `0${String(hour)}:00:00`, thing: 'tank', property: 'level' },
    ...{ value: 60 + hour, unit: '%' },
  }));
  const output = { ...ROWS, rows, columns: Object.keys(rows[0] ?? {}) };
  let svg = '';
  const draw = (drawn: string): Promise<Uint8Array> => {
    svg = drawn;
    return Promise.resolve(PNG);
  };
  const given = { template: '{{count}}', params: { chart: 'tank.level' }, step: after(output) };
  const { attachments } = await report({ ...given, draw });
  assert.equal(
    attachments.map(({ name, alt }) => [name, alt]),
    [['tank-level.png', 'daily_report: tank.level']],
  );
  assert.match(svg, /62 %/);
  const without = await report({ ...given, draw: () => Promise.resolve(undefined) });
  assert.equal(without.attachments, []);
  assert.match(without.text, /^2\ntank\.level: [▁-█·]+\n$/);
  const none = await report({ ...given, params: { chart: 'tank.volume' } });
  assert.is(none.refused, 'there is nothing to draw of "tank.volume"');
});

for (const [day, hours, next] of [
  ['2026-03-29', 23, ['01:45:00', '03:00:00']],
  ['2026-10-25', 25, ['02:45:00', '02:00:00']],
] as const)
  test(`tells the hours of ${day} in Berlin as the clock on the wall did`, () => {
    const evening = Date.parse(`${day}T20:59:00Z`);
    const start = evening - 2 * 86_400_000;
    const series = {
      'tank.level': samples(Math.ceil(start / 900_000) * 900_000, evening, 900_000),
    };
    return withMetrics({ now: evening, timezone: 'Europe/Berlin', series }, async ({ fetch }) => {
      const query = 'SELECT * FROM metrics WHERE date=CURRENT_DATE';
      const output = { ...(await fetch({ source: 'database', query })) };
      let svg = '';
      const { text } = await report({
        ...{
          template: '{{date}} {{count}}{{#rows}} {{time}}{{/rows}}',
          params: { chart: 'tank.level' },
        },
        step: { ...after(output), now: evening },
        draw: (drawn) => {
          svg = drawn;
          return Promise.resolve(PNG);
        },
      });
      const [date, count, ...times] = text.split(' ');
      assert.is(date, day);
      const lastHour = BERLIN.wallTime(evening).hour;
      assert.is(Number(count), (hours - 23 + lastHour) * 4);
      assert.ok(text.includes(next.join(' ')), text);
      assert.is(times.length, Number(count));
      // The line is never broken, and never goes back.
      const [, points = ''] = /<polyline points="([^"]*)"/.exec(svg) ?? [];
      const places = points.split(' ').map((point) => Number(point.split(',')[0]));
      assert.is(places.length, Number(count));
      assert.ok(places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0)));
    });
  });

test('comes with a template for the sample site', async () => {
  const template = await readFile('provisioning/site/templates/daily_template.md', 'utf8');
  assert.equal(await mistakes(template), []);
  const { text } = await report({ template });
  assert.is(
    text,
    '# Greenhouse, 2026-06-10\n\n2 readings by 09:05.\n\n| time | thing | value |\n| --- | --- | ---: |\n| 08:00:00 | tank | 61.5 |\n| 08:30:00 | a\\|b <i> | 70 |\n',
  );
  const empty = await report({ template, step: after({ ...ROWS, rows: [], count: 0, total: 0 }) });
  assert.is(empty.text, '# Greenhouse, 2026-06-10\n\nNothing was measured today.\n');
});

test.run();

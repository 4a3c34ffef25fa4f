/** How the past is asked for, said, drawn and refused, with a real history behind a simulated board's site. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ActionResult } from '../../actions/action.ts';
import type { Asker } from '../../actions/asker.ts';
import { Speech } from '../../actions/speech.ts';
import { silentLog } from '../../core/log.ts';
import { z } from '../../core/schema.ts';
import { WallClock } from '../../core/wall-clock.ts';
import { History } from '../../state/history/history.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { readSampleSite } from '../../../test/sample-site.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { LiveProperty } from '../live-property.ts';
import { Things } from '../things.ts';
import { historyAction } from './history.action.ts';
import { PastReader } from './past-reader.ts';
import { plotAction } from './plot.action.ts';
import { Plotter } from './plotter.ts';
import { drawPng } from './plot-png.ts';
import { sparkline } from './sparkline.ts';

const HOUR = 3_600_000;

interface Rig {
  readonly history: History;
  readonly clock: FakeClock;
  ask(args: object, more?: Partial<Asker>): Promise<ActionResult>;
  plot(
    args: object,
    draw?: (svg: string) => Promise<Uint8Array | undefined>,
  ): Promise<ActionResult>;
}

function asker(more: Partial<Asker> = {}): Asker {
  const who = { person: 'ann', role: 'viewer', via: 'web', chat: 'web:ann' } as const;
  return { ...who, language: 'en', words: '', ...more };
}

async function withPast(use: (rig: Rig) => Promise<void>): Promise<void> {
  const { site } = await readSampleSite();
  const clock = new FakeClock();
  const things = thingsOf(
    site.boards.flatMap((board) => board.things),
    clock,
  );
  const speech = new Speech({ ...site, timezone: 'UTC' }, clock);
  const wallClock = new WallClock('UTC');
  await inTempDirectory((directory) =>
    withState(directory, clock, async ({ store }) => {
      const history = new History({ store, clock, log: silentLog });
      await history.start();
      const past = new PastReader({ history, things, clock });
      const ask: Rig['ask'] = (args, more) =>
        historyAction({ past, speech, wallClock }).run(args, asker(more));
      const plot: Rig['plot'] = (args, draw = drawPng) =>
        plotAction({ past, speech, plotter: new Plotter({ speech, wallClock, draw }) }).run(
          args,
          asker(),
        );
      await use({ history, clock, ask, plot }).finally(() => history.stop());
    }),
  );
}

function thingsOf(
  list: Awaited<ReturnType<typeof readSampleSite>>['site']['boards'][number]['things'],
  clock: FakeClock,
): Things {
  const things = new Things();
  things.replace(list);
  for (const thing of list)
    for (const spec of thing.properties)
      things.add(
        new LiveProperty({ thing, spec, simulated: true, clock, onReading: () => undefined }),
      );
  return things;
}

/** 12 to 87 % and back to 61 over a day. */
function recordTank({ history, clock }: Rig): void {
  const now = clock.now();
  [12, 40, 87, 70, 61].forEach((level, index) => {
    history.record('tank.level', now - (5 - index) * 4 * HOUR, level);
  });
}

test('says bounds, mean and the present, with a curve in one line', () =>
  withPast(async (rig) => {
    recordTank(rig);
    const { text } = await rig.ask({ target: 'tank.level', last: '24h' });
    const [sentence, curve = ''] = text.split('\n');
    assert.is(sentence, 'Tank level, last 24 h: 12 to 87 %, mean 54 %, now 61 %');
    assert.is(curve.length, 24);
    assert.is(curve.replaceAll('·', ''), '▁▄█▆▆');
    const chinese = await rig.ask({ target: 'tank' }, { language: 'zh' });
    assert.match(chinese.text, /最近 24 小时：12 到 87 %，平均 54 %，现在 61 %\n/);
  }));

test('says of a switch how much of the time it was on', () =>
  withPast(async (rig) => {
    const now = rig.clock.now();
    [true, false, false, false].forEach((on, index) => {
      rig.history.record('pump.power', now - (4 - index) * 60_000, on);
    });
    const { text } = await rig.ask({ target: 'pump.power', last: '1h' });
    assert.match(
      text,
      /^Pump, last 1 h: on 25 % of the 3 min that were measured, last on at \d\d:\d\d:\d\d, now off\n/,
    );
  }));

test('does not let the end of today look like that of the day it began on', () =>
  withPast(async (rig) => {
    recordTank(rig);
    const from = new Date(rig.clock.now() - 30 * HOUR).toISOString();
    const to = new Date(rig.clock.now() - 1 * HOUR).toISOString();
    const { text } = await rig.ask({ target: 'tank.level', from, to });
    assert.match(text, / to today \d\d:\d\d:\d\d: /);
  }));

test('takes a stretch that is over, and names its ends', () =>
  withPast(async (rig) => {
    recordTank(rig);
    const from = new Date(rig.clock.now() - 17 * HOUR).toISOString();
    const to = new Date(rig.clock.now() - 5 * HOUR).toISOString();
    const { text } = await rig.ask({ target: 'tank.level', from, to });
    assert.match(
      text,
      /^Tank level, 2026-05-31 19:00:00 to today 07:00:00: 40 to 87 %, mean 66 %, at the end 70 %/,
    );
  }));

test('gives rows with their unit and the tier they come from', () =>
  withPast(async (rig) => {
    recordTank(rig);
    const result = await rig.ask({ target: 'tank.level', points: 2 });
    const data = z
      .object({
        series: z.string(),
        unit: z.string(),
        tier: z.string(),
        rows: z.array(z.object({ count: z.number() })),
      })
      .parse(result.ok ? result.data : undefined);
    assert.equal([data.series, data.unit, data.tier], ['tank.level', '%', '15min']);
    assert.is(
      data.rows.reduce((sum, { count }) => sum + count, 0),
      5,
    );
  }));

test('says so when nothing was measured, and refuses what it cannot understand', () =>
  withPast(async (rig) => {
    assert.match((await rig.ask({ target: 'tank.level' })).text, 'last 24 h: nothing was measured');
    for (const [args, text] of [
      [{ target: 'tnk.level' }, 'Did you mean "tank.level"?'],
      [{ target: 'tank', last: 'soon' }, '"soon" is no duration'],
      [{ target: 'tank', from: '2026-06-02', to: '2026-06-01' }, 'name no stretch'],
    ] as const) {
      const result = await rig.ask(args);
      assert.not(result.ok);
      assert.match(result.text, text);
    }
  }));

test('draws a picture, and does with the curve in one line where it cannot', () =>
  withPast(async (rig) => {
    recordTank(rig);
    const drawn = await rig.plot({ target: 'tank.level' });
    const [attachment] = drawn.attachments ?? [];
    assert.is(attachment?.name, 'tank-level.png');
    assert.is(Buffer.from(attachment?.base64 ?? '', 'base64').toString('latin1', 1, 4), 'PNG');
    const plain = await rig.plot({ target: 'tank.level' }, () => Promise.resolve(undefined));
    assert.is(plain.attachments, undefined);
    assert.is(plain.text, drawn.text);
    let picture = '';
    await rig.plot({ target: 'tank.level' }, (svg) => {
      picture = svg;
      return Promise.resolve(undefined);
    });
    assert.match(picture, /<text [^>]*font-weight="bold">Tank level, last 24 h<\/text>/);
  }));

test('puts a dot in the curve where nothing was measured', () => {
  const row = { min: 0, max: 0, last: 0, count: 1 };
  const rows = [
    { ...row, at: 0, mean: 1 },
    { ...row, at: 23, mean: 2 },
  ];
  assert.is(sparkline(rows, 0, 24), `▁${'·'.repeat(22)}█`);
});

test('a picture leaves nothing of its painter, nor of the fonts, in this process', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>水</text></svg>';
  const png = await drawPng(svg);
  assert.equal([...(png ?? []).slice(1, 4)], [...Buffer.from('PNG')]);
  assert.not.match(readFileSync('/proc/self/maps', 'utf8'), 'resvg');
  assert.is(await drawPng('no picture').catch(() => 'rejected'), 'rejected');
});

test('gives a table for a spreadsheet: times with their zone, the unit in the head', () =>
  withPast(async (rig) => {
    const now = rig.clock.now();
    rig.history.record('tank.level', now - 2 * HOUR, 12.5);
    rig.history.record('tank.level', now - HOUR + 7, -1);
    const { attachments: [table] = [], text } = await rig.ask({ target: 'tank.level', csv: true });
    const [first, second] = [now - 2 * HOUR, now - HOUR + 7].map((at) =>
      new Date(at).toISOString(),
    );
    assert.equal(table && Buffer.from(table.base64, 'base64').toString().split('\r\n'), [
      '\uFEFFtime,mean (%),min (%),max (%),last (%),count',
      `${first?.slice(0, 19) ?? ''}+00:00,12.5,12.5,12.5,12.5,1`,
      `${second?.slice(0, 23) ?? ''}+00:00,-1,-1,-1,-1,1`,
      '',
    ]);
    assert.is(table?.name, 'tank-level.csv');
    assert.is(table?.alt, 'Tank level, last 24 h: 2 rows');
    assert.match(text, /^Tank level, last 24 h: /);
  }));

test('a table has no more rows than spreadsheets bear, and says what became of the rest', () =>
  withPast(async (rig) => {
    const now = rig.clock.now();
    for (let at = 0; at < 12_000; at += 1)
      rig.history.record('tank.level', now - 24 * HOUR + (at + 1) * 7_000, at % 90);
    const { attachments: [table] = [] } = await rig.ask({ target: 'tank', csv: true });
    const lines = Buffer.from(table?.base64 ?? '', 'base64')
      .toString()
      .trimEnd()
      .split('\r\n');
    assert.ok(lines.length > 9_000 && lines.length <= 10_001, String(lines.length));
    assert.match(
      table?.alt ?? '',
      /^Tank level, last 24 h: \d+ rows.*, put together from \d+ readings$/,
    );
    const chinese = await rig.ask({ target: 'tank', csv: true }, { language: 'zh' });
    assert.match(chinese.attachments?.[0]?.alt ?? '', / 行.*，合并自 \d+ 个读数$/);
  }));

test.run();

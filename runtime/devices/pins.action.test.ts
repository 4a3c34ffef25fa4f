import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import type { ActionResult } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import { Speech } from '../actions/speech.ts';
import { listBoardFiles, loadBoardFile } from '../config/load-board-file.ts';
import type { SitePart } from '../config/site.ts';
import type { HeaderPin } from '../hal/board.ts';
import { headerOf } from '../hal/header.ts';
import { LiveProperty } from './live-property.ts';
import { pinsAction } from './pins.action.ts';
import { Things } from './things.ts';

const test = suite('pins');

const HEADER = [
  { pin: 1, label: '3V3' },
  { pin: 3, label: 'SDA1', line: 'GPIO2', buses: ['i2c1'] },
  { pin: 11, label: 'GPIO17', line: 'GPIO17' },
  { pin: 12, label: 'GPIO18', line: 'GPIO18', buses: ['pwmchip1'] },
  { pin: 27, label: 'ID_SD', line: 'GPIO0', reserved: 'HAT EEPROM' },
];

interface Wanted {
  readonly board?: string;
  readonly language?: Language;
  readonly picture?: boolean;
  readonly header?: readonly HeaderPin[];
  readonly options?: SitePart['options'];
  readonly use?: (pump: LiveProperty, clock: FakeClock) => Promise<void>;
  readonly draw?: (svg: string) => Promise<Uint8Array | undefined>;
}

async function ask(wanted: Wanted = {}): Promise<ActionResult> {
  const { site } = await readSampleSite();
  const clock = new FakeClock();
  const things = new Things();
  const pump = site.boards[0]?.things.find(({ id }) => id === 'pump');
  const spec = pump?.properties[0];
  if (pump === undefined || spec === undefined) throw new Error('the sample site has a pump');
  const onReading = (): void => undefined;
  const property = new LiveProperty({ thing: pump, spec, simulated: true, clock, onReading });
  property.accept(true);
  await wanted.use?.(property, clock);
  things.add(property);
  const { board, language = 'en', picture = false, header = HEADER, options, draw } = wanted;
  const wire = (part: SitePart): SitePart =>
    options !== undefined && part.name === 'pump-relay' ? { ...part, options } : part;
  const boards = site.boards.map(({ id, parts }) => ({ id, parts: parts.map(wire), header }));
  const speech = new Speech(site, clock);
  const action = pinsAction({ boards: () => boards, things, speech, ...(draw && { draw }) });
  const asker = { person: 'ann', role: 'viewer', via: 'test', words: '', chat: 'test' } as const;
  return action.run({ ...(board !== undefined && { board }), picture }, { ...asker, language });
}

function lineOf({ text }: ActionResult, start: string): string | undefined {
  return text.split('\n').find((line) => line.trimStart().startsWith(start));
}

test('stand as on the board, with what hangs on each and how it stands', async () => {
  const { text } = await ask();
  const drawn = text.split('\n');
  assert.is(drawn[0], 'greenhouse board:');
  assert.is(drawn[1], '                      3V3  1 |');
  assert.is(drawn[2], '             i2c1    SDA1  3 |');
  assert.is(drawn[6], '     pump.power=1  GPIO17 11 | 12 GPIO18  (pwmchip1)');
  assert.is(drawn[14], '                ×   ID_SD 27 |');
});

test('are told in words below: which way, which level, what it means', async () => {
  assert.is(lineOf(await ask(), '11 '), '11 GPIO17: pump.power, out, high (on)');
  assert.is(lineOf(await ask({ language: 'zh' }), '11 '), '11 GPIO17：pump.power，输出，高（开）');
});

test('say when the value last became another one, and nothing while it did not', async () => {
  const change = async (pump: LiveProperty, clock: FakeClock): Promise<void> => {
    await clock.advance(1_000);
    pump.accept(false);
    await clock.advance(60_000);
    pump.accept(false);
  };
  const { data } = await ask({ use: change });
  const clock = new FakeClock();
  assert.is(at(data, 2)?.changedAt, clock.now() + 1_000);
  assert.match(lineOf(await ask({ use: change }), '11 ') ?? '', /low \(off\), changed .*:\d\d$/);
  assert.is(at((await ask()).data, 2)?.changedAt, undefined);
});

test('have the level of the wire: low for an active-low relay that is on', async () => {
  const result = await ask({ options: { pin: 'GPIO17', activeLow: true } });
  assert.is(lineOf(result, '11 '), '11 GPIO17: pump.power, out, low (on)');
});

test('have no level where the reading cannot be trusted', async () => {
  const result = await ask({
    use: (pump) => {
      pump.reject();
      return Promise.resolve();
    },
  });
  assert.is(lineOf(result, '11 '), '11 GPIO17: pump.power, out, no reading');
});

test('that must not be used are told with the reason', async () => {
  assert.is(lineOf(await ask(), '27 '), '27 ID_SD: do not use (HAT EEPROM)');
  assert.is(lineOf(await ask({ language: 'zh' }), '27 '), '27 ID_SD：请勿使用（HAT EEPROM）');
});

test('fit into 60 columns, on every board there is', async () => {
  const ids = await listBoardFiles('boards');
  assert.ok(ids.length >= 16, String(ids.length));
  for (const id of ids) {
    const { text } = await ask({ header: await headerIn(id) });
    const drawing = text.split('\n').filter((line) => line.includes(' | '));
    const widest = Math.max(0, ...drawing.map((line) => line.length));
    assert.ok(widest <= 60, `${id}: ${String(widest)}`);
  }
});

test('of a board with two connectors are told apart', async () => {
  const { text } = await ask({ header: await headerIn('beaglebone-black') });
  assert.match(text, /\nP8\n/);
  assert.match(text, /\nP9\n/);
});

test('of a real board are said with the buses of its file', async () => {
  const [, , , , scl] = await headerIn('raspberry-pi-4b');
  assert.equal(scl, { pin: 5, label: 'SCL1', line: 'GPIO3', buses: ['i2c1'] });
});

test('come as a picture too where that is wanted, and only there', async () => {
  const drawn: string[] = [];
  const draw = (svg: string): Promise<Uint8Array> => {
    drawn.push(svg);
    return Promise.resolve(Uint8Array.of(1));
  };
  assert.is((await ask({ draw })).attachments, undefined);
  const { attachments } = await ask({ draw, picture: true });
  assert.equal(
    attachments?.map(({ name, alt }) => [name, alt]),
    [['pins-greenhouse.png', 'greenhouse board']],
  );
  assert.is(drawn.length, 1);
  assert.match(drawn[0] ?? '', />pump\.power=1 out</);
  assert.match(drawn[0] ?? '', />× HAT EEPROM</);
});

test('are a real PNG where this machine can draw, and complete without', async () => {
  const { attachments } = await ask({ picture: true });
  const bytes = Buffer.from(attachments?.[0]?.base64 ?? '', 'base64');
  assert.is(bytes.subarray(1, 4).toString('latin1'), 'PNG');
  const draw = (): Promise<undefined> => Promise.resolve(undefined);
  const without = await ask({ picture: true, draw });
  assert.is(without.attachments, undefined);
  assert.match(without.text, /pump\.power/);
});

test('of a board without a header are none, and that is said', async () => {
  assert.is((await ask({ header: [] })).text, 'This board has no header.');
});

test('of a board that is not there are refused with the boards there are', async () => {
  assert.match((await ask({ board: 'cellar' })).text, /The boards are: greenhouse\./);
});

async function headerIn(id: string): Promise<readonly HeaderPin[]> {
  const { file } = await loadBoardFile('boards', id);
  return file === undefined ? [] : headerOf(file);
}

interface Row {
  readonly changedAt?: number;
}

function at(data: unknown, index: number): Row | undefined {
  const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
  const row: unknown = Array.isArray(data) ? data[index] : undefined;
  return isRow(row) ? row : undefined;
}

test.run();

/**
 * A board file that lies, on this machine and its kernel: what it says is there and is not. Each thing
 * says what is wrong with its own part, and who is there goes on.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BoardRig, withBoard, withProperties } from '../../test/board-rig.ts';
import { findDriver, HELPER_SCRIPT } from '../../test/board-site.ts';
import { loadedDrivers } from '../../test/loaded-drivers.ts';
import { noMetrics as metrics } from '../../test/no-metrics.ts';
import { withState } from '../../test/open-state.ts';
import { ALONE } from '../../test/sim-rig.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { until } from '../../test/until.ts';
import { readSite } from '../config/read-site.ts';
import { systemClock as clock } from '../core/clock.ts';
import { silentLog as log } from '../core/log.ts';
import { WallClock } from '../core/wall-clock.ts';
import { LinuxBoard } from '../hal/linux/linux-board.ts';
import { LinuxSysfs } from '../hal/linux/linux-sysfs.ts';
import { BoardRole } from './board-role.ts';
import { Modes } from './modes.ts';
import { Things } from './things.ts';

const test = suite('bad hardware');

const FILES: Readonly<Record<string, string>> = {
  'boards/liar/board.yaml': `id: liar
title: A board that is another one
soc: liar
header: [{ pin: 1, label: GPIO17, line: GPIO17 }]
i2c: [{ id: i2c1, device: /dev/i2c-99, enable: dtparam=i2c_arm=on in /boot/firmware/config.txt }]
spi: [{ id: spi0-0, device: /dev/spidev99.0, enable: dtparam=spi=on in /boot/firmware/config.txt }]
serial: [{ id: uart0, device: /dev/no-such-uart }]
onewire: true
verified: { level: public-source, source: this test, date: '2026-11-26' }
`,
  'boards/socs/liar.yaml': `id: liar
title: A chip that nobody has
chips: { main: { labels: [pinctrl-of-nobody] } }
lines: { GPIO17: main/17 }
verified: this test
`,
  'site/platform.yaml': 'site: { id: bench, title: Bench, language: en, timezone: UTC }\n',
  'site/devices.yaml': `areas: { hall: { title: { en: hall } } }
boards:
  main:
    board: liar
    parts:
      lamp-relay: { driver: relay, pin: GPIO17 }
      climate: { driver: sht31, bus: i2c1 }
      inputs: { driver: mcp3008, device: spi0-0 }
      receiver: { driver: gps-nmea, port: uart0 }
      meter: { driver: eastron-sdm, model: sdm120, host: '127.0.0.1:9' }
      lost: { driver: ds18b20, id: 28-0000000000ff }
      thermometer: { driver: ds18b20, id: 28-000005e2fdc3 }
    things:
      lamp: { title: { en: lamp }, area: hall, kind: light, properties: { value: { from: lamp-relay } } }
      air: { title: { en: air }, area: hall, kind: sensor, properties: { value: { from: climate.temperature, every: 1s } } }
      tank: { title: { en: tank }, area: hall, kind: sensor, properties: { value: { from: inputs.ch0, every: 1s } } }
      mast: { title: { en: mast }, area: hall, kind: sensor, properties: { value: { from: receiver.fix, every: 1s } } }
      power: { title: { en: power }, area: hall, kind: sensor, properties: { value: { from: meter.voltage, every: 1s } } }
      soil: { title: { en: soil }, area: hall, kind: sensor, properties: { value: { from: lost, every: 1s } } }
      water: { title: { en: water }, area: hall, kind: sensor, properties: { value: { from: thermometer, every: 1s } } }
`,
  // Recorded: manintheit.org "Measuring a Temperature with DS18B20".
  'sys/bus/w1/devices/28-000005e2fdc3/w1_slave':
    '5c 01 4b 46 7f ff 04 10 a1 : crc=a1 YES\n5c 01 4b 46 7f ff 04 10 a1 t=21750\n',
};

/** Thing → what is told of it, and what to do. */
const TROUBLES: Readonly<Record<string, readonly [reason: RegExp, fix: RegExp]>> = {
  lamp: [/GPIO17|pinctrl-of-nobody/, /boardtalk board detect|CONFIG_GPIO_CDEV/],
  air: [/there is no \/dev\/i2c-99/, /Turn it on: dtparam=i2c_arm=on/],
  tank: [/there is no \/dev\/spidev99\.0/, /Turn it on: dtparam=spi=on/],
  mast: [/there is no \/dev\/no-such-uart/, /plug the adapter in/],
  power: [/127\.0\.0\.1:9 cannot be reached/, /network cable/],
  soil: [/28-0000000000ff/, /kernel driver is loaded/],
};

async function withLiar(use: (role: BoardRole) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    for (const [path, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    const sources = { boardsDirectory: join(directory, 'boards'), drivers: loadedDrivers };
    const { site, boards, diagnostics } = await readSite(join(directory, 'site'), sources);
    const [file, board] = [boards.get('liar'), site?.boards[0]];
    if (file === undefined || board === undefined) throw new Error(JSON.stringify(diagnostics));
    const sysfs = new LinuxSysfs(join(directory, 'sys'));
    const hardware = new LinuxBoard({ file, sysfs, clock, random: () => 0, log });
    await hardware.start();
    await withState(join(directory, 'state'), clock, async ({ store, journal }) => {
      const role = new BoardRole({
        ...{
          site: board,
          board: hardware,
          things: new Things(),
          modes: new Modes({ store, clock }),
        },
        ...{ findDriver, store, journal, clock, log, metrics, directory },
        ...{ wallClock: new WallClock('UTC'), helperScript: HELPER_SCRIPT, trusted: new Map() },
        ...{ models: ALONE.models, pathsFrom: directory },
        events: { runEnded: ignore, forced: ignore, interrupted: ignore, reset: ignore },
      });
      await role.start(new AbortController().signal);
      await use(role).finally(() => role.stop());
    });
    await hardware.stop();
  });
}

function ignore(): void {
  // Nothing of it happens here.
}

test('a board that lacks what its file says tells it of each thing, and goes on with what is there', () =>
  withLiar(async (role) => {
    for (const [thing, [reason, fix]] of Object.entries(TROUBLES)) {
      const property = role.things.find({ thing, property: 'value' });
      if (property === undefined) throw new Error(`there is no ${thing}`);
      await until(() => role.troubleBehind(property) !== undefined);
      assert.match(role.troubleBehind(property)?.reason ?? '', reason, thing);
      assert.match(role.troubleBehind(property)?.fix ?? '', fix, thing);
      assert.is(property.reading().value, null, thing);
      assert.is.not(property.reading().quality, 'good', thing);
    }
    const water = role.things.find({ thing: 'water', property: 'value' });
    await until(() => water?.reading().quality === 'good');
    assert.equal([water?.reading().value, water?.reading().quality], [21.75, 'good']);
  }));

const TANK = 'i2c1:0x48';
const HOUR_MS = 3_600_000;

test('a sensor that is unplugged for an hour stops what rests on it, nothing else, and is believed again', () =>
  withBoard(
    async (rig) => {
      assert.is((await rig.command('pump.power', true)).status, 'done');
      rig.break(TANK, 'disconnect');
      await rig.pass(HOUR_MS, undefined, 5_000);
      assert.equal(stateOf(rig, 'tank', 'level'), [null, 'faulty']);
      assert.is(rig.register('GPIO17'), '0', 'the pump stands');
      assert.is((await rig.command('pump.power', true)).status, 'refused');
      assert.is((await rig.command('lamp.power', true)).status, 'done');
      assert.is(stateOf(rig, 'climate', 'temperature')[1], 'simulated');
      rig.break(TANK, 'clear');
      await rig.pass(11_000, undefined, 1_000);
      assert.is(stateOf(rig, 'tank', 'level')[1], 'simulated');
      assert.is((await rig.command('pump.power', true)).status, 'done');
    },
    {
      edit: withProperties({
        'tank.level': { everyMs: 10_000, staleAfterMs: 30_000, faultyAfterMs: 60_000 },
      }),
    },
  ));

function stateOf(rig: BoardRig, thing: string, property: string): readonly unknown[] {
  const reading = rig.role.things.find({ thing, property })?.reading();
  return [reading?.value, reading?.quality];
}

test.run();

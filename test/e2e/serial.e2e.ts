/** Serial parts on a cable that can be pulled, with the bytes that manuals print; and a whole node on such a cable. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import { bytesOf, WITH_FIX } from '../../drivers/gps-nmea/gps-nmea.fixture.ts';
import { gpsNmea } from '../../drivers/gps-nmea/gps-nmea.ts';
import { EXAMPLE_544_PPM } from '../../drivers/mh-z19/mh-z19.fixture.ts';
import { mhZ19 } from '../../drivers/mh-z19/mh-z19.ts';
import { errorCode } from '../../runtime/core/app-error.ts';
import { systemClock } from '../../runtime/core/clock.ts';
import type { Driver, Part } from '../../runtime/hal/driver.ts';
import { SerialPart } from './serial-part.ts';
import { hasCables, SerialCable } from './serial-cable.ts';
import { readSimBoardFile, ALONE } from '../sim-rig.ts';
import { silentLog } from '../../runtime/core/log.ts';
import { LinuxBoard } from '../../runtime/hal/linux/linux-board.ts';
import { NodeProcess } from './node-process.ts';
import { soon } from './outside.ts';

const canWire = hasCables();
const GONE = /^HAL_(BUS_LOST|BUS_MISSING|TIMEOUT)$/;
const co2Sensor = (far: string): SerialPart => SerialPart.answering(far, 9, EXAMPLE_544_PPM);
const receiver = (far: string): SerialPart => SerialPart.talking(far, bytesOf(WITH_FIX));

function fact(sentence: string, check: (cable: SerialCable) => Promise<void>): void {
  if (!canWire) {
    test.skip(sentence);
    return;
  }
  test(sentence, async () => {
    const cable = await new SerialCable().plug();
    try {
      await check(cable);
    } finally {
      await cable.remove();
    }
  });
}

fact('an MH-Z19 is read, lost with its cable, and read again', (cable) =>
  comesAndGoes(mhZ19, cable, { co2: 544 }),
);

fact('a GPS receiver is heard, lost with its cable, and heard again', (cable) =>
  comesAndGoes(gpsNmea, cable, { fix: true, satellites: 8, altitude: 499.6 }),
);

fact('a port that another program holds is told, and used when it is free', async (cable) => {
  const sensor = co2Sensor(cable.far);
  await withPart(mhZ19, cable, (first) =>
    withPart(mhZ19, cable, async (second) => {
      await soon('an answer', () => answers(first));
      assert.equal(await codeOf(second.read()), 'HAL_BUS_BUSY');
      await first.close();
      await soon('an answer to the other', () => answers(second));
    }),
  );
  await sensor.stop();
});

fact('a node whose cable is pulled lives on, tells it, and reads again', async (cable) => {
  let sensor = co2Sensor(cable.far);
  const config = writeSite(cable.near);
  const node = await new NodeProcess({ configDirectory: config, http: 'off' }).start();
  const quality = async (): Promise<string> => (await node.cli('read', 'air.co2')).stdout;
  try {
    await soon('544 ppm', async () => (await quality()).includes('544 ppm'));
    await cable.pull();
    await sensor.stop();
    await soon('a reading that is not believed', async () => !(await quality()).includes('544'));
    assert.match((await node.cli('doctor')).stdout, /air\.co2 is faulty \(.*ttyUSB0/);
    await cable.plug();
    sensor = co2Sensor(cable.far);
    await soon('544 ppm again', async () => (await quality()).includes('544 ppm'));
  } finally {
    await node.remove();
    await sensor.stop();
    rmSync(config, { recursive: true });
  }
});

async function comesAndGoes(
  driver: Driver,
  cable: SerialCable,
  expected: Readonly<Record<string, unknown>>,
): Promise<void> {
  const plugIn = driver === mhZ19 ? co2Sensor : receiver;
  let sensor = plugIn(cable.far);
  await withPart(driver, cable, async (part) => {
    await soon('an answer', () => answers(part));
    const sample = await part.read();
    for (const [channel, value] of Object.entries(expected)) assert.equal(sample[channel], value);
    await cable.pull();
    await sensor.stop();
    await soon('that it is gone', async () => GONE.test(await codeOf(part.read())));
    await cable.plug();
    sensor = plugIn(cable.far);
    await soon('an answer', () => answers(part));
    await sensor.stop();
  });
}

/** On a real board without anything but its own ports. */
async function withPart(
  driver: Driver,
  { near }: SerialCable,
  use: (part: Part) => Promise<void>,
): Promise<void> {
  const clock = systemClock;
  const file = { ...(await readSimBoardFile()), simulated: false, i2c: [], pwm: [] };
  const board = new LinuxBoard({ file, clock, random: Math.random, log: silentLog });
  const part = await driver.open({ ...ALONE, board, clock, name: 'part' }, { port: near });
  try {
    await use(part);
  } finally {
    await part.close();
    await board.stop();
  }
}

function writeSite(port: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'boardtalk-site-'));
  const platform = 'site: { id: bench, title: Test bench, language: en, timezone: UTC }\n';
  writeFileSync(join(directory, 'platform.yaml'), platform);
  writeFileSync(
    join(directory, 'devices.yaml'),
    `areas: { hall: { title: { en: hall } } }
boards:
  bench:
    board: cloud-vm
    parts:
      sensor: { driver: mh-z19, port: ${port} }
    things:
      air:
        title: { en: air }
        area: hall
        kind: sensor
        properties:
          co2: { from: sensor, every: 1s, staleAfter: 2s, faultyAfter: 3s }
`,
  );
  return directory;
}

function answers(part: Part): Promise<boolean> {
  return part.read().then(
    () => true,
    () => false,
  );
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'no error', errorCode);
}

test.run();

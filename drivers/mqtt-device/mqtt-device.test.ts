/** A device behind MQTT: what its messages mean, what it is told, and what is said when it says nothing. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode, errorMessage } from '../../runtime/core/app-error.ts';
import type { Part, Sample } from '../../runtime/hal/driver.ts';
import type { MqttOptionsInput } from '../../runtime/hal/mqtt-options.ts';
import { ALONE, withSimBoard, type SimRig } from '../../test/sim-rig.ts';
import { ECHOED_OPTIONS, EchoingDevice } from './mqtt-device.fixture.ts';
import { mqttDevice } from './mqtt-device.ts';

const test = suite('mqtt-device');

interface Bench extends Pick<SimRig, 'clock'> {
  readonly part: Part;
  readonly device: EchoingDevice;
  readonly heard: readonly Sample[];
}

function withDevice(
  use: (bench: Bench) => Promise<void> | void,
  options: MqttOptionsInput = ECHOED_OPTIONS,
): Promise<void> {
  return withSimBoard(async ({ board, clock }) => {
    const device = new EchoingDevice();
    const part = await mqttDevice.open(
      { ...ALONE, board, clock, name: 'plug', mqtt: device },
      options,
    );
    const heard: Sample[] = [];
    part.onChange?.((sample) => heard.push(sample));
    await use({ part, device, clock, heard });
    await part.close();
  });
}

const { power, level } = ECHOED_OPTIONS.channels;
if (power === undefined || level === undefined) throw new Error('the fixture has other channels');

test('tells what the device says, when it says it', () =>
  withDevice(({ device, heard }) => {
    device.say('plug/power', 'ON');
    device.say('plug/level', '{"level": 80}');
    assert.equal(heard, [{ power: false, level: 0 }, { power: true }, { level: 40 }]);
  }));

test('sends what its command says, in the terms of the device', () =>
  withDevice(async ({ part, device }) => {
    await part.write?.('power', true);
    await part.write?.('level', 33.4);
    assert.equal(device.told, [
      ['plug/power/set', 'ON'],
      ['plug/level/set', '{"level": 67}'],
    ]);
  }));

test('knows nothing of a channel from a write until the device answers', () =>
  withDevice(async ({ part, device }) => {
    device.isMute = true;
    await part.write?.('power', true);
    assert.is(part.reported?.('power'), undefined);
    device.say('plug/power', 'OFF');
    assert.is(part.reported?.('power'), false);
  }));

test('says that a device was told something and does not answer', () =>
  withDevice(async ({ part, device, clock }) => {
    device.isMute = true;
    await part.write?.('power', true);
    assert.is(part.trouble?.('power'), undefined);
    await clock.advance(20_000);
    assert.is(errorCode(part.trouble?.('power')), 'DRIVER_UNAVAILABLE');
  }));

test('says that a word is neither of the two, and forgets it with the next that is', () =>
  withDevice(({ part, device }) => {
    device.say('plug/power', 'BLINK');
    assert.is(
      errorMessage(part.trouble?.('power')),
      'power: it said "BLINK", which is neither "ON" nor "OFF"',
    );
    device.say('plug/power', 'ON');
    assert.is(part.trouble?.('power'), undefined);
  }));

test('takes no value from a message that has none', () =>
  withDevice(({ part, device }) => {
    for (const payload of ['{}', 'None', '', '[1', '['.repeat(5_000)])
      device.say('plug/level', payload);
    assert.is(part.reported?.('level'), 0);
    assert.is(part.trouble?.('level'), undefined);
  }));

test('quotes a template that it does not understand, and goes on with the other channels', () =>
  withDevice(
    async ({ part, device, heard }) => {
      assert.is(
        errorMessage(part.trouble?.('level')),
        'level: this template is not understood: "{{ now() }}" (nothing is called "now" here)',
      );
      assert.is(errorCode(part.objects?.('level')), 'DRIVER_NOT_UNDERSTOOD');
      device.say('plug/power', 'ON');
      assert.equal(heard.at(-1), { power: true });
      await Promise.resolve();
    },
    {
      ...ECHOED_OPTIONS,
      channels: {
        power,
        level: { ...level, state: { topic: 'plug/level', template: '{{ now() }}' } },
      },
    },
  ));

const AVAILABILITY = (mode: 'all' | 'any' | 'latest'): MqttOptionsInput => ({
  ...ECHOED_OPTIONS,
  availability: [
    {
      mode,
      topics: [
        { topic: 'bridge/state', template: '{{ value_json.state }}' },
        { topic: 'plug/availability', template: '{{ value_json.state }}' },
      ],
    },
  ],
});

for (const [mode, isAway] of [
  ['all', true],
  ['any', false],
  ['latest', true],
] as const)
  test(`of two that say whether it is there, "${mode}" decides`, () =>
    withDevice(({ part, device }) => {
      assert.is(part.trouble?.('power'), undefined);
      device.say('bridge/state', '{"state":"online"}');
      device.say('plug/availability', '{"state":"offline"}');
      assert.is(part.trouble?.('power') !== undefined, isAway);
      assert.is(part.objects?.('power') !== undefined, isAway);
      device.say('plug/availability', '{"state":"online"}');
      assert.is(part.trouble?.('power'), undefined);
    }, AVAILABILITY(mode)));

test('a value that has expired is worth nothing', () =>
  withDevice(
    async ({ part, device, clock }) => {
      await clock.advance(59_000);
      assert.is(part.trouble?.('power'), undefined);
      await clock.advance(2_000);
      assert.is(
        errorMessage(part.trouble?.('power')),
        'power was said 61 s ago, and holds for 60 s',
      );
      device.say('plug/power', 'OFF');
      assert.is(part.trouble?.('power'), undefined);
    },
    { ...ECHOED_OPTIONS, channels: { power: { ...power, expireAfterMs: 60_000 } } },
  ));

test('says that a device does not know, and keeps no old value as a good one', () =>
  withDevice(({ part, device }) => {
    for (const said of ['{"level": null}', '{"level": "unavailable"}']) {
      device.say('plug/level', '{"level": 80}');
      assert.is(part.trouble?.('level'), undefined);
      device.say('plug/level', said);
      assert.is(errorCode(part.trouble?.('level')), 'DRIVER_UNAVAILABLE', said);
    }
  }));

test('takes no number from what only looks like one', () =>
  withDevice(({ part, device }) => {
    for (const said of ['"nan"', '"inf"', '"-Infinity"', '"1e999"', '"12 %"', '[1, 2]', 'true']) {
      device.say('plug/level', '{"level": 80}');
      device.say('plug/level', `{"level": ${said}}`);
      assert.is(errorCode(part.trouble?.('level')), 'DRIVER_BAD_ANSWER', said);
      assert.is(part.reported?.('level'), 40, said);
    }
  }));

test('lets go of what a device only says when it begins, and later when it says so again', () =>
  withDevice(
    async ({ device, clock, heard }) => {
      device.say('pir', 'ON');
      await clock.advance(60_000);
      device.say('pir', 'ON');
      await clock.advance(89_000);
      assert.equal(heard, [{ motion: true }, { motion: true }]);
      await clock.advance(1_000);
      assert.equal(heard.at(-1), { motion: false });
    },
    {
      account: 'plug',
      channels: {
        motion: {
          ...{ type: 'boolean', endsAfterMs: 90_000 },
          state: { topic: 'pir', on: 'ON', off: 'OFF' },
        },
      },
    },
  ));

test('a button lets go by itself, and what says nothing is not believed to report', () =>
  withDevice(
    async ({ part, device, clock, heard }) => {
      await part.write?.('press', true);
      assert.equal(device.told, [['plug/press', 'PRESS']]);
      assert.is(part.reports?.('press'), false);
      await clock.advance(1_000);
      assert.equal(heard, [{ press: false }, { press: false }]);
    },
    {
      account: 'plug',
      channels: {
        press: { type: 'boolean', momentary: true, command: { topic: 'plug/press', on: 'PRESS' } },
      },
    },
  ));

test('a command may name the position in percent beside the value of the device', () =>
  withDevice(
    async ({ part, device }) => {
      await part.write?.('position', 30);
      assert.equal(device.told, [['screen/set', '{ "position": 30, "raw": 70 }']]);
    },
    {
      account: 'plug',
      channels: {
        position: {
          ...{ type: 'number', unit: '%', range: [0, 100], integer: true, scale: -1, offset: 100 },
          command: {
            topic: 'screen/set',
            template: '{ "position": {{ position }}, "raw": {{ value }} }',
          },
        },
      },
    },
  ));

test('a state knows no position: only what is told has one', () =>
  withDevice(
    ({ part }) => {
      assert.is(errorCode(part.objects?.('level')), 'DRIVER_NOT_UNDERSTOOD');
    },
    {
      ...ECHOED_OPTIONS,
      channels: { level: { ...level, state: { topic: 'x', template: '{{ position }}' } } },
    },
  ));

test('a button is pressed each time, also when it was pressed before', () =>
  withDevice(
    async ({ part, device }) => {
      await part.write?.('stop', true);
      await part.write?.('stop', true);
      assert.is(device.told.length, 2);
      assert.is(part.momentary?.('stop'), true);
    },
    {
      account: 'plug',
      channels: {
        stop: { type: 'boolean', momentary: true, command: { topic: 'screen/set', on: 'STOP' } },
      },
    },
  ));

test.run();

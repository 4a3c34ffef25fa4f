/**
 * Announcements as their publishers make them, against what they become. Sources: Tasmota
 * `SetOption19` (arendst/Tasmota issue #7097); Zigbee2MQTT `test/extensions/homeassistant.test.ts` and
 * logs in its issues; ESPHome `esphome/components/mqtt/`; Home Assistant's MQTT pages.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readAnnouncement } from './announcement.ts';
import { build, optionsOf } from './devices.fixture.ts';
import { idOf, plainName } from './plain-name.ts';

const test = suite('devices behind MQTT');

const TASMOTA_DEVICE = { identifiers: ['522851'], connections: [['mac', '84:0D:8E:52:28:51']] };
const TASMOTA = {
  avty_t: '~LWT',
  pl_avail: 'Online',
  pl_not_avail: 'Offline',
  device: TASMOTA_DEVICE,
  '~': 'tasmota01/tele/',
};

test('Tasmota: `~` is its base topic, and energy stays energy although it is called power', () => {
  const built = build({
    'homeassistant/sensor/522851_ENERGY_Today/config': {
      ...TASMOTA,
      name: 'Tasmota ENERGY Today',
      stat_t: '~SENSOR',
      uniq_id: '522851_ENERGY_Today',
      unit_of_meas: 'kWh',
      val_tpl: "{{value_json['ENERGY'].Today}}",
      dev_cla: 'power',
    },
  });
  assert.equal(optionsOf(built), {
    account: 'bridge',
    availability: [
      {
        mode: 'latest',
        topics: [{ topic: 'tasmota01/tele/LWT', online: 'Online', offline: 'Offline' }],
      },
    ],
    channels: {
      energy: {
        ...{ type: 'number', unit: 'kWh', scale: 1, offset: 0, integer: false, momentary: false },
        state: {
          topic: 'tasmota01/tele/SENSOR',
          template: "{{value_json['ENERGY'].Today}}",
          passing: [],
        },
      },
    },
  });
});

const Z2M_LIGHT = {
  availability: [
    { topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' },
    { topic: 'zigbee2mqtt/hue/availability', value_template: '{{ value_json.state }}' },
  ],
  availability_mode: 'all',
  brightness: true,
  brightness_scale: 254,
  command_topic: 'zigbee2mqtt/hue/set',
  device: { identifiers: ['zigbee2mqtt_0x0017880102952daf'], name: 'hue', model: 'E27' },
  name: null,
  schema: 'json',
  state_topic: 'zigbee2mqtt/hue',
  supported_color_modes: ['brightness'],
  unique_id: '0x0017880102952daf_light_zigbee2mqtt',
};

test('Zigbee2MQTT: a lamp has its power and its brightness in percent', () => {
  const built = build({ 'homeassistant/light/0x0017880102952daf/light/config': Z2M_LIGHT });
  const [thing] = built.device?.things ?? [];
  assert.equal([thing?.title, thing?.kind, thing?.role], [{ en: 'hue' }, 'light', 'operator']);
  assert.equal(
    thing?.properties.map(({ name, unit, confirm, onRestart }) => [name, unit, confirm, onRestart]),
    [
      ['power', undefined, undefined, 'last'],
      ['brightness', '%', undefined, 'last'],
    ],
  );
  const { availability, channels } = optionsOf(built);
  assert.is(availability[0]?.mode, 'all');
  assert.is(availability[0]?.topics.length, 2);
  assert.is(channels['brightness']?.scale, 100 / 254);
});

test('Zigbee2MQTT: what sets a device up is a thing for technicians, and asks each time', () => {
  const device = { identifiers: ['zigbee2mqtt_1'], name: 'socket' };
  const command_topic = 'zigbee2mqtt/socket/set';
  const built = build({
    'homeassistant/switch/1/switch/config': { device, command_topic, name: null },
    'homeassistant/number/1/countdown/config': {
      ...{ device, name: 'Countdown', entity_category: 'config', min: 0, max: 43200 },
      command_topic: `${command_topic}/countdown`,
      value_template: '{{ value_json.countdown }}',
      state_topic: 'zigbee2mqtt/socket',
    },
  });
  assert.equal(
    built.device?.things.map(({ id, role, properties }) => [id, role, properties[0]?.confirm?.to]),
    [
      ['device', 'operator', 'on'],
      ['device-settings', 'technician', 'any'],
    ],
  );
});

test('Zigbee2MQTT: true and false of JSON are compared as Home Assistant prints them', () => {
  const { channels } = optionsOf(
    build({
      'homeassistant/binary_sensor/1/occupancy/config': {
        ...{ payload_on: true, payload_off: false, device_class: 'occupancy' },
        ...{ state_topic: 'zigbee2mqtt/pir', value_template: '{{ value_json.occupancy }}' },
      },
    }),
  );
  assert.equal(
    [channels['occupancy']?.state?.on, channels['occupancy']?.state?.off],
    ['True', 'False'],
  );
});

test('ESPHome: a cover with a position is a number, and can be stopped without being asked', () => {
  const built = build({
    'homeassistant/cover/gate/drive/config': {
      ...{ dev: { ids: 'ac67b2', name: 'gate' }, name: 'Drive', dev_cla: 'gate' },
      ...{ cmd_t: 'gate/cover/drive/command', stat_t: 'gate/cover/drive/state' },
      ...{
        pos_t: 'gate/cover/drive/position/state',
        set_pos_t: 'gate/cover/drive/position/command',
      },
    },
  });
  assert.equal(
    built.device?.things[0]?.properties.map(({ name, confirm }) => [name, confirm?.to]),
    [
      ['position', 'any'],
      ['stop', undefined],
    ],
  );
});

test('what can be dangerous is asked about: locks, valves, plugs, buttons', () => {
  for (const [component, config, to] of [
    ['lock', {}, 'open'],
    ['valve', {}, 'open'],
    ['switch', {}, 'on'],
    ['siren', {}, 'on'],
    ['button', {}, 'on'],
    ['light', {}, undefined],
    ['fan', {}, undefined],
  ] as const) {
    const topic = `homeassistant/${component}/x/config`;
    const built = build({ [topic]: { command_topic: 'x/set', ...config } });
    assert.is(built.device?.things[0]?.properties[0]?.confirm?.to, to, component);
  }
});

test('an output that says nothing has no state, whatever topic it names, when it is optimistic', () => {
  const config = { command_topic: 'x/set', state_topic: 'x', optimistic: true };
  const { channels } = optionsOf(build({ 'homeassistant/switch/x/config': config }));
  assert.is(channels['power']?.state, undefined);
});

test('ESPHome: a sensor without a unit is a number by its short `stat_cla`', () => {
  const { channels } = optionsOf(
    build({
      'homeassistant/sensor/well/ratio/config': {
        ...{ stat_t: 'well/sensor/ratio/state', stat_cla: 'measurement', name: 'Ratio' },
        ...{ uniq_id: 'ESPsensorratio', dev: { ids: 'ac67b2', name: 'well' } },
      },
    }),
  );
  assert.equal(channels['ratio']?.type, 'number');
});

test('no broker keeps an order for a device that comes back tomorrow', () => {
  const config = { command_topic: 'x/set', state_topic: 'x', retain: true, ret: true };
  const { channels } = optionsOf(build({ 'homeassistant/switch/x/config': config }));
  assert.is(channels['power']?.command?.retain, false);
});

test('Zigbee2MQTT: a sensor that only says when somebody moves is told to let go, by off_delay', () => {
  const config = { state_topic: 'pir', device_class: 'motion', off_delay: 90 };
  const { channels } = optionsOf(build({ 'homeassistant/binary_sensor/pir/config': config }));
  assert.is(channels['motion']?.endsAfterMs, 90_000);
});

test('a thermostat in Fahrenheit that says no limits has those of Home Assistant: 44.6 to 95 °F', () => {
  const config = { temperature_command_topic: 'x/set', temperature_unit: 'F', temp_step: 1 };
  const built = build({ 'homeassistant/climate/x/config': config });
  const [setpoint] = built.device?.things[0]?.properties ?? [];
  assert.equal(setpoint?.range?.map(Math.round), [7, 35]);
  assert.is(setpoint?.tolerance.toFixed(3), '0.278');
});

test('a device that names its entities anew each time does not fill its record', () => {
  let names = {};
  for (let round = 0; round < 400; round += 1) {
    const topic = `homeassistant/sensor/x${String(round)}/config`;
    names = build({ [topic]: { state_topic: 'x', device_class: 'humidity' } }, names).record.names;
  }
  assert.is(Object.keys(names).length, 257);
});

test('names that were given once stay, and a second one of a kind gets a number', () => {
  const one = { state_topic: 'a', device_class: 'temperature', device: { ids: ['d'] } };
  const first = build({ 'homeassistant/sensor/b/config': one });
  const both = { 'homeassistant/sensor/a/config': one, 'homeassistant/sensor/b/config': one };
  const second = build(both, first.record.names);
  assert.equal(second.record.names, {
    'homeassistant/sensor/b/config#temperature': 'temperature',
    'homeassistant/sensor/a/config#temperature': 'temperature-2',
  });
});

test('what is not supported is left out, and said', () => {
  const { device, skipped } = build({
    'homeassistant/select/x/config': { command_topic: 'x/set', options: ['a', 'b'] },
  });
  assert.is(device, undefined);
  assert.equal(skipped, [
    { what: 'select homeassistant/select/x/config', why: '"select" is not supported' },
  ]);
});

test('topics with wildcards, of the broker, or too long are no topics', () => {
  for (const state_topic of ['a/+', '#', '$SYS/uptime', 'x'.repeat(300), '', 7, null]) {
    const { skipped } = build({
      'homeassistant/sensor/x/config': { state_topic, state_class: 'total' },
    });
    assert.is(skipped[0]?.why, 'it has no state topic');
  }
});

test('names are shortened, and without marks that mean something elsewhere', () => {
  assert.is(plainName('Kitchen\n<b>lamp</b> {{x}} `rm` \u202e'), 'Kitchen b lamp /b x rm');
  assert.is(plainName('x'.repeat(500))?.length, 48);
  assert.is(plainName(' \n '), undefined);
  assert.is(idOf('Küche & Flur #2'), 'kuche-flur-2');
  assert.is(idOf('客厅'), undefined);
});

test('what is no JSON object, or nested too deep, is no announcement', () => {
  for (const text of ['', '[]', '7', '{', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`])
    assert.type(readAnnouncement('homeassistant/sensor/x/config', text), 'string', text);
});

/** Zigbee2MQTT, `lib/extension/homeassistant.ts`: what it publishes of every cover with a position. */
const Z2M_COVER = {
  ...{ command_topic: 'zigbee2mqtt/Screen/set', position_topic: 'zigbee2mqtt/Screen' },
  position_template: '{{ value_json.position }}',
  set_position_topic: 'zigbee2mqtt/Screen/set',
  set_position_template: '{ "position": {{ position }} }',
  ...{ name: null, unique_id: '0x4', device: { identifiers: ['z4'], name: 'Shade screen' } },
};

test('Zigbee2MQTT: a cover is told its position in percent, and is stopped by a button', () => {
  const built = build({ 'homeassistant/cover/0x4/cover/config': Z2M_COVER });
  const [thing] = built.device?.things ?? [];
  assert.equal(
    thing?.properties.map(({ name, words, safe }) => [name, words, safe]),
    [
      ['position', 'on-off', 0],
      ['stop', 'pressed-released', true],
    ],
  );
  const { position, stop } = optionsOf(built).channels;
  assert.is(position?.command?.template, '{ "position": {{ position }} }');
  assert.is(position?.state?.template, '{{ value_json.position }}');
  assert.equal([stop?.momentary, stop?.command?.on], [true, 'STOP']);
});

test('a cover that is only opened and closed shows how far it is, and says so itself', () => {
  const config = { command_topic: 'x/set', position_topic: 'x/pos', device_class: 'curtain' };
  const built = build({ 'homeassistant/cover/x/config': { ...config, payload_stop: null } });
  const [thing] = built.device?.things ?? [];
  assert.is(thing?.kind, 'curtain');
  assert.equal(
    thing?.properties.map(({ name, writable }) => [name, writable]),
    [
      ['open', true],
      ['position', false],
    ],
  );
});

/** Tasmota, `xdrv_12_home_assistant.ino`: HASS_DISCOVER_RELAY and HASS_DISCOVER_LIGHT_DIMMER. */
const TASMOTA_LIGHT = {
  ...{ cmd_t: 'cmnd/plug/POWER2', stat_t: 'tele/plug/STATE', val_tpl: '{{value_json.POWER2}}' },
  ...{ pl_off: 'OFF', pl_on: 'ON', bri_cmd_t: 'cmnd/plug/Dimmer', bri_stat_t: 'tele/plug/STATE' },
  ...{ bri_scl: 100, on_cmd_type: 'brightness', bri_val_tpl: '{{value_json.Dimmer}}' },
  ...{ uniq_id: 'A1B2C4_LI_1', dev: { ids: ['A1B2C4'], name: 'Table light' } },
};

test('Tasmota: a light says by val_tpl whether it is on', () => {
  const built = build({ 'homeassistant/light/A1B2C4_LI_1/config': TASMOTA_LIGHT });
  const { power, brightness } = optionsOf(built).channels;
  assert.is(power?.state?.template, '{{value_json.POWER2}}');
  assert.is(brightness?.state?.template, '{{value_json.Dimmer}}');
});

test('Tasmota: a device keeps its name when a later entity only says which device it is', () => {
  const relay = { command_topic: 'cmnd/x/POWER', name: 'Compressor' };
  const sensor = { state_topic: 'tele/x/SENSOR', device_class: 'power', name: 'ENERGY Power' };
  const ids = ['A1B2C3'];
  for (const topics of [
    ['homeassistant/switch/A1B2C3_RL_1/config', 'homeassistant/sensor/A1B2C3_ENERGY_Power/config'],
    ['homeassistant/switch/A1B2C3_RL_1/config', 'homeassistant/sensor/0_ENERGY_Power/config'],
  ]) {
    const built = build({
      [topics[1] ?? '']: { ...sensor, dev: { ids } },
      [topics[0] ?? '']: { ...relay, dev: { ids, name: 'Compressor plug' } },
    });
    assert.equal(built.device?.things[0]?.title, { en: 'Compressor plug' });
  }
});

test('ESPHome: of several in one device each keeps its own name', () => {
  const device = { ids: 'e1', name: 'well' };
  const built = build({
    'homeassistant/fan/well/blower/config': {
      ...{ device, name: 'Blower', cmd_t: 'well/fan/blower/command' },
      pct_cmd_t: 'well/fan/blower/speed/command',
    },
    'homeassistant/switch/well/valve/config': {
      device,
      name: 'Valve',
      cmd_t: 'well/valve/command',
    },
    'homeassistant/sensor/well/tank_temp/config': {
      ...{ device, name: 'Tank temp', dev_cla: 'temperature', unit_of_meas: '°C' },
      stat_t: 'well/sensor/tank_temp/state',
    },
    'homeassistant/sensor/well/temperature/config': {
      ...{ device, name: 'Temperature', dev_cla: 'temperature', unit_of_meas: '°C' },
      stat_t: 'well/sensor/temperature/state',
    },
  });
  assert.equal(
    built.device?.things[0]?.properties.map(({ name, title }) => [name, title]),
    [
      ['blower', { en: 'Blower' }],
      ['blower-speed', { en: 'Blower speed' }],
      ['temperature', { en: 'Tank temp' }],
      ['temperature-2', { en: 'temperature 2', zh: '温度 2' }],
      ['valve', { en: 'Valve' }],
    ],
  );
});

test('steps of a number and of a setpoint are counted in our unit', () => {
  const topic = { command_topic: 'x/set' };
  const device = { ids: 'e1', name: 'well' };
  const built = build({
    'homeassistant/number/x/a/config': {
      ...topic,
      device,
      name: 'Speed',
      min: 0,
      max: 100,
      step: 5,
    },
    'homeassistant/climate/x/b/config': {
      ...{ device, temperature_command_topic: 'x/t', temp_step: 0.9, temperature_unit: 'F' },
    },
  });
  assert.equal(
    built.device?.things[0]?.properties.map(({ name, step }) => [name, step]),
    [
      ['setpoint', 0.5],
      ['speed', 5],
    ],
  );
});

test('a lock that is jammed is neither locked nor unlocked', () => {
  const config = { command_topic: 'x/set', state_topic: 'x', device: { ids: 'l', name: 'Store' } };
  const built = build({
    'homeassistant/lock/x/lock/config': config,
    'homeassistant/button/x/identify/config': { ...config, name: 'Identify' },
  });
  const [thing] = built.device?.things ?? [];
  assert.equal(
    [thing?.kind, thing?.properties.map(({ words }) => words)],
    ['lock', ['pressed-released', 'unlocked-locked']],
  );
  const { open } = optionsOf(built).channels;
  assert.equal(open?.state?.passing, ['LOCKING', 'UNLOCKING', 'MOTOR_OK']);
});

test.run();

/**
 * Devices behind MQTT, played by Debian's mosquitto clients against a built node: they announce
 * themselves as Tasmota and Zigbee2MQTT do, answer or stay silent, die, and withdraw. The payloads
 * follow Tasmota issue #7097 and Zigbee2MQTT's documentation of its Home Assistant integration.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { readingSchema } from './answers.ts';
import { hasMosquitto } from './mosquitto.ts';
import { NodeProcess } from './node-process.ts';
import { PUMP_RELAY, register, soon } from './outside.ts';

const thingsSchema = z.array(
  z.looseObject({
    id: z.string(),
    title: z.string(),
    area: z.string(),
    origin: z.string().optional(),
    properties: z.array(z.looseObject({ name: z.string(), unit: z.string().optional() })),
  }),
);
const replySchema = z.looseObject({ reply: z.string() });
const refusalSchema = z.looseObject({
  error: z.looseObject({ code: z.string(), message: z.string() }),
});

/** An account of the broker, and the programs that run with it. */
class Device {
  readonly #login: readonly string[];
  readonly #running: ChildProcess[] = [];

  constructor(node: NodeProcess, name: string, password: string) {
    const [host = '', port = ''] = node.mqtt.split(':');
    this.#login = ['-h', host, '-p', port, '-V', 'mqttv311', '-u', name, '-P', password];
  }

  /** Resolves when the broker has it. */
  say(topic: string, message: string, ...more: readonly string[]): void {
    const said = ['-t', topic, '-q', '1', ...more, '-m', message];
    assert.equal(spawnSync('mosquitto_pub', [...this.#login, ...said]).status, 0);
  }

  announce(topic: string, config: object | undefined): void {
    this.say(topic, config === undefined ? '' : JSON.stringify(config), '-r');
  }

  /** Does what it is told, and says so. */
  obey(
    topic: string,
    answer: (told: string) => readonly [string, string],
    will: string,
  ): ChildProcess {
    const last = [
      '--will-topic',
      will,
      '--will-payload',
      'Offline',
      '--will-retain',
      '--will-qos',
      '1',
    ];
    const ear = spawn('mosquitto_sub', [...this.#login, '-t', topic, ...last]);
    createInterface({ input: ear.stdout }).on('line', (told) => {
      this.say(...answer(told));
    });
    this.#running.push(ear);
    return ear;
  }

  stop(): void {
    for (const each of this.#running) each.kill('SIGKILL');
  }
}

interface Context {
  directory: string | undefined;
  node: NodeProcess;
  tasmota: Device;
  zigbee: Device;
}

const test = suite<Context>('devices behind MQTT');

const PLUG_TOPIC = 'homeassistant/switch/522851_RL_1/config';
const PLUG = {
  name: null,
  stat_t: '~stat/RESULT',
  avty_t: '~tele/LWT',
  pl_avail: 'Online',
  pl_not_avail: 'Offline',
  cmd_t: '~cmnd/POWER',
  val_tpl: '{{value_json.POWER}}',
  pl_off: 'OFF',
  pl_on: 'ON',
  uniq_id: '522851_RL_1',
  device: { identifiers: ['522851'], name: 'Garage plug', sw_version: '7.1.1(tasmota)' },
  '~': 'plug/',
};
const BULB_TOPIC = 'homeassistant/device/0x0017880104e45517/config';
const BULB = {
  dev: { ids: 'zigbee2mqtt_0x0017880104e45517', name: 'Hall bulb', mf: 'Philips' },
  o: { name: 'Zigbee2MQTT' },
  state_topic: 'zigbee2mqtt/Hall bulb',
  availability: [{ topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' }],
  cmps: {
    light: {
      p: 'light',
      schema: 'json',
      brightness: true,
      brightness_scale: 254,
      command_topic: 'zigbee2mqtt/Hall bulb/set',
      unique_id: '0x0017880104e45517_light',
    },
    linkquality: {
      p: 'sensor',
      name: 'Linkquality',
      unit_of_measurement: 'lqi',
      state_class: 'measurement',
      value_template: '{{ value_json.linkquality }}',
      unique_id: '0x0017880104e45517_linkquality',
    },
    temperature: {
      p: 'sensor',
      dev_cla: 'temperature',
      unit_of_meas: '°F',
      val_tpl: '{{ value_json.temperature | float }}',
      uniq_id: '0x0017880104e45517_temperature',
    },
  },
};

test.before(async (context) => {
  if (!hasMosquitto()) return;
  const directory = mkdtempSync(join(tmpdir(), 'site-'));
  context.directory = directory;
  cpSync('provisioning/site', directory, { recursive: true });
  context.node = await new NodeProcess({
    configDirectory: directory,
    mqtt: '127.0.0.1:0',
  }).start();
  const { node } = context;
  const grant = async (name: string, reads: string, writes: string): Promise<Device> => {
    const { json } = await node.cli(
      'broker',
      'grant',
      name,
      '--read',
      reads,
      '--write',
      writes,
      '--json',
    );
    return new Device(node, name, z.looseObject({ password: z.string() }).parse(json).password);
  };
  context.tasmota = await grant('tasmota', 'plug/cmnd/#', 'homeassistant/#,plug/#');
  context.zigbee = await grant('zigbee', 'zigbee2mqtt/#', 'homeassistant/#,zigbee2mqtt/#');
});

test.after(async ({ node, tasmota, zigbee, directory }) => {
  if (directory === undefined) return;
  tasmota.stop();
  zigbee.stop();
  await node.remove();
  rmSync(directory, { recursive: true });
});

function fact(sentence: string, check: (context: Context) => Promise<void>): void {
  if (hasMosquitto()) test(sentence, check);
  else test.skip(`${sentence} (SKIPPED: there are no mosquitto clients here)`);
}

async function things(node: NodeProcess): Promise<z.infer<typeof thingsSchema>> {
  return thingsSchema.parse((await node.cli('things', '--json')).json);
}

async function read(node: NodeProcess, target: string): Promise<z.infer<typeof readingSchema>> {
  return readingSchema.parse((await node.cli('read', '--json', target)).json);
}

async function chat(node: NodeProcess, text: string): Promise<string> {
  return replySchema.parse((await node.cli('chat', '--json', text)).json).reply;
}

async function known(node: NodeProcess, id: string): Promise<boolean> {
  return (await things(node)).some((thing) => thing.id === id);
}

fact(
  'are things at once, and what runs on the board of the gateway goes on running',
  async (context) => {
    const { node, tasmota, zigbee } = context;
    await node.cli('set', 'pump.power', 'on', '--for', '5m');
    assert.equal(register(node, PUMP_RELAY), '1');
    tasmota.say('plug/tele/LWT', 'Online', '-r');
    tasmota.announce(PLUG_TOPIC, PLUG);
    tasmota.say('plug/stat/RESULT', '{"POWER":"OFF"}');
    zigbee.announce(BULB_TOPIC, BULB);
    zigbee.say(
      'zigbee2mqtt/Hall bulb',
      '{"state":"OFF","brightness":127,"linkquality":90,"temperature":71.6}',
    );
    await soon('the plug is known', () => known(node, 'garage-plug'));
    await soon('the bulb is known', () => known(node, 'hall-bulb'));
    assert.equal(register(node, PUMP_RELAY), '1');
    const found = (await things(node)).filter(({ origin }) => origin !== undefined);
    assert.deepEqual(
      found.map(({ id, origin, properties }) => [id, origin, properties.map(({ name }) => name)]),
      [
        ['garage-plug', 'mqtt tasmota', ['power']],
        ['hall-bulb', 'mqtt zigbee', ['power', 'brightness', 'linkquality', 'temperature']],
      ],
    );
  },
);

fact(
  'tell how they stand in our units, as good readings of a simulated board',
  async ({ node }) => {
    const { value, unit, quality } = await read(node, 'hall-bulb.temperature');
    assert.equal(Math.round(Number(value) * 10) / 10, 22);
    assert.deepEqual([unit, quality], ['Cel', 'good']);
    assert.equal(
      await chat(node, 'what is the temperature of the hall bulb?'),
      'Hall bulb temperature: 22.0 °C',
    );
    assert.equal(await chat(node, 'is the garage plug on?'), 'No. Garage plug: off');
  },
);

fact(
  'are asked about before a plug is switched on, and not before a lamp is',
  async ({ node, zigbee }) => {
    assert.match(await chat(node, 'turn on the garage plug'), /really switch on\?/);
    zigbee.obey(
      'zigbee2mqtt/Hall bulb/set',
      (told) => ['zigbee2mqtt/Hall bulb', told],
      'zigbee2mqtt/lamp/will',
    );
    await soon('the lamp listens, and what it says is called its own word', async () =>
      (await chat(node, 'turn on the hall bulb')).startsWith(
        'Hall bulb switched on (the device reports it; no sensor watches the effect).',
      ),
    );
    assert.equal((await read(node, 'hall-bulb.power')).value, true);
    await node.cli('set', 'hall-bulb.brightness', '50');
    assert.equal(Math.round(Number((await read(node, 'hall-bulb.brightness')).value)), 50);
  },
);

fact(
  'are counted with the reason where something of them is not taken',
  async ({ node, zigbee }) => {
    zigbee.announce('homeassistant/select/0x0017880104e45517/effect/config', {
      ...{ dev: BULB.dev, name: 'Effect', options: ['blink', 'breathe'] },
      command_topic: 'zigbee2mqtt/Hall bulb/set',
    });
    await soon('the doctor tells', async () =>
      (await node.cli('doctor')).stdout.includes(
        '1 entity of theirs is not taken: "select" is not supported (1)',
      ),
    );
  },
);

fact('are not "done" while they do not report it', async ({ node, tasmota }) => {
  const { code, json } = await node.cli('set', 'garage-plug.power', 'off', '--json');
  assert.equal(code, 1);
  const { error } = refusalSchema.parse(json);
  assert.deepEqual(
    [error.code, error.message],
    ['DEVICE_UNCONFIRMED', 'garage-plug.power was told, and has not confirmed it within 5 s'],
  );
  tasmota.say('plug/stat/RESULT', '{"POWER":"OFF"}');
  await soon(
    'its word counts again',
    async () => (await read(node, 'garage-plug.power')).quality === 'good',
  );
});

fact('take what the site directory says of them, and guard what it wants', async (context) => {
  const { node, directory, tasmota } = context;
  const file = join(directory ?? '', 'devices.yaml');
  const site = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    `${site}
discovered:
  garage-plug:
    title: { en: Workbench socket, zh: 工作台插座 }
    area: ${/^areas:\n {2}([a-z-]+):/m.exec(site)?.[1] ?? ''}
    properties:
      power:
        confirm: never
        interlocks:
          - requires: { reading: hall-bulb.temperature, max: 30, freshWithin: 1h }
  hall-bulb: {}
`,
  );
  await soon('it has its new name', async () =>
    (await things(node)).some(({ title }) => title === 'Workbench socket'),
  );
  const ear = tasmota.obey(
    'plug/cmnd/POWER',
    (told) => ['plug/stat/RESULT', `{"POWER":"${told}"}`],
    'plug/tele/LWT',
  );
  await soon('it obeys', async () =>
    (await chat(node, 'turn on the workbench socket')).startsWith('Workbench socket switched on'),
  );
  context.zigbee.say('zigbee2mqtt/Hall bulb', '{"temperature":104}');
  await soon(
    'it is forced off',
    async () => (await read(node, 'garage-plug.power')).value === false,
  );
  assert.match(await chat(node, 'turn on the workbench socket'), /must be at most 30/);
  // Its last will, told by the broker.
  ear.kill('SIGKILL');
  await soon(
    'it is missed',
    async () => (await read(node, 'garage-plug.power')).quality === 'stale',
  );
  const { json } = await node.cli('set', 'garage-plug.power', 'off', '--json');
  assert.deepEqual(refusalSchema.parse(json).error, {
    ...refusalSchema.parse(json).error,
    code: 'DEVICE_UNREACHABLE',
    message: 'garage-plug.power: it is offline, as plug/tele/LWT says',
  });
  assert.match((await node.cli('doctor')).stdout, /garage-plug\.power is stale \(it is offline/);
});

fact(
  "are nobody else's to announce, and tell nothing where their grant does not reach",
  async ({ node, zigbee }) => {
    zigbee.announce(PLUG_TOPIC, { ...PLUG, cmd_t: 'zigbee2mqtt/evil/set' });
    zigbee.announce('homeassistant/switch/evil/config', {
      name: 'Evil switch',
      command_topic: 'bt/1/greenhouse/greenhouse/cmd',
    });
    await soon('the doctor tells', async () =>
      (await node.cli('doctor')).stdout.includes(
        `${PLUG_TOPIC} of zigbee: tasmota has announced that already`,
      ),
    );
    await soon('it is known', () => known(node, 'evil-switch'));
    const { json } = await node.cli('set', 'evil-switch.power', 'off', '--json');
    assert.match(refusalSchema.parse(json).error.message, /zigbee may not read bt\/1/);
  },
);

fact('are still known after the power was cut', async ({ node }) => {
  await node.kill('SIGKILL');
  await node.start();
  assert.ok(await known(node, 'garage-plug'));
  assert.ok(await known(node, 'hall-bulb'));
});

fact('are gone when they are withdrawn', async (context) => {
  const { node } = context;
  const { json } = await node.cli(
    ...[
      'broker',
      'grant',
      'zigbee',
      '--read',
      'zigbee2mqtt/#',
      '--write',
      'homeassistant/#',
      '--json',
    ],
  );
  const again = new Device(
    node,
    'zigbee',
    z.looseObject({ password: z.string() }).parse(json).password,
  );
  again.announce(BULB_TOPIC, undefined);
  await soon('the bulb is gone', async () => !(await known(node, 'hall-bulb')));
  assert.ok(await known(node, 'garage-plug'));
});

test.run();

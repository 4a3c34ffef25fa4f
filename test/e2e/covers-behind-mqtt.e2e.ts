/**
 * What moves behind MQTT, played by Debian's mosquitto clients against a built node, in the words of a
 * person: a cover as Zigbee2MQTT announces it (`lib/extension/homeassistant.ts`), a gate without a
 * position, a lock with a button, a light as Tasmota announces it (`xdrv_12_home_assistant.ino`), a
 * number with steps as ESPHome does.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { hasMosquitto } from './mosquitto.ts';
import { NodeProcess } from './node-process.ts';
import { soon } from './outside.ts';

const replySchema = z.looseObject({ reply: z.string() });
const grantSchema = z.looseObject({ password: z.string() });

interface Context {
  node: NodeProcess;
  login: readonly string[];
  ear: ChildProcess | undefined;
  /** What the devices were told: topic and message. */
  told: string[];
}

const test = suite<Context>('covers behind MQTT');

const SCREEN = {
  ...{ command_topic: 'z2m/Screen/set', position_topic: 'z2m/Screen', name: null },
  position_template: '{{ value_json.position }}',
  set_position_topic: 'z2m/Screen/set',
  set_position_template: '{ "position": {{ position }} }',
  ...{ unique_id: '0x4', device: { identifiers: ['z4'], name: 'Shade screen' } },
};
const GATE = {
  ...{ command_topic: 'z2m/Gate/set', device_class: 'garage', optimistic: true, name: null },
  ...{ unique_id: '0x5', device: { identifiers: ['z5'], name: 'Yard gate' } },
};
const LOCK = {
  ...{ command_topic: 'z2m/Lock/set', state_topic: 'z2m/Lock', name: null },
  ...{ value_template: '{{ value_json.state }}', state_locked: 'LOCKED' },
  ...{ state_unlocked: 'UNLOCKED', payload_lock: 'LOCK', payload_unlock: 'UNLOCK' },
  ...{ unique_id: '0x6', device: { identifiers: ['z6'], name: 'Chemical store' } },
};
const IDENTIFY = {
  ...{ command_topic: 'z2m/Lock/set', payload_press: '{"identify":"identify"}', name: 'Identify' },
  ...{ unique_id: '0x6i', device: { identifiers: ['z6'], name: 'Chemical store' } },
};
const LIGHT = {
  ...{ cmd_t: 'z2m/cmnd/POWER2', stat_t: 'z2m/STATE', val_tpl: '{{value_json.POWER2}}' },
  ...{ pl_off: 'OFF', pl_on: 'ON', bri_cmd_t: 'z2m/cmnd/Dimmer', bri_stat_t: 'z2m/STATE' },
  ...{ bri_scl: 100, on_cmd_type: 'brightness', bri_val_tpl: '{{value_json.Dimmer}}' },
  ...{ uniq_id: 'x', dev: { ids: ['x'], name: 'Table light' } },
};
const SPEED = {
  ...{ cmd_t: 'z2m/speed/command', stat_t: 'z2m/speed/state', name: 'Pump speed' },
  ...{ min: 0, max: 100, step: 5, unit_of_meas: '%', dev: { ids: 'w', name: 'Well' } },
};

test.before(async (context) => {
  if (!hasMosquitto()) return;
  context.node = await new NodeProcess({ mqtt: '127.0.0.1:0' }).start();
  const topics = ['--read', 'z2m/#', '--write', 'homeassistant/#,z2m/#', '--json'];
  const { json } = await context.node.cli('broker', 'grant', 'zigbee', ...topics);
  const [host = '', port = ''] = context.node.mqtt.split(':');
  const { password } = grantSchema.parse(json);
  context.login = ['-h', host, '-p', port, '-V', 'mqttv311', '-u', 'zigbee', '-P', password];
  context.told = [];
  const topicsHeard = ['-t', 'z2m/+/set', '-t', 'z2m/speed/command', '-t', 'z2m/cmnd/+'];
  context.ear = spawn('mosquitto_sub', [...context.login, '-v', ...topicsHeard]);
  const heard = context.ear.stdout;
  if (heard !== null)
    createInterface({ input: heard }).on('line', (line) => {
      context.told.push(line);
      answer(context, line);
    });
  for (const [topic, config] of [
    ['cover/0x4/cover', SCREEN],
    ['cover/0x5/cover', GATE],
    ['lock/0x6/lock', LOCK],
    ['button/0x6/identify', IDENTIFY],
    ['light/x_LI_1', LIGHT],
    ['number/well/speed', SPEED],
  ] as const)
    say(context, `homeassistant/${topic}/config`, JSON.stringify(config), '-r');
  say(context, 'z2m/Screen', '{"position":20}');
  say(context, 'z2m/Lock', '{"state":"UNLOCKED"}');
  say(context, 'z2m/STATE', '{"POWER2":"ON","Dimmer":30}');
  say(context, 'z2m/speed/state', '20');
});

test.after(async ({ node, ear }) => {
  if (!hasMosquitto()) return;
  ear?.kill('SIGKILL');
  await node.remove();
});

/** A screen goes where it is told, and a pump as fast; the others stay silent. */
function answer(context: Context, line: string): void {
  const [, position] = /^z2m\/Screen\/set \{ "position": (\d+) \}$/.exec(line) ?? [];
  if (position !== undefined) say(context, 'z2m/Screen', `{"position":${position}}`);
  const [, speed] = /^z2m\/speed\/command (\d+)$/.exec(line) ?? [];
  if (speed !== undefined) say(context, 'z2m/speed/state', speed);
  if (line === 'z2m/Lock/set LOCK') say(context, 'z2m/Lock', '{"state":"LOCKED"}');
}

function say({ login }: Context, topic: string, message: string, ...more: string[]): void {
  const said = [...login, '-t', topic, '-q', '1', ...more, '-m', message];
  assert.equal(spawnSync('mosquitto_pub', said).status, 0);
}

function fact(sentence: string, check: (context: Context) => Promise<void>): void {
  if (hasMosquitto()) test(sentence, check);
  else test.skip(`${sentence} (SKIPPED: there are no mosquitto clients here)`);
}

async function chat({ node }: Context, text: string): Promise<string> {
  return replySchema.parse((await node.cli('chat', '--json', text)).json).reply;
}

async function last({ told }: Context, wanted: string): Promise<void> {
  await soon(`it was told ${wanted}`, () => Promise.resolve(told.at(-1) === wanted));
}

fact('a cover with a position opens, closes and says how far it is', async (context) => {
  await soon('it is known', async () =>
    (await chat(context, 'is the shade screen open?')).startsWith('Yes. Shade screen position: 20'),
  );
  assert.match(await chat(context, 'open the shade screen'), /position set to 100 %/);
  assert.equal(context.told.at(-1), 'z2m/Screen/set { "position": 100 }');
  assert.match(await chat(context, 'close the shade screen'), /position set to 0 %/);
  assert.equal(context.told.at(-1), 'z2m/Screen/set { "position": 0 }');
});

fact('"stop" is sent each time, and nothing is claimed of it', async (context) => {
  for (const words of ['stop the shade screen', '停止 Shade screen']) {
    context.told.length = 0;
    const reply = await chat(context, words);
    await last(context, 'z2m/Screen/set STOP');
    assert.match(reply, /the device does not report it|设备不会报告它/);
  }
});

fact('to lock a cover out stops it, and the CLI presses it too', async (context) => {
  context.told.length = 0;
  assert.equal((await context.node.cli('set', 'shade-screen.stop', 'on')).code, 0);
  await last(context, 'z2m/Screen/set STOP');
  context.told.length = 0;
  assert.match(await chat(context, 'lock out the shade screen'), /locked out/);
  await last(context, 'z2m/Screen/set STOP');
  assert.deepEqual(context.told, ['z2m/Screen/set STOP']);
  await chat(context, 'unlock the shade screen');
});

fact(
  'a gate is stopped without being asked about, and closed only after a yes',
  async (context) => {
    context.told.length = 0;
    await chat(context, 'stop the yard gate');
    await last(context, 'z2m/Gate/set STOP');
    assert.match(await chat(context, 'close the yard gate'), /really close\?/);
    assert.deepEqual(context.told, ['z2m/Gate/set STOP']);
  },
);

fact('a question about a lock is not about its button, and "lock" locks it', async (context) => {
  assert.equal(
    await chat(context, 'is the chemical store open?'),
    'Yes. Chemical store lock: unlocked',
  );
  assert.match(await chat(context, 'lock the chemical store'), /^Chemical store lock locked/);
  assert.equal(context.told.at(-1), 'z2m/Lock/set LOCK');
  assert.equal(
    await chat(context, 'is the chemical store open?'),
    'No. Chemical store lock: locked',
  );
  assert.match(await chat(context, 'unlock the chemical store'), /really unlock\?/);
});

fact('a light of Tasmota says whether it is on', async (context) => {
  assert.equal(await chat(context, 'is the table light on?'), 'Yes. Table light: on');
});

fact('what lies between two steps is told as it is done', async (context) => {
  const reply = await chat(context, 'set the well pump speed to 52 %');
  assert.equal(context.told.at(-1), 'z2m/speed/command 50');
  assert.match(reply, /set to 50 %.*52 % was asked; it can only be set in steps\.$/);
});

test.run();

/** Other people's programs at our broker: Debian's mosquitto clients, and Debian's cbor2 for what they hear. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../runtime/core/clock.ts';
import { encodePack } from '../../runtime/mesh/wire/senml.ts';
import { withBroker } from '../broker-rig.ts';
import { until } from '../until.ts';

const run = promisify(execFile);
/** Debian's own, whatever else is called python3 here. */
const PYTHON = '/usr/bin/python3';
const DECODE = 'import sys, json, cbor2; print(json.dumps(cbor2.loads(sys.stdin.buffer.read())))';
const NOW = Date.UTC(2026, 5, 1, 12);
const TOPIC = 'bt/1/greenhouse/main/r/tank';
const GRANT = {
  role: 'operator',
  reads: ['bt/1/greenhouse/+/r/+'],
  writes: ['bt/1/greenhouse/set/#', 'plain/#'],
} as const;

const isInstalled =
  spawnSync('mosquitto_pub', ['--help']).error === undefined &&
  spawnSync(PYTHON, ['-c', 'import cbor2']).status === 0;
if (!isInstalled)
  process.stdout.write('skipped: install mosquitto-clients and python3-cbor2 (Debian)\n');
function proof(sentence: string, check: () => Promise<void>): void {
  if (isInstalled) test(sentence, check);
  else test.skip(sentence);
}

function login(port: number, password: string, topic: string): string[] {
  const place = ['-h', '127.0.0.1', '-p', String(port), '-V', 'mqttv311'];
  return [...place, '-u', 'hass', '-P', password, '-t', topic];
}

function decode(bytes: Uint8Array): unknown {
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', DECODE], { input: bytes, encoding: 'utf8' });
  assert.is(stderr, '');
  return JSON.parse(stdout);
}

proof('mosquitto_sub hears a retained pack, and cbor2 reads it as SenML', () =>
  withBroker(systemClock, async ({ accounts, broker, port }) => {
    const reading = { value: 62, unit: '%', quality: 'simulated', at: NOW } as const;
    const flow = { value: 3.2, unit: 'l/min', quality: 'good', at: NOW + 250 } as const;
    const readings = [
      { property: 'level', reading },
      { property: 'flow', reading: flow },
    ];
    const pack = encodePack({ site: 'greenhouse', node: 'main', thing: 'tank', readings }, NOW);
    await broker.publish(TOPIC, pack, { qos: 0, retain: true });
    const args = login(port, await accounts.grant('hass', GRANT), 'bt/1/greenhouse/+/r/+');
    const { stdout } = await run('mosquitto_sub', [...args, '-C', '1', '-W', '5', '-N'], {
      encoding: 'buffer',
    });
    assert.equal(decode(stdout), [
      {
        '-2': 'greenhouse:main:tank:',
        '-3': NOW / 1e3,
        0: 'level',
        1: '/',
        2: Math.fround(0.62),
        q: 'simulated',
      },
      { 0: 'flow', 1: 'l/s', 2: Math.fround(0.05333333), 6: 0.25 },
    ]);
  }),
);

proof('mosquitto_pub asks policy for a write, and is refused every other topic of ours', () =>
  withBroker(systemClock, async ({ accounts, broker, port, writes, troubles }) => {
    const password = await accounts.grant('hass', GRANT);
    const seen: string[] = [];
    broker.subscribe('#', ({ topic }) => seen.push(topic));
    const set = login(port, password, 'bt/1/greenhouse/set/pump/power');
    await run('mosquitto_pub', [...set, '-q', '1', '-m', 'true']);
    const place = { client: 'hass', role: 'operator', thing: 'pump', property: 'power' };
    assert.equal(writes, [{ ...place, value: true }]);
    const foreign = login(port, password, TOPIC);
    await run('mosquitto_pub', [...foreign, '-q', '1', '-m', 'x']).catch(() => undefined);
    assert.equal(seen, []);
    assert.equal(troubles, ['publish']);
  }),
);

proof('mosquitto_sub is denied what was not granted, and a wrong password', () =>
  withBroker(systemClock, async ({ accounts, port, troubles }) => {
    const password = await accounts.grant('hass', GRANT);
    const denied = spawn('mosquitto_sub', [...login(port, password, '#'), '-W', '5']);
    await until(() => troubles.includes('subscribe'));
    // Asked politely while the broker goes, it connects again and again.
    denied.kill('SIGKILL');
    const wrong = run('mosquitto_sub', [...login(port, 'wrong', TOPIC), '-W', '5']);
    const error: unknown = await wrong.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    assert.ok(error instanceof Error);
    assert.ok(troubles.includes('login'));
  }),
);

test.run();

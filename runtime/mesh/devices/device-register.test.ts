/** The register of devices against strangers on a real broker: too many, too much, for ever, and in the name of others. */
import type { MqttClient } from 'mqtt';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withBroker, type BrokerRig } from '../../../test/broker-rig.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { turn } from '../../../test/real-work.ts';
import { silentLog } from '../../core/log.ts';
import { DeviceRegister, MAX_DEVICES } from './device-register.ts';

const test = suite('device-register');

interface Bench extends Pick<BrokerRig, 'accounts'> {
  readonly register: DeviceRegister;
  readonly clock: FakeClock;
  /** How often the site had to be wired anew. */
  readonly changes: () => number;
  /** A device with an account that may announce itself. */
  readonly device: (name: string) => Promise<MqttClient>;
}

function withRegister(use: (bench: Bench) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  return withBroker(clock, ({ broker, accounts, connect }) =>
    inTempDirectory((directory) =>
      withState(directory, clock, async ({ store }) => {
        let changes = 0;
        const onChange = (): Promise<void> => {
          changes += 1;
          return Promise.resolve();
        };
        const parts = { broker, accounts, store, clock, log: silentLog, onChange };
        const register = new DeviceRegister(parts);
        await register.load();
        await register.start();
        const device = async (name: string): Promise<MqttClient> => {
          const filters = ['homeassistant/#', `${name}/#`];
          const grant = { role: 'operator', reads: filters, writes: filters } as const;
          return connect(name, await accounts.grant(name, grant));
        };
        try {
          await use({ register, clock, accounts, changes: () => changes, device });
        } finally {
          await register.stop();
        }
      }),
    ),
  );
}

function plug(name: string): string {
  const device = { identifiers: [name], name };
  return JSON.stringify({ device, name: null, command_topic: `${name}/set`, state_topic: name });
}

function announce(client: MqttClient, id: string, text: string): Promise<unknown> {
  return client.publishAsync(`homeassistant/switch/${id}/config`, text, { qos: 1 });
}

function ids({ register }: Pick<Bench, 'register'>): readonly string[] {
  return register.devices.map(({ part }) => part.name).sort();
}

/** Lets the broker do its work, and time pass. */
async function settled({ clock }: Pick<Bench, 'clock'>, isThere: () => boolean): Promise<void> {
  while (!isThere()) {
    await turn();
    await clock.advance(250);
  }
}

test('takes 200 of 10,000 devices that one account announces, and says so', () =>
  withRegister(async (bench) => {
    const client = await bench.device('flood');
    const all = Array.from({ length: 10_000 }, (_, index) => `d${String(index)}`);
    const said = Promise.all(all.map((id) => announce(client, id, plug(id))));
    // The broker reads so many only as fast as its limit lets it.
    await bench.clock.during(said, 5);
    await settled(bench, () => bench.register.devices.length === MAX_DEVICES);
    const { refused } = bench.register;
    assert.ok(refused.length <= MAX_DEVICES + 1, String(refused.length));
    assert.match(refused.join('\n'), 'only 200 of 2000 devices are taken');
    assert.match(refused.join('\n'), 'there are 2000 announcements already');
  }));

test('takes no more than eight MiB of announcements together', () =>
  withRegister(async (bench) => {
    const client = await bench.device('flood');
    const padding = 'x'.repeat(60 * 1024);
    for (let index = 0; index < 160; index += 1) {
      const id = `d${String(index)}`;
      const said = announce(client, id, JSON.stringify({ command_topic: id, padding }));
      await bench.clock.during(said, 5);
    }
    await settled(bench, () => bench.register.devices.length > 0);
    assert.match(bench.register.refused.join('\n'), 'together have 8 MiB already');
    await bench.clock.during(announce(client, 'd0', ''), 5);
    await bench.clock.during(announce(client, 'late', plug('late')), 5);
    await settled(bench, () => ids(bench).includes('late'));
  }));

test('is not held up by one that never comes to an end, and wires for it once in two seconds', () =>
  withRegister(async (bench) => {
    const [restless, quiet] = [await bench.device('restless'), await bench.device('quiet')];
    await announce(quiet, 'quiet', plug('quiet'));
    for (let count = 0; count < 100; count += 1) {
      await announce(restless, 'restless', plug(`restless ${String(count)}`));
      await bench.clock.advance(100);
    }
    assert.ok(ids(bench).includes('quiet'));
    assert.ok(bench.changes() <= 8, `${String(bench.changes())} times in ten seconds`);
  }));

test('nobody withdraws, changes or adds to the device of another', () =>
  withRegister(async (bench) => {
    const [owner, thief] = [await bench.device('owner'), await bench.device('thief')];
    await announce(owner, 'lamp', plug('lamp'));
    await settled(bench, () => ids(bench).length === 1);
    const before = JSON.stringify(bench.register.devices);
    await announce(thief, 'lamp', '');
    await announce(thief, 'lamp', plug('boiler'));
    // The same device by its identifiers, under a topic of his own.
    await announce(thief, 'other', plug('lamp'));
    await settled(bench, () => ids(bench).length === 2);
    assert.is(
      JSON.stringify(bench.register.devices.filter(({ part }) => part.name === 'lamp')),
      before,
    );
    assert.match(bench.register.refused.join('\n'), 'owner has announced that already');
    await bench.accounts.revokeGrant('thief');
    await settled(bench, () => ids(bench).length === 1);
  }));

test('names of strangers are letters, whatever marks, directions and lengths they have', () =>
  withRegister(async (bench) => {
    const client = await bench.device('odd');
    const names = ['\u202epmup\u202c', 'a\u0000b\u0007\u001b[31m', 'x'.repeat(9_000), '🙂', ''];
    for (const [index, name] of names.entries())
      await announce(client, `odd${String(index)}`, plug(name));
    await settled(bench, () => ids(bench).length >= 3);
    for (const { things } of bench.register.devices)
      for (const { id, title } of things) {
        assert.match(id, /^[a-z0-9-]{1,40}$/);
        assert.match(title.en, /^[\p{L}\p{M}\p{N} ._()/'°%+-]{1,48}$/u);
      }
  }));

test.run();

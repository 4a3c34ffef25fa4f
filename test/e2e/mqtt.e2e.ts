/** MQTT, by the contract of all messengers, on a real broker; and what is particular to it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArrivedMessage, Hearing } from '../../runtime/gateway/channels/channel-adapter.ts';
import { ANNA, channelContract, OTHER, STRANGER } from '../contracts/channel.contract.ts';
import { until } from '../until.ts';
import { hasMosquittoBroker } from './mosquitto-broker.ts';
import { mqttBench, MqttTown, nameOf, type MqttBench } from './mqtt-bench.ts';

const test = suite('mqtt on mosquitto');

/** The core as far as an adapter knows it. */
class Ear implements Hearing {
  readonly heard: ArrivedMessage[] = [];
  cursor: string | undefined;
  proofs = 0;
  /** Runs when a message is kept, and before that is said. */
  kept = (): void => undefined;

  accept(messages: readonly ArrivedMessage[], cursor?: string): Promise<void> {
    this.heard.push(...messages);
    this.cursor = cursor ?? this.cursor;
    this.kept();
    return Promise.resolve();
  }

  alive(): void {
    this.proofs += 1;
  }
}

/** Listens, and has proof that nothing from before is on its way, while something is done. */
async function whileListening(
  bench: MqttBench,
  ear: Ear,
  work: () => Promise<unknown>,
): Promise<void> {
  const before = ear.proofs;
  const end = new AbortController();
  const listening = bench.adapter().listen(ear, end.signal);
  await until(() => ear.proofs > before);
  await work();
  end.abort();
  await listening;
}

if (hasMosquittoBroker()) {
  const town = await MqttTown.create();
  test.before(() => town.start([ANNA, STRANGER, OTHER]));
  test.after(() => town.stop());
  channelContract(test, () => mqttBench(town));

  test('hears nothing in the name of another, and nothing that is retained', async () => {
    const bench = mqttBench(town);
    await bench.open();
    const topic = `${bench.site}/in/${nameOf(ANNA)}`;
    const ear = new Ear();
    await town.person(ANNA).publish(topic, 'kept for whoever comes', true);
    await whileListening(bench, ear, async () => {
      assert.is(await town.person(STRANGER).publish(topic, 'off'), 0x87);
      await town.person(ANNA).publish(topic, 'plain text');
      await until(() => ear.heard.length > 0);
    });
    assert.equal(
      ear.heard.map(({ user, text }) => [user, text]),
      [[nameOf(ANNA), 'plain text']],
    );
    await bench.close();
  });

  test('knows plain text again whose acknowledgement was lost', async () => {
    const bench = mqttBench(town);
    await bench.open();
    const topic = `${bench.site}/in/${nameOf(ANNA)}`;
    const ear = new Ear();
    await whileListening(bench, ear, async () => {
      ear.kept = () => {
        bench.gate.slam();
      };
      await town.person(ANNA).publish(topic, 'pump on');
      await until(() => ear.heard.length === 1);
    });
    ear.kept = () => undefined;
    await whileListening(bench, ear, async () => {
      await town.person(ANNA).publish(topic, 'pump on');
      await until(() => ear.heard.length === 3);
    });
    const [first, second, third] = ear.heard.map(({ id }) => id);
    assert.is(first, second, 'it was delivered twice');
    assert.is.not(second, third, 'the same words, said again');
    await bench.close();
  });

  test('dates what was written while it was away to when it was last there', async () => {
    const bench = mqttBench(town);
    await bench.open();
    const topic = `${bench.site}/in/${nameOf(ANNA)}`;
    const ear = new Ear();
    await whileListening(bench, ear, () => Promise.resolve());
    await town.person(ANNA).publish(topic, 'pump on');
    const [dayAgo, now] = [Date.now() - 23 * 3_600_000, Date.now()];
    await whileListening(bench, ear, async () => {
      await town.person(ANNA).publish(topic, 'fresh');
      await until(() => ear.heard.length === 2);
    });
    const [kept, fresh] = ear.heard;
    assert.ok(kept !== undefined && kept.at < dayAgo, 'nobody knows how long it was kept');
    assert.ok(fresh !== undefined && fresh.at >= now);
    await bench.close();
  });

  test('says that nobody reads what it sent, and sends nothing to what is no name', async () => {
    const bench = mqttBench(town);
    await bench.open();
    const [ear, end, adapter] = [new Ear(), new AbortController(), bench.adapter()];
    const listening = adapter.listen(ear, end.signal);
    await until(() => ear.proofs > 0);
    const nobody = await adapter.send({ chat: 'nobody', text: 'hello' }, 'key');
    assert.equal(nobody, { kind: 'refused', why: `nobody reads ${bench.site}/out/nobody` });
    assert.is((await adapter.send({ chat: 'a/b', text: 'hello' }, 'key')).kind, 'refused');
    assert.is((await adapter.send({ chat: nameOf(ANNA), text: 'hello' }, 'key')).kind, 'sent');
    end.abort();
    await listening;
    await bench.close();
  });
} else test.skip('a real MQTT broker', () => undefined);

test.run();

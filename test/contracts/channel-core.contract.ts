/** What the core does alike for all messengers; it takes long, so one of them shows it. */
import assert from 'node:assert/strict';
import type { Test } from 'uvu';
import { until } from '../until.ts';
import { ANNA, withRig, type ChannelBench, type Prove } from './channel.contract.ts';

export function channelCoreContract(test: Test, bench: () => ChannelBench): void {
  for (const [sentence, prove] of Object.entries(CORE))
    test(sentence, () => withRig(bench(), prove));
}

const CORE: Readonly<Record<string, Prove>> = {
  'falls silent when it talks with a machine': async (rig, bench) => {
    for (let count = 1; count <= 12; count += 1) {
      bench.write(ANNA, 'mumble');
      await until(
        () => rig.waiting() === 0 && bench.held() === 0 && rig.state.arrivedAt !== undefined,
      );
      await until(() => bench.seen(ANNA).length >= Math.min(count, 11));
    }
    bench.write(ANNA, 'stop');
    await until(() => bench.seen(ANNA).some((text) => text.includes('heard stop')));
    assert.equal(rig.said.filter((text) => text === 'mumble').length, 10);
    assert.match(bench.seen(ANNA)[10] ?? '', /as if a machine were talking/);
    assert.equal(bench.seen(ANNA).length, 12);
  },
  'does nothing for what is quoted': async (rig, bench) => {
    bench.write(ANNA, '> pump off');
    bench.write(ANNA, '> pump off\nno, leave it');
    await until(() => bench.seen(ANNA).length === 2);
    assert.match(bench.seen(ANNA)[0] ?? '', /forwarded message/);
    assert.deepEqual(rig.said, ['no, leave it']);
  },
  'offers what would have been understood': async (rig, bench) => {
    bench.write(ANNA, 'mumble');
    await until(() => bench.seen(ANNA).length === 1);
    const { mostButtons } = bench.adapter().traits;
    if (mostButtons >= 2) bench.press(ANNA, 'light on');
    else bench.write(ANNA, '2');
    await until(() => bench.seen(ANNA).length === 2);
    assert.deepEqual(rig.said, ['mumble', 'light on']);
  },
  'bounds what one person can make wait': async (rig, bench) => {
    rig.hold();
    for (let count = 0; count < 120; count += 1) bench.write(ANNA, `message ${String(count)}`);
    await until(() => bench.held() === 0 && bench.seen(ANNA).length > 0);
    assert.match(bench.seen(ANNA).join(), /too much at once/);
    assert.equal(rig.waiting(), 50);
  },
};

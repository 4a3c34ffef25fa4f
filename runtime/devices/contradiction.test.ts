/** What an output says and its proof does not is shown everywhere that the output is: status, page, read. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import { LiveView, type ViewChange } from './live-view.ts';

const PUMP = { thing: 'pump', property: 'power' };

async function stickPump(rig: GatewayRig): Promise<void> {
  await rig.run('sim-fault', { target: 'pump', kind: 'stuck' });
  await rig.run('set', { target: 'pump', value: 'on' });
  await rig.pass(3_000);
}

function viewOf({ ground, gateway, clock }: GatewayRig): LiveView {
  const { things, modes } = gateway;
  return new LiveView({ site: ground.site, things, modes, clock });
}

test('status puts it under what is to be looked at, in both languages', async () => {
  await withGateway(async (rig) => {
    await stickPump(rig);
    const { reply } = await rig.say('status');
    assert.match(
      reply,
      'Look at this: Pump: on, says its output, but flow meter: 0.0 l/min. Go and look.',
    );
    assert.not.match(reply, /^Pump: on$/m);
    assert.match((await rig.say('状态')).reply, '注意：水泵：开（输出如此，但流量计：0.0 l/min');
  });
});

test('the page hears first that it settles, then that it is contradicted, then that it is over', async () => {
  await withGateway(async (rig) => {
    await rig.pass(3_000);
    const heard: ViewChange[] = [];
    const view = viewOf(rig);
    const stop = view.onChange((change) => heard.push(change));
    await stickPump(rig);
    const shown = view.snapshot().find(({ id }) => id === 'pump')?.properties[0];
    await rig.run('set', { target: 'pump', value: 'off' });
    await rig.pass(3_000);
    stop();
    const doubts = heard.flatMap((change) => (change.kind === 'doubt' ? [change] : []));
    assert.ok(doubts.every(({ thing, property }) => thing === 'pump' && property === 'power'));
    assert.is(doubts[0]?.doubt?.kind, 'settling');
    assert.ok(doubts.some(({ doubt }) => doubt?.kind === 'contradicted'));
    assert.is(doubts.at(-1)?.doubt, undefined);
    const { doubt } = shown ?? {};
    assert.equal(doubt?.kind === 'contradicted' && [doubt.by.thing, doubt.by.value], ['flow', 0]);
  });
});

test('what is proven is not doubted', async () => {
  await withGateway(async (rig) => {
    await rig.run('set', { ...{ target: 'pump', value: 'on' } });
    await rig.pass(3_000);
    const pump = viewOf(rig)
      .snapshot()
      .find(({ id }) => id === PUMP.thing);
    assert.is(pump?.properties[0]?.doubt, undefined);
  });
});

test.run();

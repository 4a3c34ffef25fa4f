/** HC-SR04: what the kernel's driver shows for an echo, and what is no distance. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { channelsOf } from '../../runtime/core/channel.ts';
import { plugFiles } from '../../test/plugged-part.ts';
import { ALONE, withSimBoard } from '../../test/sim-rig.ts';
import { echoMm, srf04Files } from './hc-sr04.fixture.ts';
import { hcSr04 } from './hc-sr04.ts';

const test = suite('hc-sr04');

test('reads an echo of 5.8 ms as a metre', () =>
  withSimBoard(async (rig) => {
    plugFiles(rig, srf04Files(echoMm(5_823_000)));
    const part = await hcSr04.open({ ...ALONE, ...rig, name: 'tank' }, {});
    assert.equal(await part.read(), { distance: 1 });
  }));

test('declares a range that the 38 ms of a missing echo lie outside of', () => {
  const [{ range: [, farthest] = [0, Infinity] } = {}] = channelsOf(hcSr04.channels, {});
  assert.ok(echoMm(38_000_000) / 1_000 > farthest);
});

test.run();

/** A board whose disk was replaced or put back from a copy: it joins, and what it owes arrives from then on. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { siteBoard } from '../../../test/board-site.ts';
import { withMesh, type MeshRig } from '../../../test/mesh-rig.ts';
import { until } from '../../../test/until.ts';

const test = suite('a board with another disk');

async function causes(rig: MeshRig, copy: string): Promise<readonly string[]> {
  return (await rig.gateway.copies.entries(copy)).map(({ cause }) => cause);
}

/** Events and journal of the board are at the gateway, up to these. */
async function arrived(rig: MeshRig, event: string, copy: string, cause: string): Promise<void> {
  let isThere = false;
  const look = async (): Promise<void> => {
    const events = await rig.arrived();
    isThere = events.includes(event) && (await causes(rig, copy)).includes(cause);
    if (!isThere) setImmediate(() => void look());
  };
  await look();
  await until(() => isThere);
}

test('that was put back from a copy sends all that happened since, and its journals are told apart', () =>
  withMesh(async (rig) => {
    await rig.event('first');
    await rig.record('first');
    await arrived(rig, 'first', siteBoard.id, 'first');
    await rig.stopBoard();
    const copy = await rig.copyDisk();
    await rig.startBoard();
    for (const name of ['second', 'third', 'fourth']) {
      await rig.event(name);
      await rig.record(name);
    }
    await arrived(rig, 'fourth', siteBoard.id, 'fourth');
    await rig.stopBoard();
    await rig.replaceDisk(copy);
    await rig.startBoard();
    await rig.event('fifth');
    await rig.record('fifth');
    const next = `${siteBoard.id}.2`;
    await arrived(rig, 'fifth', next, 'fifth');
    assert.equal(await rig.arrived(), ['first', 'second', 'third', 'fourth', 'fifth']);
    assert.equal(await causes(rig, siteBoard.id), ['first', 'second', 'third', 'fourth']);
    assert.equal(await causes(rig, next), ['first', 'fifth']);
    for (const name of [siteBoard.id, next]) assert.ok((await rig.gateway.copies.verify(name)).ok);
  }));

test('that is empty begins a journal of its own, and goes on with it over restarts', () =>
  withMesh(async (rig) => {
    await rig.event('first');
    await rig.record('first');
    await arrived(rig, 'first', siteBoard.id, 'first');
    await rig.stopBoard();
    await rig.replaceDisk();
    await rig.startBoard();
    await rig.event('second');
    await rig.record('second');
    const next = `${siteBoard.id}.2`;
    await arrived(rig, 'second', next, 'second');
    await rig.stopGateway();
    await rig.startGateway();
    await rig.stopBoard();
    await rig.startBoard();
    await rig.event('third');
    await rig.record('third');
    await arrived(rig, 'third', next, 'third');
    assert.equal(await rig.arrived(), ['first', 'second', 'third']);
    assert.equal(await rig.gateway.copies.names(), [siteBoard.id, next]);
  }));

test.run();

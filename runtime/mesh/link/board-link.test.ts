import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { site, siteBoard } from '../../../test/board-site.ts';
import { LoopbackBroker } from '../../../test/loopback-broker.ts';
import { withMesh, type MeshRig } from '../../../test/mesh-rig.ts';
import { until } from '../../../test/until.ts';
import type { SiteThing } from '../../config/site.ts';
import type { Outcome } from '../../core/receipt.ts';
import type { Reading } from '../../core/reading.ts';
import { encodePack } from '../wire/senml.ts';
import type { ReadProperty } from './readings-out.ts';

const done: Outcome = {
  status: 'failed',
  refusal: { code: 'TEST_DONE', message: 'as the test wants it', hint: 'none' },
};

const test = suite('links between board and gateway');

test('carry a command to the board, and its outcome back', () =>
  withMesh(async (rig) => {
    rig.receive = () => Promise.resolve(done);
    await rig.joined();
    const outcome = await rig.gateway.link.send(siteBoard.id, rig.command('c-1'), () => undefined);
    assert.equal(outcome, done);
  }));

test('refuse a command for a board that is away, and say that nothing was sent', () =>
  withMesh(async (rig) => {
    await rig.joined();
    await rig.stopBoard();
    await until(() => rig.gateway.link.nodes().every(({ isOnline }) => !isOnline));
    const outcome = await rig.gateway.link.send(siteBoard.id, rig.command('c-1'), () => undefined);
    assert.is(outcome.status, 'refused');
    assert.is(outcome.status === 'refused' && outcome.refusal.code, 'MESH_BOARD_OFFLINE');
  }));

test('send a command again when the board is back in time, and take the one answer', () =>
  withMesh(async (rig) => {
    const received: string[] = [];
    rig.receive = (bytes) => {
      received.push(rig.idOf(bytes));
      if (received.length > 1) return Promise.resolve(done);
      rig.cut();
      return new Promise(() => undefined);
    };
    await rig.joined();
    const outcome = await rig.gateway.link.send(siteBoard.id, rig.command('c-7'), () => undefined);
    assert.equal(outcome, done);
    assert.equal(received, ['c-7', 'c-7']);
  }));

test('do not claim either way when the board never answers, and let the journal tell later', () =>
  withMesh(async (rig) => {
    rig.receive = () => new Promise(() => undefined);
    await rig.joined();
    const soon = { deadline: Date.now() - 4_990 };
    const outcome = await rig.gateway.link.send(
      siteBoard.id,
      rig.command('c-9', soon),
      () => undefined,
    );
    assert.is(outcome.status, 'failed');
    assert.is(outcome.status === 'failed' && outcome.refusal.code, 'MESH_NO_ANSWER');
    await rig.board.state.journal.append([
      {
        ...{ kind: 'outcome', board: siteBoard.id, actor: 'ann', cause: 'as told' },
        ...{ command: 'c-9', details: {} },
      },
    ]);
    await until(() => rig.lateOutcomes.length > 0);
    assert.equal(rig.lateOutcomes, ['c-9']);
  }));

test('show readings and modes of the board at the gateway', () =>
  withMesh(async (rig) => {
    await rig.joined();
    rig.board.link.readings.hear(property('tank', 'level'), reading(0.62));
    rig.board.link.publishModes({ tank: { base: 'hand', tags: [] } });
    await until(() => rig.readings.has('tank.level') && 'tank' in rig.modes);
    assert.is(rig.readings.get('tank.level'), 0.62);
    assert.is(rig.modes['tank']?.base, 'hand');
  }));

test('bring readings of a time without a gateway later, with their own times', () =>
  withMesh(async (rig) => {
    await rig.joined();
    await rig.stopGateway();
    const at = Date.now() - 1_000;
    await until(() => !rig.board.link.isJoined);
    rig.board.link.readings.hear(property('tank', 'level'), reading(0.5, at));
    rig.board.link.readings.hear(property('tank', 'flow'), reading(1, at));
    await rig.backlogKept();
    await rig.stopBoard();
    await rig.startGateway();
    await rig.startBoard();
    await until(() => rig.late.length >= 2);
    assert.equal(rig.late, [
      { series: 'tank.level', at },
      { series: 'tank.flow', at },
    ]);
  }));

test('let a board hear the things it asked for from the boards that own them, and no junk', () =>
  withMesh(async (rig) => {
    await rig.joined();
    rig.board.link.listenTo([roofTank()]);
    const say = sayer(rig);
    // It is retained: heard as soon as the board listens.
    await say('roof', 'tank', pack('roof', 'tank'));
    await until(() => rig.heard.length > 0);
    await say('roof', 'tank', Uint8Array.of(0xff, 0, 1));
    await say('roof', 'tank', pack('pump-room', 'tank'));
    await say('roof', 'tank', pack('roof', 'pump'));
    await say('roof', 'tank', pack('roof', 'tank', Date.now() + 3_600_000));
    await say('pump-room', 'tank', pack('pump-room', 'tank'));
    await say('roof', 'tank', pack('roof', 'tank'));
    await until(() => rig.heard.length > 1);
    assert.equal(rig.heard, ['tank.level', 'tank.level']);
    const counted = rig.metrics.render();
    for (const reason of ['MESH_BAD_MESSAGE', 'MESH_FOREIGN_NAME', 'MESH_FUTURE_READING'])
      assert.match(counted, new RegExp(`reason="${reason}"} 1`));
    assert.ok(rig.board.link.isJoined);
  }));

test('take nothing for fresh that the broker kept of a board that is long gone', () =>
  withMesh(async (rig) => {
    await rig.joined();
    const say = sayer(rig);
    await say('roof', 'tank', pack('roof', 'tank', Date.now() - 3_600_000));
    await say('yard', 'well', pack('yard', 'well'));
    rig.board.link.listenTo([roofTank(), { ...roofTank(), id: 'well', board: 'yard' }]);
    await until(() => rig.heard.includes('well.level'));
    assert.equal(rig.heard, ['well.level']);
    await say('roof', 'tank', pack('roof', 'tank'));
    await until(() => rig.heard.includes('tank.level'));
  }));

test('leave a broker that cannot prove to be the gateway, and tell it nothing but the status', () =>
  withMesh(async (rig) => {
    const spoofed = await LoopbackBroker.open();
    const topics = new Set<string>();
    spoofed.subscribe('bt/1/[^$]*', ({ topic }) => topics.add(topic.split('/').slice(4).join('/')));
    await rig.joined();
    await rig.stopBoard();
    rig.hints = () => [{ host: '127.0.0.1', port: spoofed.port }];
    await rig.startBoard();
    await rig.record('a secret of the site');
    rig.board.link.readings.hear(property('tank', 'level'), reading(0.62));
    const count = (): boolean => /spoofed_gateways_total [1-9]/.test(rig.metrics.render());
    await until(count);
    assert.equal([...topics], ['status']);
    assert.not.ok(rig.board.link.isJoined);
    rig.hints = undefined;
    await rig.joined();
    await spoofed.close();
  }));

test('count it when the gateway does not let the board in, and join with a new token', () =>
  withMesh(async (rig) => {
    await rig.joined();
    await rig.stopBoard();
    const { token } = rig;
    rig.token = { ...token, secret: 'A'.repeat(43) };
    await rig.startBoard();
    await until(() => /reason="MESH_NOT_LET_IN"} [1-9]/.test(rig.metrics.render()));
    await rig.stopBoard();
    rig.token = token;
    await rig.startBoard();
    await rig.joined();
  }));

test('say nothing of a gateway that is not there', () =>
  withMesh(async (rig) => {
    await rig.joined();
    await rig.stopGateway();
    let tries = 0;
    rig.hints = () => {
      tries += 1;
      return [{ host: '127.0.0.1', port: rig.port }];
    };
    await until(() => tries > 2);
    assert.not.match(rig.metrics.render(), /refused_messages_total\{.*\} [1-9]/);
  }));

test('give the board its bundle, and show at the gateway that it is in force', () =>
  withMesh(async (rig) => {
    const applied: number[] = [];
    rig.apply = ({ version }) => Promise.resolve(void applied.push(version));
    await rig.joined();
    await rig.gateway.desk.update(rig.source);
    const inStep = (): boolean => rig.gateway.link.nodes().some(({ drift }) => drift === 'in-step');
    await until(inStep);
    await rig.stopBoard();
    await rig.startBoard();
    await until(inStep);
    assert.equal(applied, [1, 1]);
    assert.is(rig.board.keeper.mark?.version, 1);
  }));

/** A thing of another board, whose level goes stale after 15 s. */
function roofTank(): SiteThing {
  const [thing] = siteBoard.things;
  const [spec] = thing?.properties ?? [];
  if (thing === undefined || spec === undefined) throw new Error('the site has no thing');
  const properties = [{ ...spec, name: 'level', staleAfterMs: 15_000 }];
  return { ...thing, id: 'tank', board: 'roof', properties };
}

function pack(node: string, thing: string, at = Date.now()): Uint8Array {
  const readings = [{ property: 'level', reading: reading(0.5, at) }];
  return encodePack({ site: site.id, node, thing, readings }, at);
}

/** What the broker keeps of another board, and hands on. */
function sayer(rig: MeshRig) {
  return (node: string, thing: string, payload: Uint8Array): Promise<void> =>
    rig.gateway.broker.publish(`bt/1/${site.id}/${node}/r/${thing}`, payload, {
      qos: 1,
      retain: true,
    });
}

function property(thing: string, name: string): ReadProperty {
  return { address: { thing, property: name }, spec: { staleAfterMs: 15_000 } };
}

function reading(value: number, at = Date.now()): Reading {
  return { value, quality: 'good', at };
}

test.run();

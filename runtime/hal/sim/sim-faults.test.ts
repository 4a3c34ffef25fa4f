/** Faults and settings of the simulated plant: what they do to the wires, and what is refused. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../core/app-error.ts';
import { type SimRig, withSimBoard } from '../../../test/sim-rig.ts';

const test = suite('faults');
const [PUMP, FLOW, DOOR, CLIMATE, TANK] = [
  'gpio:GPIO17',
  'gpio:GPIO27',
  'gpio:GPIO24',
  'i2c1:0x44',
  'i2c1:0x48',
];

function switchPump({ board }: SimRig): (isOn: boolean) => void {
  const line = board.gpio.open('GPIO17', { direction: 'out', consumer: 'pump' });
  return (isOn) => {
    line.write(isOn);
  };
}

function truth({ board }: SimRig, signal: string): unknown {
  return board.faults.describe().find((view) => view.signal === signal)?.value;
}

async function tankVolts({ board, clock }: SimRig): Promise<number> {
  const bus = board.i2c('i2c1');
  await bus.write(0x48, Uint8Array.of(1, 0xc3, 0x83));
  await clock.advance(10);
  const [high = 0, low = 0] = await bus.writeRead(0x48, Uint8Array.of(0), 2);
  return ((high << 8) | low) / 8_000;
}

test('a stuck actuator stays as it is: a seized pump off, a welded contact on', () =>
  withSimBoard(async (rig) => {
    const pump = switchPump(rig);
    rig.board.faults.inject(PUMP, 'on', 'stuck');
    pump(true);
    await rig.clock.advance(1_000);
    assert.is(truth(rig, 'flow-meter'), 0);
    rig.board.faults.inject(PUMP, 'on', 'clear');
    await rig.clock.advance(1_000);
    rig.board.faults.inject(PUMP, 'on', 'stuck');
    pump(false);
    await rig.clock.advance(1_000);
    assert.is(truth(rig, 'pump'), true);
    assert.ok(Number(truth(rig, 'flow-meter')) > 3);
  }));

test('a disconnected actuator is off, whatever its register says', () =>
  withSimBoard((rig) => {
    switchPump(rig)(true);
    rig.board.faults.inject(PUMP, 'on', 'disconnect');
    assert.is(truth(rig, 'pump'), false);
    rig.board.faults.inject(PUMP, 'on', 'clear');
    assert.is(truth(rig, 'pump'), true);
    return Promise.resolve();
  }));

test('a stuck sensor shows what it last felt, while the world goes on', () =>
  withSimBoard(async (rig) => {
    rig.board.faults.inject(TANK, 'ain0', 'stuck');
    const before = await tankVolts(rig);
    rig.board.faults.set(TANK, 'ain0', 5);
    assert.is(await tankVolts(rig), before);
    rig.board.faults.inject(TANK, 'ain0', 'clear');
    assert.ok((await tankVolts(rig)) < before - 1);
  }));

test('a noisy sensor never shows the same twice, and stays near the truth', () =>
  withSimBoard(async (rig) => {
    const quiet = await tankVolts(rig);
    rig.board.faults.inject(TANK, 'ain0', 'noise');
    const noisy = [await tankVolts(rig), await tankVolts(rig), await tankVolts(rig)];
    assert.is(new Set(noisy).size, 3);
    assert.ok(
      noisy.every((volts) => Math.abs(volts - quiet) < 0.25),
      String(noisy),
    );
  }));

test('a disconnected chip does not answer, and answers when it is back', () =>
  withSimBoard(async ({ board }) => {
    const ask = (): Promise<string> =>
      board
        .i2c('i2c1')
        .write(0x44, Uint8Array.of(0x24, 0))
        .then(() => 'answered', errorCode);
    board.faults.inject(CLIMATE, undefined, 'disconnect');
    assert.is(await ask(), 'HAL_NO_ACK');
    board.faults.inject(CLIMATE, undefined, 'clear');
    assert.is(await ask(), 'answered');
  }));

test('a disconnected contact is an open one, and a stuck one does not move', () =>
  withSimBoard(({ board }) => {
    const door = board.gpio.open('GPIO24', { direction: 'in', consumer: 'door' });
    board.faults.inject(DOOR, 'active', 'disconnect');
    assert.is(door.read(), true);
    board.faults.inject(DOOR, 'active', 'clear');
    assert.is(door.read(), false);
    board.faults.inject(DOOR, 'active', 'stuck');
    board.faults.set(DOOR, 'active', true);
    assert.is(door.read(), false);
    return Promise.resolve();
  }));

test('a bouncing contact gives many edges for one movement, and ends at the right level', () =>
  withSimBoard(async ({ board, clock }) => {
    const door = board.gpio.open('GPIO24', { direction: 'in', consumer: 'door' });
    const levels: boolean[] = [];
    door.onEdge(({ level }) => levels.push(level));
    board.faults.inject(DOOR, 'active', 'bounce');
    board.faults.set(DOOR, 'active', true);
    await clock.advance(20);
    assert.equal(levels, [true, false, true, false, true, false, true]);
  }));

test('a flow meter that is stuck or disconnected gives no pulse, and turns again afterwards', () =>
  withSimBoard(async (rig) => {
    switchPump(rig)(true);
    await rig.clock.advance(1_000);
    const line = rig.board.gpio.open('GPIO27', { direction: 'in', consumer: 'flow' });
    let edges = 0;
    line.onEdge(() => (edges += 1));
    for (const kind of ['stuck', 'disconnect']) {
      rig.board.faults.inject(FLOW, 'rate', kind);
      edges = 0;
      await rig.clock.advance(1_000);
      assert.is(edges, 0, kind);
      rig.board.faults.inject(FLOW, 'rate', 'clear');
      await rig.clock.advance(1_000);
      assert.ok(edges > 40, kind);
    }
  }));

test('a noisy flow meter turns although no water moves', () =>
  withSimBoard(async ({ board, clock }) => {
    const line = board.gpio.open('GPIO27', { direction: 'in', consumer: 'flow' });
    let edges = 0;
    line.onEdge(() => (edges += 1));
    board.faults.inject(FLOW, 'rate', 'noise');
    await clock.advance(5_000);
    assert.ok(edges > 10, String(edges));
  }));

test('refuses a fault that the element cannot have, and names those it can', () =>
  withSimBoard(({ board }) => {
    const refusal = board.faults.inject(PUMP, 'on', 'bad-crc');
    assert.is(refusal?.code, 'HAL_SIM_FAULT_IMPOSSIBLE');
    assert.match(refusal?.message ?? '', 'possible: stuck, disconnect, clear');
    assert.match(
      board.faults.inject(PUMP, 'on', 'explode')?.message ?? '',
      '"explode" is not a fault',
    );
    return Promise.resolve();
  }));

test('refuses to break or set what is not wired, and names what is', () =>
  withSimBoard(({ board }) => {
    for (const refusal of [
      board.faults.inject('gpio:GPIO5', 'on', 'stuck'),
      board.faults.set('gpio:GPIO5', 'on', true),
      board.faults.set(TANK, 'ain1', 5),
    ]) {
      assert.is(refusal?.code, 'HAL_SIM_NOT_WIRED');
      assert.match(refusal?.message ?? '', 'tank-level (i2c1:0x48)');
    }
    return Promise.resolve();
  }));

test('refuses to set what follows the board, and values that cannot be', () =>
  withSimBoard(({ board }) => {
    for (const refusal of [
      board.faults.set(FLOW, 'rate', 3),
      board.faults.set(TANK, 'ain0', 101),
      board.faults.set(TANK, 'ain0', true),
      board.faults.set(DOOR, 'active', 1),
    ])
      assert.is(refusal?.code, 'HAL_SIM_NOT_SETTABLE');
    return Promise.resolve();
  }));

test('lists every element with its fault', () =>
  withSimBoard(({ board }) => {
    board.faults.inject(CLIMATE, 'humidity', 'bad-crc');
    const faulty = board.faults.describe().filter(({ fault }) => fault !== undefined);
    assert.equal(
      faulty.map(({ signal, channel, fault }) => [signal, channel, fault]),
      [
        ['climate', 'temperature', 'bad-crc'],
        ['climate', 'humidity', 'bad-crc'],
      ],
    );
    return Promise.resolve();
  }));

test.run();

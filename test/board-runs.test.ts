/** "Stop" reaches runs on another board: the signed command of the gateway, and a real board role that ends them. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Asker } from '../runtime/actions/asker.ts';
import type { Outcome } from '../runtime/core/receipt.ts';
import { refuseMesh } from '../runtime/mesh/errors.ts';
import { BoardRuns } from '../runtime/workflows/board/board-runs.ts';
import { bundleWorkflows } from '../runtime/workflows/board/bundle-form.ts';
import { loadText } from '../runtime/workflows/workflow-file.fixture.ts';
import type { Run } from '../runtime/workflows/runs/run.ts';
import { withBoard, type BoardRig } from './board-rig.ts';
import { BoardWorkflowRig } from './board-workflow-rig.ts';

const test = suite('runs on another board');

/** A minute after the clock of the rig begins. */
const { workflows: LIST } = await loadText(`workflows:
  - name: water
    on: pump-room
    trigger: cron 1 12 * * *
    steps:
      - { id: pause, action: wait, params: { for: 30s } }
      - { action: set, depends_on: pause, params: { target: pump.power, value: on } }
`);
const FORMS = bundleWorkflows(LIST).get('pump-room') ?? [];
const ANNA: Asker = {
  ...{ person: 'anna', role: 'operator', via: 'test', chat: 'test', language: 'en' },
  words: 'stop',
};
const AWAY: Outcome = {
  status: 'refused',
  refusal: refuseMesh('MESH_BOARD_OFFLINE', 'the board pump-room is away'),
};

/** A run that waits before it switches the pump on. */
async function underWay(rig: BoardRig): Promise<BoardWorkflowRig> {
  const own = new BoardWorkflowRig(rig);
  rig.endRuns = (which, person) => own.workflows.end(which, person);
  await own.start(FORMS);
  await rig.pass(70_000, undefined, 200);
  assert.equal(states(own), ['running']);
  return own;
}

function states(own: BoardWorkflowRig): readonly string[] {
  return own.workflows.runs.list().map(({ state }) => state);
}

/** @param known runs that the gateway has heard of */
function gatewayOf(rig: BoardRig, known: readonly Run[], isAway = false): BoardRuns {
  return new BoardRuns({
    ...{
      key: rig.key,
      clock: rig.clock,
      workflows: { list: LIST.map((one) => ({ ...one, on: rig.site.id })), own: [] },
    },
    runs: { list: () => known.map((run) => ({ ...run, board: rig.site.id })) },
    link: { send: (_, bytes) => (isAway ? Promise.resolve(AWAY) : rig.receive(bytes)) },
  });
}

test('end with a stop, also those that the gateway has not heard of, and switch nothing any more', () =>
  withBoard(async (rig) => {
    const own = await underWay(rig);
    assert.equal(await gatewayOf(rig, []).endAll(ANNA), { runs: 1, unreached: [] });
    assert.equal(states(own), ['cancelled']);
    assert.is(own.workflows.runs.list()[0]?.cancelledBy, 'anna');
    await rig.pass(60_000, undefined, 200);
    assert.not.ok((await rig.kinds()).includes('intent'));
    assert.equal(await gatewayOf(rig, []).endAll(ANNA), { runs: 0, unreached: [] });
    await own.stop();
  }));

test('end one by one, by their ids', () =>
  withBoard(async (rig) => {
    const own = await underWay(rig);
    const [run] = own.workflows.runs.list();
    const gateway = gatewayOf(rig, run === undefined ? [] : [run]);
    const found = gateway.find('water');
    if (found === undefined) throw new Error('the gateway does not know it');
    assert.is((await gateway.end({ board: found.board, id: 'run-other' }, ANNA)).status, 'done');
    assert.equal(states(own), ['running']);
    assert.is((await gateway.end(found, ANNA)).status, 'done');
    assert.equal(states(own), ['cancelled']);
    await own.stop();
  }));

test('go on where the board is away, and that is said', () =>
  withBoard(async (rig) => {
    const own = await underWay(rig);
    assert.equal(await gatewayOf(rig, [], true).endAll(ANNA), {
      ...{ runs: 0, unreached: [{ board: rig.site.id, workflows: ['water'] }] },
    });
    assert.equal(states(own), ['running']);
    await own.stop();
  }));

test('are ended by nobody who cannot sign', () =>
  withBoard(async (rig) => {
    const own = await underWay(rig);
    const forged = rig
      .seal('pump-room.workflow-runs', 'end')
      .map((byte, at) => (at === 99 ? byte ^ 1 : byte));
    assert.is((await rig.receive(forged)).status, 'refused');
    assert.equal(states(own), ['running']);
    await own.stop();
  }));

test.run();

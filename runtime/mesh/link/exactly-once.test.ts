/** Whatever breaks, and whenever: what a board owes arrives whole, in order, and once. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { siteBoard } from '../../../test/board-site.ts';
import { withMesh, type MeshRig } from '../../../test/mesh-rig.ts';

type Step = 'event' | 'record' | 'cut' | 'board' | 'gateway' | 'join' | 'turn';

const steps: Record<Step, (rig: MeshRig, index: number) => Promise<unknown>> = {
  event: (rig, index) => rig.event(`event-${String(index)}`),
  record: (rig, index) => rig.record(`record ${String(index)}`),
  cut: (rig) => {
    rig.cut();
    return Promise.resolve();
  },
  board: async (rig, index) => {
    await rig.stopBoard();
    await rig.startBoard(`event-${String(index)}`);
  },
  gateway: async (rig) => {
    await rig.stopGateway();
    await rig.startGateway();
  },
  join: (rig) => rig.joined(),
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Step>('event', 'record', 'turn') },
  { weight: 3, arbitrary: fc.constantFrom<Step>('cut', 'board', 'gateway', 'join') },
);

const test = suite('what a board owes');

test('arrives whole, in order and once, through any sequence of breaks and restarts', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), (sequence) =>
      withMesh(async (rig) => {
        for (const [index, name] of sequence.entries()) await steps[name](rig, index);
        await rig.event('last');
        await rig.record('last');
        await settled(rig);
        const events = sequence.flatMap((name, index) =>
          name === 'event' || name === 'board' ? [`event-${String(index)}`] : [],
        );
        assert.equal(await rig.arrived(), [...events, 'last']);
        const own = await rig.board.state.journal.entries({ limit: 1_000 });
        const copy = await rig.gateway.copies.entries(siteBoard.id, { limit: 1_000 });
        assert.equal(copy, own);
      }),
    ),
    { numRuns: 12 },
  ));

/** Everything is there: the newest event and the newest record. */
async function settled(rig: MeshRig): Promise<void> {
  for (;;) {
    const { seq } = await rig.gateway.copies.head(siteBoard.id);
    if (seq === rig.board.state.journal.head.seq && (await rig.arrived()).includes('last')) return;
  }
}

test.run();

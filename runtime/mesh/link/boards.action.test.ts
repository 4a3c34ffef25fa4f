import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { site, siteBoard } from '../../../test/board-site.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { Asker } from '../../actions/asker.ts';
import { boardsAction } from './boards.action.ts';
import type { NodeReport } from './gateway-link.ts';

const clock = new FakeClock();
const now = clock.now();
const far = { ...siteBoard, id: 'pump-room' };
const lost = { ...siteBoard, id: 'roof' };
const bundle = { version: 4, hash: '0'.repeat(64) };
const asker: Asker = {
  ...{ person: 'ann', role: 'viewer', via: 'test', language: 'en', words: '', chat: 'test' },
};

function say(report: Partial<NodeReport>): Promise<string> {
  const node: NodeReport = {
    ...{ node: far.id, isOnline: true, since: now, lastHeard: now - 90_000, version: '0.1.0' },
    ...{ boot: 'b', bundle, drift: 'in-step', stuck: [], ...report },
  };
  const action = boardsAction({
    ...{ ownBoard: siteBoard.id, version: '0.1.0', clock, nodes: () => [node] },
    site: () => ({ ...site, boards: [siteBoard, far, lost] }),
    speech: { time: () => '12:00' },
  });
  return action.run({}, asker).then((answer) => (answer.ok ? answer.text : ''));
}

const test = suite('boards');

test('are told apart: here, joined, and never seen', async () => {
  const [own = '', joined = '', never = ''] = (await say({})).split('\n');
  assert.match(own, /^bench \(sim\): \d+ things, online$/);
  assert.match(joined, /^pump-room .* online, bundle 4$/);
  assert.match(never, /^roof .* never seen$/);
});

test('that are away show when they were last heard, and drift shows with its reason', async () => {
  assert.match(await say({ isOnline: false }), /away, last heard at 12:00 \(1 ?m(in)?.*ago\)/);
  assert.match(await say({ isOnline: false }), /ago\), last had bundle 4$/m);
  const text = await say({ drift: 'behind', problem: 'version 5: no such driver' });
  assert.match(text, /not in step with the site, problem: version 5: no such driver/);
});

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { siteBoard } from '../../../test/board-site.ts';
import type { Finding } from '../../core/doctor-check.ts';
import { boardsCheck } from './boards.check.ts';
import type { NodeReport } from './gateway-link.ts';

const report: NodeReport = {
  ...{ node: 'pump-room', isOnline: true, since: 0, lastHeard: 0, version: '0.1.0', boot: 'b' },
  ...{ bundle: { version: 4, hash: '0'.repeat(64) }, drift: 'in-step', stuck: [] },
};

function look(nodes: readonly NodeReport[], clones: readonly string[] = []): Promise<Finding> {
  const boards = [siteBoard, { ...siteBoard, id: 'pump-room' }];
  const parts = { site: { boards }, ownBoard: siteBoard.id };
  return boardsCheck({ ...parts, nodes: () => nodes, clones: () => clones }).look();
}

test('is content with boards that are there and in step', async () => {
  assert.equal(await look([report]), { verdict: 'ok', text: '1 there, in step' });
});

test('tells of a board that is away, was never seen, or has a problem with its bundle', async () => {
  const of = async (...nodes: readonly NodeReport[]): Promise<string> => {
    const { verdict, text } = await look(nodes);
    return `${verdict}: ${text}`;
  };
  assert.is(await of(), 'warn: pump-room was not seen since this node started');
  assert.is(await of({ ...report, isOnline: false }), 'warn: pump-room is away');
  const behind: NodeReport = { ...report, drift: 'behind' };
  assert.is(await of(behind), 'warn: pump-room does not run the newest bundle');
  const problem = 'version 5: no such part';
  assert.is(await of({ ...behind, problem }), `warn: pump-room: ${problem}`);
});

test('tells of a board whose events come again and again', async () => {
  const { verdict, text } = await look([{ ...report, stuck: ['event'] }]);
  assert.is(verdict, 'warn');
  assert.match(text, 'nothing more comes through of what pump-room owes: event');
});

test('fails when two boards take turns under one id', async () => {
  const { verdict, text } = await look([report], ['pump-room']);
  assert.is(verdict, 'fail');
  assert.match(text, 'pump-room');
});

test.run();

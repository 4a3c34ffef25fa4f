/** Machines as they call themselves, against the files of all boards. Names are those of real device trees and DMI tables. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadAllBoards } from './load-all-boards.ts';
import { matchBoard, type BoardMatch, type MachineMarks } from './match-board.ts';

const test = suite('match-board');
const { files } = await loadAllBoards('boards');

function find(marks: Partial<MachineMarks>): BoardMatch | undefined {
  return matchBoard({ compatible: [], dmi: {}, ...marks }, files);
}

test('is sure of a board by its own name', () => {
  const match = find({ compatible: ['raspberrypi,4-model-b', 'brcm,bcm2711'] });
  assert.equal(
    [match?.file.id, match?.certainty, match?.by],
    ['raspberry-pi-4b', 'exact', 'raspberrypi,4-model-b'],
  );
});

test('calls a board related that has only a later name in common', () => {
  const match = find({ compatible: ['acme,shield', 'radxa,rock-5b', 'rockchip,rk3588'] });
  assert.equal([match?.file.id, match?.certainty], ['radxa-rock-5b', 'related']);
});

test('finds no board by the name of its processor alone', () => {
  assert.is(find({ compatible: ['acme,widget', 'rockchip,rk3588'] }), undefined);
});

test('takes the entry of a DMI table of which most fields fit', () => {
  const qemu = find({
    dmi: { sys_vendor: 'QEMU', product_name: 'Standard PC', chassis_type: '1' },
  });
  assert.equal([qemu?.file.id, qemu?.certainty], ['cloud-vm', 'exact']);
  const small = find({ dmi: { sys_vendor: 'ASUSTeK', chassis_type: '35' } });
  assert.is(small?.file.id, 'x86-mini-pc');
});

test('takes any other machine with a DMI table for a PC, and says that this is general', () => {
  const match = find({ dmi: { sys_vendor: 'LENOVO', chassis_type: '3' } });
  assert.equal([match?.file.id, match?.certainty], ['x86-pc', 'general']);
});

test('never finds the simulated board, and nothing where a machine says nothing', () => {
  assert.is(find({}), undefined);
  assert.is(find({ compatible: ['sim'] }), undefined);
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { batchesOf } from './batches.ts';

const test = suite('batches of test files');

test('hold files of one room, each once, and not too many', () => {
  const files = Array.from({ length: 10 }, (_, at) => `runtime/core/${String(at)}.test.ts`);
  const others = ['runtime/tasks/queue/queue.test.ts', 'drivers/bh1750/bh1750.test.ts'];
  const batches = batchesOf([...files, ...others]);
  assert.equal(batches.flat(), [...files, ...others]);
  assert.equal(
    batches.map(({ length }) => length),
    [8, 2, 1, 1],
  );
});

test('leave alone what looks at a whole process', () => {
  const files = ['test/one.test.ts', 'test/two.test.ts', 'runtime/web/page.e2e.ts'];
  assert.equal(
    batchesOf(files),
    files.map((file) => [file]),
  );
});

test.run();

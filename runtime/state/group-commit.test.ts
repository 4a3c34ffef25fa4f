/** The promises of group commit, over any order of calls, speeds and failures of the disk. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { GroupCommit } from './group-commit.ts';

/** A disk whose commits end when the test says so. */
class ManualDisk {
  readonly groups: (readonly number[])[] = [];
  #end: ((error?: Error) => void) | undefined;

  readonly commit = (items: readonly number[]): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#end = (error) => {
        this.#end = undefined;
        if (error === undefined) this.groups.push(items);
        if (error === undefined) resolve();
        else reject(error);
      };
    });

  end(error?: Error): void {
    this.#end?.(error);
  }
}

type Step = { readonly add: number } | { readonly end: 'well' | 'badly' } | { readonly tick: true };

/** Adds runs of 0 to 3 items; ends commits, rarely badly. */
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ add: fc.integer({ min: 0, max: 3 }) }) },
    { weight: 4, arbitrary: fc.constant<Step>({ end: 'well' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ end: 'badly' }) },
    { weight: 4, arbitrary: fc.constant<Step>({ tick: true }) },
  ),
  { maxLength: 60 },
);

test('keeps the order of the calls, tears no call apart, and acknowledges only what is on disk', async () => {
  await fc.assert(fc.asyncProperty(steps, checkRun));
});

async function checkRun(run: readonly Step[]): Promise<void> {
  const disk = new ManualDisk();
  const commits = new GroupCommit(disk.commit);
  const acknowledged: number[] = [];
  const refused: number[] = [];
  let next = 0;
  for (const step of run) {
    if ('add' in step) {
      const items = Array.from({ length: step.add }, () => next++);
      commits.add(items).then(
        () => acknowledged.push(...items),
        () => refused.push(...items),
      );
    } else if ('end' in step) {
      disk.end(step.end === 'badly' ? new Error('disk is broken') : undefined);
    } else {
      await settle();
    }
  }
  while (acknowledged.length + refused.length < next) {
    disk.end();
    await settle();
  }
  assert.equal(disk.groups.flat(), acknowledged);
  assert.equal(
    [...acknowledged, ...refused],
    Array.from({ length: next }, (_, index) => index),
  );
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('commits what queued up during a commit as one group', async () => {
  const disk = new ManualDisk();
  const commits = new GroupCommit(disk.commit);
  const done = [commits.add([1])];
  await settle();
  done.push(commits.add([2]), commits.add([3, 4]));
  disk.end();
  await settle();
  disk.end();
  await Promise.all(done);
  assert.equal(disk.groups, [[1], [2, 3, 4]]);
});

test('refuses everything after a failed commit, with the error of that commit', async () => {
  const disk = new ManualDisk();
  const commits = new GroupCommit(disk.commit);
  const first = commits.add([1]);
  await settle();
  const second = commits.add([2]);
  disk.end(new Error('disk is broken'));
  for (const refused of [first, second, commits.add([3])]) {
    const error: unknown = await refused.catch((reason: unknown) => reason);
    assert.instance(error, Error);
    assert.match(String(error), 'disk is broken');
  }
  assert.equal(disk.groups, []);
});

test('is idle when nothing runs', async () => {
  await new GroupCommit(() => Promise.resolve()).idle();
});

test.run();

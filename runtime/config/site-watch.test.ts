/** When an edit of the site directory is noticed. */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { until } from '../../test/until.ts';
import { SiteWatch } from './site-watch.ts';

/** Lets seconds pass until the watch has looked so often. */
async function looks(clock: FakeClock, count: number): Promise<void> {
  for (let look = 0; look < count; look += 1) {
    await until(() => clock.pending === 1);
    await clock.advance(1_000);
  }
  await until(() => clock.pending === 1);
}

async function watching(
  use: (directory: string, clock: FakeClock, seen: () => number) => Promise<void>,
): Promise<void> {
  await inTempDirectory(async (directory) => {
    writeFileSync(join(directory, 'devices.yaml'), 'a: 1');
    const clock = new FakeClock();
    let count = 0;
    const onChange = (): Promise<void> => {
      count += 1;
      return Promise.resolve();
    };
    const watch = new SiteWatch({ directory, clock, onChange });
    await watch.start();
    await use(directory, clock, () => count);
    await watch.stop();
    assert.is(clock.pending, 0);
  });
}

test('tells once of an edit, when nobody writes any more', () =>
  watching(async (directory, clock, seen) => {
    const file = join(directory, 'devices.yaml');
    writeFileSync(file, 'a: 2');
    utimesSync(file, 1, 1);
    await looks(clock, 1);
    assert.is(seen(), 0, 'somebody may still be writing');
    utimesSync(file, 2, 2);
    await looks(clock, 1);
    assert.is(seen(), 0);
    await looks(clock, 1);
    assert.is(seen(), 1);
    await looks(clock, 3);
    assert.is(seen(), 1);
  }));

test('tells of a new token in its file, and not of what stands in other directories and files', () =>
  watching(async (directory, clock, seen) => {
    writeFileSync(join(directory, 'phones-token'), 'one');
    mkdirSync(join(directory, 'pictures'));
    await looks(clock, 2);
    assert.is(seen(), 1);
    writeFileSync(join(directory, 'pictures', 'door'), 'x');
    writeFileSync(join(directory, '.devices.yaml.swp'), 'x');
    writeFileSync(join(directory, 'notes.txt'), 'x');
    await looks(clock, 3);
    assert.is(seen(), 1);
    writeFileSync(join(directory, 'phones-token'), 'another');
    await looks(clock, 2);
    assert.is(seen(), 2);
  }));

test('tells of a file that is new, and of one that is gone', () =>
  watching(async (directory, clock, seen) => {
    writeFileSync(join(directory, 'platform.yaml'), 'b: 1');
    await looks(clock, 2);
    assert.is(seen(), 1);
    rmSync(join(directory, 'devices.yaml'));
    await looks(clock, 2);
    assert.is(seen(), 2);
  }));

test('says nothing of files that are not of the site', () =>
  watching(async (directory, clock, seen) => {
    writeFileSync(join(directory, 'notes.txt'), 'c');
    await looks(clock, 3);
    assert.is(seen(), 0);
  }));

test.run();

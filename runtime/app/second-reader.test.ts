/** A node goes on without the model, and says so once. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { silentLog } from '../core/log.ts';
import { LateReader } from './second-reader.ts';

const test = suite('the second reader of a node');

const MODELS = 'models';

test('is gone without, once it has been said', () =>
  inTempDirectory(async (directory) => {
    const said: unknown[] = [];
    const log = { ...silentLog, warn: (fields: unknown) => said.push(fields) };
    const late = new LateReader({ directories: [directory], log });
    await late.start();
    assert.is(late.reader, undefined);
    assert.is(said.length, 1);
    const there = new LateReader({ directories: [directory, MODELS], log });
    await there.start();
    assert.is(there.reader?.read(['turn', 'on', '◇']).act, 'write');
    assert.is(said.length, 1);
  }));

test.run();

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import {
  findConfigDirectory,
  findDataDirectory,
  findModelDirectories,
  findSiteOf,
  type Surroundings,
} from './places.ts';

function around(existing: readonly string[], env: Surroundings['env'] = {}): Surroundings {
  const exists = (path: string): boolean => existing.includes(path);
  return {
    cwd: '/home/me',
    env,
    exists,
    builtInModels: '/opt/models',
    builtInBoards: '/opt/boards',
  };
}

test('takes the data directory that is named, relative to where the person stands', () => {
  assert.is(findDataDirectory('d', around(['/home/me/.boardtalk'])), '/home/me/d');
  assert.is(findDataDirectory(undefined, around([], { BOARDTALK_DATA: '/x' })), '/x');
  assert.is(findDataDirectory('/y', around([], { BOARDTALK_DATA: '/x' })), '/y');
});

test('takes a variable that is set to nothing for one that is not set', () => {
  const empty = { BOARDTALK_DATA: '', BOARDTALK_CONFIG: '' };
  assert.is(findDataDirectory(undefined, around([], empty)), '/home/me/.boardtalk');
  assert.is(findConfigDirectory(undefined, around(['/etc/boardtalk'], empty)), '/etc/boardtalk');
});

test('checks a file of workflows against the site that it stands in, unless another one is named', () => {
  const here = around(['/sites/a/devices.yaml', '/etc/boardtalk', '/home/me/b']);
  assert.is(findSiteOf('/sites/a/workflows.yaml', undefined, here), '/sites/a');
  assert.is(findSiteOf('/sites/a/workflows.yaml', 'b', here), '/home/me/b');
  assert.is(findSiteOf('alone.yaml', undefined, here), '/etc/boardtalk');
  assert.is(findSiteOf(undefined, undefined, here), '/etc/boardtalk');
});

test('finds the data directory here, then the one of the system, then makes one here', () => {
  const [local, system] = ['/home/me/.boardtalk', '/var/lib/boardtalk'];
  assert.is(findDataDirectory(undefined, around([local, system])), local);
  assert.is(findDataDirectory(undefined, around([system])), system);
  assert.is(findDataDirectory(undefined, around([])), local);
});

test('takes the site directory that is named', () => {
  assert.is(findConfigDirectory('site', around(['/home/me/site'])), '/home/me/site');
  assert.is(findConfigDirectory(undefined, around(['/x'], { BOARDTALK_CONFIG: '/x' })), '/x');
});

test('finds the site directory of the system before the sample', () => {
  const [system, sample] = ['/etc/boardtalk', '/home/me/provisioning/site'];
  assert.is(findConfigDirectory(undefined, around([system, sample])), system);
  assert.is(findConfigDirectory(undefined, around([sample])), sample);
});

test('says where it looked for a site directory', () => {
  try {
    findConfigDirectory('nowhere', around(['/etc/boardtalk']));
    assert.unreachable();
  } catch (error) {
    assert.is(errorCode(error), 'CLI_NO_SITE');
    assert.match(String(error), '/home/me/nowhere');
  }
});

test('looks for models in the site, then in the data directory, then in the program', () => {
  const place = { config: 'site', dataDirectory: '/d' };
  assert.equal(findModelDirectories(place, around(['/home/me/site'])), [
    '/home/me/site/models',
    '/d/models',
    '/opt/models',
  ]);
  const none = { config: undefined, dataDirectory: '/d' };
  assert.equal(findModelDirectories(none, around([])), ['/d/models', '/opt/models']);
});

test.run();

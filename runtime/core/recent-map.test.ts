import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RecentMap } from './recent-map.ts';

test('lets go of what was set longest ago', () => {
  const map = new RecentMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  map.set('c', 4);
  assert.equal([map.get('a'), map.has('b'), map.get('c')], [3, false, 4]);
});

test('has room again for what was deleted', () => {
  const map = new RecentMap<number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.delete('b');
  map.set('c', 3);
  assert.equal([map.has('a'), map.has('b'), map.has('c')], [true, false, true]);
});

test.run();

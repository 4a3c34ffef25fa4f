import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isLoopback } from './loopback.ts';

test('knows what loopback is', () => {
  for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', 'localhost'])
    assert.equal(isLoopback(address), true, address);
  for (const address of ['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '127.0.0.1.evil.example', ''])
    assert.equal(isLoopback(address), false, address);
});

test.run();

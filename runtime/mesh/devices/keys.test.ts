import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { spellOut } from './keys.ts';

test('the short keys of a command are spelled out with its template', () => {
  const short = { pow_cmd_t: 'a/set', pow_cmd_tpl: '{{ value }}', own: 1 };
  assert.equal(spellOut(short), {
    power_command_topic: 'a/set',
    power_command_template: '{{ value }}',
    own: 1,
  });
});

test('a key is no name of what every object has', () => {
  assert.equal(spellOut({ constructor: 1 }), { constructor: 1 });
});

test.run();

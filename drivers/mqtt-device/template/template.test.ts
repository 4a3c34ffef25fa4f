/**
 * Templates as publishers write them. Sources: Zigbee2MQTT `lib/extension/homeassistant.ts` and its
 * tests; Tasmota `SetOption19` announcements (issues #7097, #10660); Home Assistant's MQTT pages.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseTemplate } from './template.ts';
import { NotUnderstood } from './tokens.ts';

const test = suite('templates');

function render(template: string, payload: unknown): string | undefined {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return parseTemplate(template).render(text, typeof payload === 'string' ? undefined : payload);
}

const UNDERSTOOD: readonly (readonly [string, unknown, string | undefined])[] = [
  // Zigbee2MQTT
  ['{{ value_json.temperature }}', { temperature: 21.5 }, '21.5'],
  ['{{ value_json.state_l1 }}', { state_l1: 'ON' }, 'ON'],
  ['{{ value_json.occupancy }}', { occupancy: true }, 'True'],
  ['{{ value_json.temperature }}', { humidity: 40 }, ''],
  ["{{ value_json['update']['state'] }}", { update: { state: 'idle' } }, 'idle'],
  ['{% if value_json.child_lock %}true{% else %}false{% endif %}', { child_lock: true }, 'true'],
  [
    "{% if value_json.state == 'ON' %} on {%- elif value_json.state == 'OFF' -%} off {%- endif %}",
    { state: 'OFF' },
    'off',
  ],
  [
    "{{ {'off':0, 'low':1, 'medium':2, 'high':3}[value_json.fan_mode] | default('None') }}",
    { fan_mode: 'medium' },
    '2',
  ],
  ["{{ {'off':0, 'low':1}[value_json.fan_mode] | default('None') }}", { fan_mode: 'x' }, 'None'],
  ['{"position": {{ value }} }', '40', '{"position": 40 }'],
  // Tasmota
  ["{{value_json['ENERGY'].Power}}", { ENERGY: { Power: 12 } }, '12'],
  ['{{value_json.POWER}}', { POWER: 'OFF' }, 'OFF'],
  ["{{value_json['AM2301'].Temperature}}", { Time: 'x' }, undefined],
  // Home Assistant's pages
  ['{{ value }}', 'open', 'open'],
  ['{{ value | float }}', '21.50', '21.5'],
  ['{{ value | int(0) }}', 'nonsense', '0'],
  ['{{ value | float }}', 'nonsense', undefined],
  ['{{ (value_json.t | float * 1.8 + 32) | round(1) }}', { t: '21.53' }, '70.8'],
  ['{{ value_json.list[0].x }}', { list: [{ x: 7 }] }, '7'],
  ['{{ value_json.a is defined }}', { a: null }, 'True'],
  ["{{ 'yes' if value_json.n > 3 and not value_json.off else 'no' }}", { n: 4 }, 'yes'],
  ['{{ value_json.name | lower }}', { name: 'ON' }, 'on'],
  ['{{ -value_json.n // 2 }}', { n: 5 }, '-3'],
  ["{{ value in ['1', '2'] }}", '2', 'True'],
  ['{{ value_json.n / 0 }}', { n: 1 }, undefined],
  ["{{ value_json['__proto__'] }}", {}, ''],
  ['{{ value_json.constructor }}', {}, ''],
  ['{# a remark #}{{ value }}', 'x', 'x'],
];

for (const [template, payload, expected] of UNDERSTOOD)
  test(`${template} of ${JSON.stringify(payload)} is ${String(expected)}`, () => {
    assert.is(render(template, payload), expected);
  });

const REFUSED = [
  '{{ value_json.a.b() }}',
  "{{ states('sensor.kitchen') }}",
  '{{ now() }}',
  '{{ value | from_json }}',
  '{{ value | regex_replace("a", "b") }}',
  '{% for x in value_json %}{{ x }}{% endfor %}',
  "{% set values = {'heat': 1} %}{{ values[value] }}",
  '{{ value',
  '{% if value %}x',
  'x{% endif %}',
  '{{ }}',
  '{{ value value }}',
  `{{ ${'('.repeat(60)}1${')'.repeat(60)} }}`,
  `{{ ${'-'.repeat(60)}1 }}`,
];

for (const template of REFUSED)
  test(`refuses ${template}`, () => {
    assert.throws(
      () => parseTemplate(template),
      (error: unknown) => error instanceof NotUnderstood,
    );
  });

test.run();

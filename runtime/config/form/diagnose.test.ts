/** What a schema finds wrong: told with its place, what is allowed and the nearest right spelling. */
import { suite } from 'uvu';
import { assertOnlyMistake, type Change } from '../site-directory.fixture.ts';

const test = suite('diagnose');

const CHANGES: Readonly<Record<string, Change>> = {
  'an unknown key': [
    'kind: pump',
    'kind: pump\n        ▲colour: red',
    /^unknown key "colour"$/,
    /^allowed: title, aliases, area, kind, role, properties$/,
  ],
  'a misspelled key': [
    'settle: 2s',
    '▲setle: 2s',
    /^unknown key "setle"$/,
    /did you mean "settle"\?/,
  ],
  'a missing key': [
    'heater:\n        title: { en: heater }\n        area: house',
    '▲heater:\n        title: { en: heater }',
    /the key "area" is missing/,
    /Where it is/,
  ],
  'an unknown kind': ['kind: tank', 'kind: ▲tnk', /"tnk" is not allowed/, /did you mean "tank"\?/],
  'a map where a list belongs': [
    '{ en: [water pump]',
    '{ en: ▲{ a: 1 }',
    /expected a list, found a map/,
  ],
  'text where a map belongs': ['title: { en: lamp }', 'title: ▲lamp', /expected a map, found text/],
  'a number without its unit': [
    'settle: 2s',
    'settle: ▲2',
    /expected text, found 2/,
    /500ms, 10s, 5m, 1h30m, 2d/,
  ],
  'a duration that is none': [
    'maxOn: 10m',
    'maxOn: ▲ten minutes',
    /"ten minutes": not a duration/,
    /10s/,
  ],
  'a word for true': [
    'is: false',
    'is: ▲off',
    /expected true or false, a number, found "off"/,
    /write false/,
  ],
  'an address that is none': [
    'reading: tank.level',
    'reading: ▲tank',
    /"tank": not an address/,
    /tank\.level/,
  ],
  'a bad id': ['name: not-empty', 'name: ▲Not Empty', /"Not Empty": an id has only small letters/],
  'an unknown unit': ["unit: '%'", 'unit: ▲percent', /"percent" is not allowed/, /Cel, %RH/],
  'a range upside down': ['range: [0, 30]', 'range: ▲[30, 0]', /\[30, 0\]: the first number/],
  'a range with one number': [
    'range: [0, 30]',
    'range: ▲[30]',
    /expected at least 2 entries, found \[30\]/,
  ],
  'a number that is not above its limit': [
    'perUnit: 7.5',
    'perUnit: ▲0',
    /expected more than 0, found 0/,
  ],
  'an unknown word to confirm': [
    '{ to: on }',
    '{ to: ▲onn }',
    /expected on, off, .* found "onn"/,
    /did you mean "on"\?/,
  ],
  'an unknown key of a calibration': [
    '{ 4-20mA: [0, 100] }',
    '{ 4-20mA: [0, 100], ▲shnt: 165 }',
    /unknown key "shnt"/,
    /did you mean "shunt"\?/,
  ],
};

for (const [what, change] of Object.entries(CHANGES))
  test(`finds ${what}, and nothing else`, () => assertOnlyMistake(change));

test.run();

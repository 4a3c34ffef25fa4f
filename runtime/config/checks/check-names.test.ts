/** Names that mean two things, or nothing. */
import { suite } from 'uvu';
import { assertOnlyMistake, type Change } from '../site-directory.fixture.ts';

const test = suite('check-names');

const CHANGES: Readonly<Record<string, Change>> = {
  'a title used twice': [
    'title: { en: lamp }',
    'title: { en: ▲Pump }',
    /"Pump" already means "pump"/,
    /devices\.yaml:\d+:\d+/,
  ],
  'an alias used twice': [
    'title: { en: lamp }',
    'title: { en: lamp }\n        aliases: { en: [lights, ▲WATER-PUMP] }',
    /"WATER-PUMP" already means "pump"/,
  ],
  'an alias that is an area': [
    'title: { en: lamp }',
    'title: { en: lamp, zh: ▲温室 }',
    /"温室" already means "house"/,
  ],
  'an alias in wide letters': [
    'title: { en: lamp }',
    'title: { en: ▲ｐｕｍｐ }',
    /already means "pump"/,
  ],
  'one name for two properties': [
    '{ from: climate.temperature }\n          humidity: { from: climate.humidity }',
    '{ from: climate.temperature, title: { en: heat } }\n          humidity: { from: climate.humidity, title: { en: ▲heat } }',
    /"heat" already means "temperature"/,
  ],
  'a thing and a regulator of one id': ['      heating:', '      ▲pump:', /another thing "pump"/],
  'an unknown area': [
    'area: yard\n        kind: door',
    'area: ▲yrd\n        kind: door',
    /no area "yrd"/,
    /did you mean "yard"\?/,
  ],
  'an unknown floor': [
    'title: { en: yard }',
    'title: { en: yard }\n    floor: ▲ground',
    /no floor "ground"/,
  ],
};

for (const [what, change] of Object.entries(CHANGES))
  test(`finds ${what}, and nothing else`, () => assertOnlyMistake(change));

test.run();

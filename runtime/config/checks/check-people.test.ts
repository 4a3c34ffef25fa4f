/** Mistakes in platform.yaml, ▲ before each: people, platforms and their secrets. */
import { suite } from 'uvu';
import { assertOnlyPlatformMistake, type Marked } from '../site-directory.fixture.ts';

const test = suite('check-people');

const MISTAKES: Readonly<Record<string, Marked>> = {
  'an unknown section': ['▲peple: []', /unknown key "peple"/, /did you mean "people"\?/],
  'a time zone that is none': [
    'site: { timezone: ▲Europe/Berln }',
    /"Europe\/Berln": not a time zone/,
  ],
  'an unknown role': [
    'people: [{ id: a, name: A, role: ▲operater }]',
    /"operater" is not allowed/,
    /did you mean "operator"\?/,
  ],
  'a person with the id of the owner': [
    'people: [{ id: ▲owner, name: A, role: viewer }]',
    /"owner" is whoever holds this machine/,
  ],
  'two people of one id': [
    'people:\n  - { id: a, name: A, role: viewer }\n  - { id: ▲a, name: B, role: viewer }',
    /"a" is used twice/,
    /platform.yaml:2:11/,
  ],
  'one identity for two people': [
    'people:\n  - { id: a, name: A, role: viewer, identities: [{ platform: p, account: b, user: c }] }\n  - { id: d, name: B, role: viewer, identities: [▲{ platform: p, account: b, user: c }] }',
    /"p \/ b \/ c" is used twice/,
  ],
  'a person in an unknown area': [
    'people: [{ id: a, name: A, role: viewer, areas: [▲yrd] }]',
    /no area "yrd"/,
    /did you mean "yard"\?/,
  ],
  'a person whose usual place is no area': [
    'people: [{ id: a, name: A, role: viewer, place: ▲yrd }]',
    /no area "yrd"/,
    /did you mean "yard"\?/,
  ],
  'a platform that stands twice': [
    'supported_platforms:\n  - { name: a, type: api }\n  - { name: ▲a, type: api }',
    /"a" is used twice/,
  ],
  'a missing environment variable': [
    'supported_platforms: [{ name: a, type: api, auth_token: ▲env:NOPE }]',
    /environment variable is not set/,
    /file:PATH, env:NAME or credential:NAME/,
  ],
  'a missing secret file': [
    'supported_platforms: [{ name: a, type: api, auth_token: ▲file:nope }]',
    /secret file does not exist/,
  ],
  'a missing credential': [
    'supported_platforms: [{ name: a, type: api, auth_token: ▲credential:nope }]',
    /systemd gave this process no credentials/,
  ],
  'an address that is none': [
    'supported_platforms: [{ name: a, type: api, callback_url: ▲nowhere }]',
    /text: not an address/,
  ],
};

for (const [what, mistake] of Object.entries(MISTAKES))
  test(`finds ${what}, and nothing else`, () => assertOnlyPlatformMistake(mistake));

test.run();

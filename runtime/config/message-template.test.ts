import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDiagnostic } from './diagnostic.ts';
import { fillTemplate } from './form/template.ts';
import { PUBLISHED_TEMPLATE } from './message-template.ts';
import { assertOnlyPlatformMistake, loadFiles, type Marked } from './site-directory.fixture.ts';

const test = suite('platforms of other programs');

const TOKEN = { TOKEN: 'a-token' };
const API = '{ name: a, type: api, auth_token: env:TOKEN';

const VALUES = {
  task: { id: 'run-1', name: 'report', status: 'done', output: 'He said "yes"\n{{task.id}}' },
  event: { id: 'run-1.tell', at: '2026-06-01T12:00:00.000Z', channel: '#operations' },
};

test('the published form is filled, and no text breaks out of its place', () => {
  assert.equal(fillTemplate(PUBLISHED_TEMPLATE, VALUES), {
    event_type: 'task_update',
    content: { task_id: 'run-1', status: 'done', result: 'He said "yes"\n{{task.id}}' },
  });
});

test('a site may write its own form, with everything that an event has', async () => {
  const { site, diagnostics } = await load(
    `${API}, message_template: { text: '{{task.name}} is {{task.status}}', to: '{{event.channel}}', key: '{{event.id}}', first: '{{task.output.rows.0}}' } }`,
  );
  assert.equal(diagnostics.map(formatDiagnostic), []);
  const template = site?.platforms[0]?.messageTemplate ?? PUBLISHED_TEMPLATE;
  const task = { ...VALUES.task, output: { rows: [{ level: 12 }] } };
  assert.equal(fillTemplate(template, { ...VALUES, task }), {
    text: 'report is done',
    to: '#operations',
    key: 'run-1.tell',
    first: { level: 12 },
  });
});

test('events that would go over a network in the open are told', async () => {
  const there = await load(`${API}, callback_url: 'http://hooks.example/in' }`);
  assert.match(there.diagnostics.map(formatDiagnostic).join(), 'warning: events go there unencryp');
  const here = await load(`${API}, callback_url: 'http://127.0.0.1:9000/in' }`);
  assert.equal(here.diagnostics, []);
});

const mistakes: Readonly<Record<string, Marked>> = {
  'an unknown name': [
    "supported_platforms: [{ name: a, type: api, message_template: { id: ▲'{{task.ident}}' } }]",
    /\{\{task\.ident\}\}: an event has no such value/,
    /did you mean "task.id"\?/,
  ],
  'a name deep within': [
    "supported_platforms: [{ name: a, type: api, message_template: { a: [{ b: ▲'x {{ nothing }}' }] } }]",
    /\{\{nothing\}\}/,
  ],
  'a form in which what is told could come back as an order': [
    'supported_platforms: [{ name: a, type: api, message_template: { event_type: ▲message, content: { text: hi } } }]',
    /"message" is what a program says/,
  ],
  'another protocol': [
    'supported_platforms: [{ name: a, type: api, callback_url: ▲ftp://host/x }]',
    /only posted to http:/,
  ],
  'a password in the address': [
    "supported_platforms: [{ name: a, type: api, callback_url: ▲'https://me:hidden@host/x' }]",
    /no name or password/,
  ],
  'an address and nothing to sign with': [
    "supported_platforms: [{ name: a, type: api, callback_url: ▲'https://host/x' }]",
    /posted signed, and there is no auth_token/,
  ],
  'a person that there is not': [
    'people: [{ id: anna, name: Anna, role: operator }]\nsupported_platforms: [{ name: a, type: api, speaks_as: ▲ana }]',
    /there is no person "ana"/,
    /did you mean "anna"/,
  ],
};

for (const [name, mistake] of Object.entries(mistakes))
  test(`${name} is a mistake, with its place`, () => assertOnlyPlatformMistake(mistake));

test('two platforms with one token could not be told apart', async () => {
  const { diagnostics } = await load(`${API} }, ${API.replace('name: a', 'name: b')} }`);
  assert.match(diagnostics.map(formatDiagnostic).join(), 'another platform has the same token');
});

function load(platforms: string): ReturnType<typeof loadFiles> {
  return loadFiles({ 'platform.yaml': `supported_platforms: [${platforms}]` }, TOKEN);
}

test.run();

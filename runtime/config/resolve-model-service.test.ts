import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDiagnostic } from './diagnostic.ts';
import { loadFiles } from './site-directory.fixture.ts';

const test = suite('resolve-model-service');

const KEYS = { MODEL_KEY: 'sk-hidden' };

async function load(service: string) {
  const { site, diagnostics } = await loadFiles({ 'platform.yaml': service }, KEYS);
  return { service: site?.modelService, told: diagnostics.map(formatDiagnostic).join('\n') };
}

test('a site that names no model service has none', async () => {
  assert.is((await load('site: { id: garden }')).service, undefined);
});

test('an empty model_service is the one that llama.cpp opens on the same board', async () => {
  const { service, told } = await load('model_service: {}');
  assert.is(told, '');
  assert.equal(service, {
    endpoint: 'http://127.0.0.1:8080/v1',
    model: 'default',
    apiKey: undefined,
    maxSequenceLength: 4096,
    timeoutMs: 60_000,
    maxTokensPerDay: 1_000_000,
  });
});

test('the key comes from where it is kept, and is not printed', async () => {
  const { service } = await load(
    'model_service: { endpoint: "https://models.example/v1", api_key: env:MODEL_KEY }',
  );
  assert.is(service?.apiKey?.reveal(), 'sk-hidden');
  assert.not.match(JSON.stringify(service), 'sk-hidden');
});

test('a key that would travel in the open is told', async () => {
  const { told } = await load(
    'model_service: { endpoint: "http://models.example/v1", api_key: env:MODEL_KEY }',
  );
  assert.match(told, 'warning: the key goes to http://models.example/v1 unencrypted');
});

test('a key on the same board may go in the open', async () => {
  assert.is((await load('model_service: { api_key: env:MODEL_KEY }')).told, '');
});

test('what is no address, and a length in which no tool fits, are refused', async () => {
  assert.match((await load('model_service: { endpoint: models }')).told, 'not an address');
  assert.match((await load('model_service: { max_sequence_length: 512 }')).told, '2048');
});

test.run();

/** Teams, by the contract of all messengers, and what is its own: tokens, the server that a post names, threads. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import type { HookRequest } from '../runtime/gateway/channels/hook-request.ts';
import { placesAt } from '../runtime/gateway/adapters/teams/teams-adapter.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { FakeTeams, TENANT_ID } from './peers/teams/fake-teams.ts';
import { teamsAdapter, teamsBench } from './peers/teams/teams-bench.ts';

const test = suite('Microsoft Teams');

channelContract(test, () => teamsBench());

function heardBy(heard: ArrivedMessage[]): Hearing {
  return {
    cursor: undefined,
    accept: (messages) => Promise.resolve(void heard.push(...messages)),
    alive: () => undefined,
  };
}

async function withFake(prove: (fake: FakeTeams) => Promise<void>): Promise<void> {
  const fake = new FakeTeams();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('refuses tokens that are forged, of another issuer, for another bot, over, unsigned, or for another server', async () => {
  await withFake(async (fake) => {
    const heard: ArrivedMessage[] = [];
    const adapter = teamsAdapter(fake);
    const said = fake.activity('29:1', { text: 'off' });
    const nowS = Date.now() / 1_000;
    const right = fake.token();
    const [header = '', payload = ''] = right.split('.');
    const none = Buffer.from('{"alg":"none","kid":"one"}').toString('base64url');
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const requests: readonly HookRequest[] = [
      ...[
        fake.token({}, { key, kid: 'other' }),
        fake.token({}, { key, kid: 'one' }),
        fake.token({ iss: 'https://evil.example' }),
        fake.token({ aud: 'another-bot' }),
        fake.token({ exp: nowS - 400 }),
        fake.token({ nbf: nowS + 400 }),
        fake.token({ serviceurl: 'https://evil.example/' }),
        `${none}.${payload}.`,
        `${header}.${payload}.AAAA`,
        '',
      ].map((token) => fake.request(said, token)),
      { ...fake.request(said), headers: { 'content-type': 'application/json' } },
    ];
    for (const request of requests) {
      const { status } = await adapter.receive(request, heardBy(heard));
      assert.equal(status, 401, request.headers['authorization']);
    }
    const invented = fake.request(said, fake.token({}, { key, kid: 'invented' }));
    const undecided = await adapter.receive(invented, heardBy(heard));
    assert.equal(undecided.status, 503, 'the issuer may have a new key: to be posted again');
    assert.deepEqual(heard, []);
    const asked = fake.calls.filter((call) => call.endsWith('/keys')).length;
    assert.equal(asked, 1, 'names of keys that somebody invents are not asked for each time');
    assert.equal((await adapter.receive(fake.request(said), heardBy(heard))).status, 200);
    assert.equal(heard.length, 1);
  });
});

test('sends its token to no server that a post names, but the documented one', async () => {
  await withFake(async (fake) => {
    const heard: ArrivedMessage[] = [];
    const adapter = teamsAdapter(fake);
    const { host } = new URL(fake.url);
    for (const serviceUrl of [
      'https://evil.example/emea/',
      `http://${host}@evil.example/`,
      `http://${host}.evil.example/`,
      `http://${host}/?x=`,
      'file:///etc/passwd',
      'no address',
    ]) {
      const said = fake.activity('29:1', { text: 'off', serviceUrl });
      const request = fake.request(said, fake.token({ serviceurl: serviceUrl }));
      assert.equal((await adapter.receive(request, heardBy(heard))).status, 401, serviceUrl);
    }
    assert.deepEqual(heard, []);
    assert.equal(placesAt(undefined).services, 'https://smba.trafficmanager.net/');
  });
});

test('passes over other tenants, edits, what is old, and keys that are not for Teams', async () => {
  await withFake(async (fake) => {
    const heard: ArrivedMessage[] = [];
    const hearing = heardBy(heard);
    const adapter = teamsAdapter(fake);
    const tenantId = 'another';
    const statuses = [
      { conversation: { id: 'a:1', conversationType: 'personal', tenantId } },
      { type: 'messageUpdate' },
      { timestamp: '2020-01-01T00:00:00Z' },
      { channelId: 'webchat' },
    ].map(async (more) => {
      const request = fake.request(fake.activity('29:1', { text: 'off', ...more }));
      return (await adapter.receive(request, hearing)).status;
    });
    assert.deepEqual(await Promise.all(statuses), [200, 200, 200, 401]);
    const broken = { ...fake.request({}), body: Buffer.from('<html>') };
    assert.equal((await adapter.receive(broken, hearing)).status, 400);
    assert.equal((await adapter.receive({ ...broken, method: 'GET' }, hearing)).status, 405);
    assert.deepEqual(heard, []);
  });
});

test('asks for another time while the keys cannot be fetched', async () => {
  const fake = new FakeTeams();
  await fake.open();
  const request = fake.request(fake.activity('29:1', { text: 'hello' }));
  const adapter = teamsAdapter(fake);
  await fake.close();
  assert.equal((await adapter.receive(request, heardBy([]))).status, 503);
});

test('answers in the thread of a channel, and knows its group', async () => {
  await withFake(async (fake) => {
    const heard: ArrivedMessage[] = [];
    const adapter = teamsAdapter(fake);
    const id = '19:abc@thread.tacv2;messageid=1700000000000';
    const conversation = { id, conversationType: 'channel', tenantId: TENANT_ID };
    const said = fake.activity('29:1', { text: 'hello', conversation });
    await adapter.receive(fake.request(said), heardBy(heard));
    const [message] = heard;
    const chat = '19:abc@thread.tacv2/1700000000000';
    assert.deepEqual([message?.chat, message?.group], [chat, 'overheard']);
    await teamsAdapter(fake).send({ chat, text: 'after a restart' });
    assert.deepEqual(fake.textsIn(id), ['after a restart']);
  });
});

test.run();

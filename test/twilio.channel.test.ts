/** SMS by Twilio, by the contract of all messengers, and what is its own: signatures over an address and a form. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { FakeTwilio } from './peers/twilio/fake-twilio.ts';
import { twilioAdapter, twilioBench } from './peers/twilio/twilio-bench.ts';

const test = suite('SMS by Twilio');

channelContract(test, () => twilioBench());

function heardBy(heard: ArrivedMessage[]): Hearing {
  return {
    cursor: undefined,
    accept: (messages) => Promise.resolve(void heard.push(...messages)),
    alive: () => undefined,
  };
}

test('refuses what is forged, altered, doubled, unsigned, of another account, or no form', async () => {
  const fake = new FakeTwilio();
  const heard: ArrivedMessage[] = [];
  const adapter = twilioAdapter(fake);
  const fields = fake.fields('+4912345', 'hello');
  const right = fake.request(fields);
  const { 'content-type': type = '', ...untyped } = right.headers;
  const statuses = [
    fake.request(fields, 'another-token'),
    { ...right, body: Buffer.from(right.body.toString().replace('hello', 'hallo')) },
    { ...right, body: Buffer.concat([right.body, Buffer.from('&Body=off')]) },
    { ...right, headers: { 'content-type': type } },
    fake.request({ ...fields, AccountSid: 'AC-another' }),
    { ...right, headers: { ...untyped, 'content-type': 'application/json' } },
    { ...right, method: 'GET' } as const,
  ].map(async (request) => (await adapter.receive(request, heardBy(heard))).status);
  assert.deepEqual(await Promise.all(statuses), [401, 401, 401, 401, 401, 415, 405]);
  assert.deepEqual(heard, []);
  const answer = await adapter.receive(right, heardBy(heard));
  assert.deepEqual(answer, { status: 200, type: 'text/xml', body: '<Response/>' });
  assert.deepEqual(
    heard.map(({ user, text }) => [user, text]),
    [['+4912345', 'hello']],
  );
});

test('passes over what was written to another number, and a post that was cut elsewhere', async () => {
  const fake = new FakeTwilio();
  const heard: ArrivedMessage[] = [];
  const adapter = twilioAdapter(fake);
  const { MessageSid: sid = '', NumMedia: count = '', ...rest } = fake.fields('+4912345', 'off');
  // The same signature: where a parameter ends is not signed.
  const cut = { ...rest, MessageSid: `${sid}NumMedia${count}` };
  for (const fields of [fake.fields('+4912345', 'off', { To: '+15005550007' }), cut])
    assert.equal((await adapter.receive(fake.request(fields), heardBy(heard))).status, 200);
  assert.deepEqual(heard, []);
});

test('takes a report of what became of a message for no message', async () => {
  const fake = new FakeTwilio();
  const heard: ArrivedMessage[] = [];
  const { Body: _body, ...report } = fake.fields('+4912345', '', { MessageStatus: 'delivered' });
  const answer = await twilioAdapter(fake).receive(fake.request(report), heardBy(heard));
  assert.deepEqual([answer.status, heard.length], [200, 0]);
});

test('says of a number that cannot be reached that it is refused, and of a wrong token what to do', async () => {
  const fake = new FakeTwilio();
  await fake.open();
  const adapter = twilioAdapter(fake);
  const sent = await adapter.send({ chat: 'nobody', text: 'hello' });
  assert.ok(sent.kind === 'refused' && sent.why.includes('21211'));
  const { signal } = new AbortController();
  assert.equal(await adapter.probe(signal), undefined);
  fake.token = 'another';
  assert.match((await adapter.probe(signal))?.cure ?? '', /auth token/);
  await fake.close();
});

test.run();

/** Is the Twilio of these tests one? Asked by `twilio`, which Twilio itself writes. */
import assert from 'node:assert/strict';
import twilio from 'twilio';
import { suite } from 'uvu';
import { ACCOUNT_SID, ADDRESS, FakeTwilio, NUMBER, TWILIO_TOKEN } from './fake-twilio.ts';

const test = suite('fake Twilio, as the SDK of Twilio sees it');

/** The SDK, with another server in the place of Twilio's. */
function toLoopback(url: string): twilio.RequestClient {
  const [client, real] = [new twilio.RequestClient(), new twilio.RequestClient()];
  client.request = (options) =>
    real.request({ ...options, uri: options.uri.replace('https://api.twilio.com', url) });
  return client;
}

function codeOf(error: unknown): unknown {
  return error instanceof twilio.RestException ? error.code : error;
}

async function withFake(prove: (fake: FakeTwilio) => Promise<void>): Promise<void> {
  const fake = new FakeTwilio();
  await fake.open();
  await prove(fake).finally(() => fake.close());
}

test('what it posts has the signature that Twilio’s SDK demands', () => {
  const fake = new FakeTwilio();
  const fields = fake.fields('+4912345', 'Grüße & mehr +1 ✓', { FromCity: '' });
  const signature = fake.request(fields).headers['x-twilio-signature'] ?? '';
  assert.ok(twilio.validateRequest(TWILIO_TOKEN, signature, ADDRESS, { ...fields }));
  assert.ok(!twilio.validateRequest(TWILIO_TOKEN, signature, `${ADDRESS}/`, { ...fields }));
});

test('messages are sent, and what is wrong is answered as Twilio does', async () => {
  await withFake(async (fake) => {
    const clientOf = (token: string): twilio.Twilio =>
      twilio(ACCOUNT_SID, token, { httpClient: toLoopback(fake.url) });
    const client = clientOf(TWILIO_TOKEN);
    const message = { from: NUMBER, to: '+4912345', body: 'hello' };
    const { sid, status } = await client.messages.create(message);
    assert.deepEqual([sid.slice(0, 2), status], ['SM', 'queued']);
    assert.deepEqual(fake.textsTo('+4912345'), ['hello']);
    assert.equal((await client.api.v2010.accounts(ACCOUNT_SID).fetch()).status, 'active');
    const wrong = [
      client.messages.create({ ...message, to: 'nobody' }),
      client.messages.create({ ...message, body: 'x'.repeat(1_601) }),
      clientOf('wrong').messages.create(message),
    ];
    const codes = await Promise.all(wrong.map((work) => work.then(String, codeOf)));
    assert.deepEqual(codes, [21211, 21617, 20003]);
  });
});

test.run();

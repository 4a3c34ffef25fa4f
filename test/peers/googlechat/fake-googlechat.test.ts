/** Are these Google's servers? Asked by Google's own client, `@googleapis/chat` 51.0.0, and the library it logs in with. */
import assert from 'node:assert/strict';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { auth, chat, type chat_v1 } from '@googleapis/chat';
import { suite } from 'uvu';
import { z } from '../../../runtime/core/schema.ts';
import { FakeGoogleChat, KEY_FILE, PROJECT_NUMBER, spaceOf } from './fake-googlechat.ts';

const ANNA = 'users/1001';
const SPACE = spaceOf(ANNA);
const GOOGLE_TOKENS = 'https://oauth2.googleapis.com/token';
const SCOPES = ['https://www.googleapis.com/auth/chat.bot'];
const ISSUER = 'chat@system.gserviceaccount.com';

const account = z
  .object({ client_email: z.string(), private_key: z.string() })
  .parse(JSON.parse(KEY_FILE));
const keysSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

const test = suite<{ fake: FakeGoogleChat }>('fake Google Chat, as Google’s own client sees it');

test.before.each(async (context) => {
  context.fake = new FakeGoogleChat();
  context.fake.audience = GOOGLE_TOKENS;
  await context.fake.open();
});

test.after.each(({ fake }) => fake.close());

/** The service account, whose library asks the stand-in in the place of Google. */
function accountOf({ url }: FakeGoogleChat): InstanceType<typeof auth.JWT> {
  const { client_email: email, private_key: key } = account;
  const jwt = new auth.JWT({ email, key, scopes: SCOPES });
  const request = jwt.transporter.request.bind(jwt.transporter);
  jwt.transporter.request = (options = {}) => {
    const asked = String(options.url);
    return request({ ...options, url: asked === GOOGLE_TOKENS ? `${url}/token` : asked });
  };
  return jwt;
}

function clientOf(fake: FakeGoogleChat): chat_v1.Chat {
  return chat({ version: 'v1', rootUrl: `${fake.url}/`, auth: accountOf(fake), retry: false });
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'status' in error ? error.status : error;
}

test('its client logs in, writes once with one request, and changes what it wrote', async ({
  fake,
}) => {
  const { messages } = clientOf(fake).spaces;
  const letter = { parent: `spaces/${SPACE}`, requestId: 'one', requestBody: { text: 'hello' } };
  const first = await messages.create(letter);
  const again = await messages.create(letter);
  assert.equal(first.data.name, again.data.name);
  assert.deepEqual(fake.textsIn(SPACE), ['hello']);
  const { name = '' } = first.data;
  await messages.patch({
    ...{ name: name ?? '', updateMask: 'text' },
    requestBody: { text: 'changed' },
  });
  assert.deepEqual(fake.textsIn(SPACE), ['changed']);
});

test('its client lists spaces, and is told what is wrong as Google tells it', async ({ fake }) => {
  const { spaces } = clientOf(fake);
  assert.deepEqual((await spaces.list()).data.spaces, []);
  fake.fail('too fast', 'server error');
  const letter = { parent: `spaces/${SPACE}`, requestBody: { text: 'hello' } };
  const wrong = [
    await spaces.messages.create(letter).catch(statusOf),
    await spaces.messages.create(letter).catch(statusOf),
    await spaces.messages
      .create({ ...letter, requestBody: { text: 'x'.repeat(5_000) } })
      .catch(statusOf),
  ];
  assert.deepEqual(wrong, [429, 503, 400]);
  fake.setRevoked(true);
  await assert.rejects(() => clientOf(fake).spaces.list(), /invalid_grant/);
});

test('its library believes the token of a post, and none that is another’s', async ({ fake }) => {
  const answer = await fetch(`${fake.url}/service_accounts/v1/jwk/${ISSUER}`);
  const { keys } = keysSchema.parse(await answer.json());
  const certificates = Object.fromEntries(
    keys.map(({ kid, ...jwk }) => {
      const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
      return [kid, key.export({ type: 'spki', format: 'pem' }).toString()];
    }),
  );
  const verify = (token: string): Promise<unknown> =>
    new auth.OAuth2().verifySignedJwtWithCertsAsync(token, certificates, PROJECT_NUMBER, [ISSUER]);
  await verify(fake.token());
  await assert.rejects(() => verify(fake.token({ aud: 'another' })), /audience/);
  await assert.rejects(() => verify(fake.token({ iss: 'evil.example' })), /issuer/);
});

test.run();

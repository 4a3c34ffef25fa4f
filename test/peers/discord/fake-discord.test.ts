/** Is this Discord one? Asked by discord.js 14.28.1. */
import assert from 'node:assert/strict';
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  HTTPError,
  Partials,
  REST,
  RateLimitError,
  Routes,
} from 'discord.js';
import { suite } from 'uvu';
import { until } from '../../until.ts';
import { BOT_TOKEN, BOT_USER, dmOf, FakeDiscord } from './fake-discord.ts';

const test = suite<{ fake: FakeDiscord; rest: REST }>('fake Discord, as discord.js sees it');

test.before.each(async (context) => {
  context.fake = new FakeDiscord();
  await context.fake.open();
  context.rest = restOf(context.fake).setToken(BOT_TOKEN);
});

test.after.each(async ({ fake, rest }) => {
  rest.clearHandlerSweeper();
  rest.clearHashSweeper();
  await fake.close();
});

function restOf({ url }: FakeDiscord): REST {
  return new REST({ api: url, retries: 0, rejectOnRateLimit: () => true });
}

const CHANNEL = Routes.channelMessages(dmOf('1001'));

test('its REST client posts a nonce once, and changes what it posted', async ({ fake, rest }) => {
  const body = { content: 'one', nonce: 'key', enforce_nonce: true };
  await rest.post(CHANNEL, { body });
  await rest.post(CHANNEL, { body });
  assert.deepEqual(fake.textsIn(dmOf('1001')), ['one']);
  const { id } = fake.posted[0] ?? { id: '' };
  await rest.patch(Routes.channelMessage(dmOf('1001'), id), { body: { content: 'two' } });
  const files = [{ name: 'a.png', data: Buffer.from('x') }];
  await rest.post(CHANNEL, { body: { content: 'see' }, files });
  assert.deepEqual(fake.textsIn(dmOf('1001')), ['two', 'see']);
  assert.equal(fake.posted[1]?.files.length, 1);
});

test('it refuses as Discord refuses', async ({ fake, rest }) => {
  const post = (): Promise<unknown> => rest.post(CHANNEL, { body: { content: 'one' } });
  fake.fail('messages', 'rate');
  await assert.rejects(post(), RateLimitError);
  fake.fail('messages', 'html');
  await assert.rejects(restOf(fake).setToken(BOT_TOKEN).post(CHANNEL), HTTPError);
  const wrong = restOf(fake).setToken('wrong').get(Routes.user());
  await assert.rejects(wrong, (error) => error instanceof DiscordAPIError && error.status === 401);
});

test('its client hears what people write and press, answers, and resumes after a cut', async ({
  fake,
}) => {
  const client = new Client({
    intents: [GatewayIntentBits.DirectMessages, GatewayIntentBits.GuildMessages],
    partials: [Partials.Channel],
    rest: { api: fake.url },
  });
  const heard: string[] = [];
  client.on(Events.MessageCreate, (message) => heard.push(message.content));
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isButton()) return;
    heard.push(interaction.customId);
    void interaction.deferUpdate();
  });
  await client.login(BOT_TOKEN);
  await until(() => client.isReady());
  assert.equal(client.user?.id, BOT_USER);
  fake.write('1001', 'hello');
  await until(() => heard.length === 1);
  const user = await client.users.createDM('1001');
  const yes = new ButtonBuilder().setCustomId('up').setLabel('Yes').setStyle(ButtonStyle.Secondary);
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(yes);
  const posted = await user.send({ content: 'Sure?', components: [row] });
  fake.press('1001', 'Yes');
  await until(() => heard.length === 2 && fake.deferred.length === 1);
  await posted.edit({ content: 'Done', components: [] });
  assert.deepEqual(fake.textsIn(dmOf('1001')), ['Done']);
  fake.cut();
  fake.write('1001', 'meanwhile');
  await until(() => heard.length === 3);
  fake.refresh();
  await until(() => fake.resumed === 2);
  const shown: (string | null)[] = [];
  client.on(Events.MessageCreate, ({ attachments }) => {
    for (const { contentType, url } of attachments.values()) shown.push(contentType, url);
  });
  fake.write('1001', 'boiler', { picture: new Uint8Array(64) });
  await until(() => heard.length === 4);
  const [type, address] = shown;
  assert.equal(type, 'image/png');
  assert.equal((await (await fetch(address ?? '')).arrayBuffer()).byteLength, 64);
  assert.deepEqual(heard, ['hello', 'up', 'meanwhile', 'boiler']);
  assert.equal(fake.identified, 1);
  await client.destroy();
});

test.run();

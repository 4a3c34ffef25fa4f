/** Is the Bot API of these tests one? Asked by `node-telegram-bot-api`, which nobody here wrote. */
import assert from 'node:assert/strict';
import {
  Api,
  Bot,
  InlineKeyboardBuilder,
  InputFile,
  TelegramApiError,
} from 'node-telegram-bot-api';
import { suite } from 'uvu';
import { BOT_TOKEN, FakeBotApi } from './fake-bot-api.ts';
import { until } from './until.ts';

const test = suite<{ fake: FakeBotApi; api: Api }>('fake Bot API, as a foreign client sees it');

test.before.each(async (context) => {
  context.fake = new FakeBotApi();
  await context.fake.open();
  context.api = new Api(BOT_TOKEN, { apiRoot: context.fake.url, maxRetries: 0 });
});

test.after.each(({ fake }) => fake.close());

async function errorOf(work: Promise<unknown>): Promise<TelegramApiError> {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof TelegramApiError, String(error));
  return error;
}

function textsOf(updates: readonly object[]): readonly unknown[] {
  return (updates as readonly { message: { text: string } }[]).map(({ message }) => message.text);
}

test('a foreign bot polls, answers with buttons, and hears the press', async ({ fake }) => {
  const bot = new Bot(BOT_TOKEN, { apiRoot: fake.url });
  const pressed: unknown[] = [];
  bot.on('message', (ctx) =>
    ctx.reply('Sure?', {
      reply_markup: new InlineKeyboardBuilder().text('Yes', 'up').text('No', 'down').build(),
    }),
  );
  bot.on('callback_query', async (ctx) => {
    pressed.push(ctx.callbackQuery?.data);
    await ctx.answerCallbackQuery();
  });
  const running = bot.startPolling();
  fake.write(7, 'hello');
  await until(() => fake.sent.length === 1);
  assert.deepEqual(fake.textsTo(7), ['Sure?']);
  fake.press(7, 'No');
  await until(() => fake.heard.length === 1);
  assert.deepEqual(pressed, ['down']);
  await until(() => fake.waiting === 0);
  bot.stop();
  await running;
});

test('an update comes again until an offset acknowledges it', async ({ fake, api }) => {
  fake.write(7, 'one');
  fake.write(7, 'two');
  const first = await api.getUpdates();
  assert.deepEqual(textsOf(first), ['one', 'two']);
  assert.deepEqual(await api.getUpdates(), first);
  const [one] = first;
  const rest = await api.getUpdates({ offset: (one?.update_id ?? 0) + 1 });
  assert.deepEqual(textsOf(rest), ['two']);
});

test('too much at once, a second poll and a wrong token are refused as Telegram refuses them', async ({
  fake,
  api,
}) => {
  const first = errorOf(api.getUpdates({ timeout: 20 }));
  await until(() => fake.polls === 1);
  const second = api.getUpdates({ timeout: 20 });
  assert.equal((await first).errorCode, 409);
  fake.write(7, 'hello');
  assert.equal((await second).length, 1);
  const wrong = new Api('1:wrong', { apiRoot: fake.url });
  assert.equal((await errorOf(wrong.getMe())).errorCode, 401);
  fake.fail('sendMessage', 'rate');
  const fast = await errorOf(api.sendMessage({ chat_id: 7, text: 'hello' }));
  assert.deepEqual([fast.errorCode, fast.retryAfter], [429, 1]);
  const long = errorOf(api.sendMessage({ chat_id: 7, text: 'x'.repeat(4_097) }));
  assert.equal((await long).errorCode, 400);
});

test('edits, pictures and the sign that somebody writes come as a foreign client sends them', async ({
  fake,
  api,
}) => {
  const { message_id: id } = await api.sendMessage({ chat_id: 7, text: 'one' });
  await api.editMessageText({ chat_id: 7, message_id: id, text: 'two' });
  assert.deepEqual(fake.textsTo(7), ['two']);
  const again = errorOf(api.editMessageText({ chat_id: 7, message_id: id, text: 'two' }));
  assert.match((await again).message, /not modified/);
  await api.sendPhoto({
    chat_id: 7,
    photo: new InputFile(new Uint8Array(64)),
    caption: 'the level',
  });
  assert.equal(fake.sent.at(-1)?.file?.bytes, 64);
  await api.sendDocument({
    chat_id: 7,
    document: new InputFile(Buffer.from('a,b'), { filename: 'level.csv' }),
    caption: 'as a table',
  });
  const { name, bytes } = fake.sent.at(-1)?.file ?? {};
  assert.deepEqual([name, bytes], ['level.csv', 3]);
  await api.sendChatAction({ chat_id: 7, action: 'typing' });
  assert.deepEqual(fake.typing, ['7']);
});

test('a foreign client is told where a picture is that somebody sent', async ({ fake, api }) => {
  fake.write(7, 'boiler', { photo: new Uint8Array(64) });
  const [update] = await api.getUpdates();
  const { photo, caption } = (update && 'message' in update && update.message) || {};
  assert.equal(caption, 'boiler');
  const file = await api.getFile({ file_id: photo?.at(-1)?.file_id ?? '' });
  const answer = await fetch(`${fake.url}/file/bot${BOT_TOKEN}/${file.file_path ?? ''}`);
  assert.equal((await answer.arrayBuffer()).byteLength, 64);
  assert.equal((await fetch(`${fake.url}/file/bot1:wrong/${file.file_path ?? ''}`)).status, 404);
});

test.run();

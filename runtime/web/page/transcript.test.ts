/** When the card of a question closes that was not answered on it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ChatReply } from '../../actions/chat-port.ts';
import { Transcript } from './transcript.ts';

const test = suite('questions of a transcript');

const confirm = { token: 'question', question: 'Switch it on?', expiresAt: 1 };
const said = (more: Partial<ChatReply> = {}): ChatReply => ({
  ...{ reply: 'Done.', tasks: [], receipts: [] },
  ...more,
});
const receipt: ChatReply['receipts'][number] = {
  ...{ command: 'cmd', board: 'b', thing: 'heater', property: 'power', journal: 1 },
  ...{ requested: true, measured: true, at: 1 },
  evidence: 'latch',
};

/** A page that was asked about one task. */
function asked(): { readonly page: Transcript; readonly end: () => unknown } {
  const page = new Transcript({ send: () => undefined });
  page.say('turn on the heater');
  const [first] = page.turns;
  if (first === undefined) throw new Error('nothing was said');
  page.reply(first.id, said({ tasks: ['task'], confirm }));
  return { page, end: () => page.turns.find(({ id }) => id === first.id)?.answered };
}

/** What is said next, and replied to it. */
function talk(page: Transcript, reply: ChatReply): void {
  page.say('and then');
  const last = page.turns.at(-1);
  if (last !== undefined) page.reply(last.id, reply);
}

test('it closes with the news of its task', () => {
  const { page, end } = asked();
  page.note({ chat: 'web:anna', text: 'Heater switched on.', at: 1, tasks: ['task'] });
  assert.is(end(), 'otherwise');
});

test('it closes with the receipt that a yes by word got', () => {
  const { page, end } = asked();
  talk(page, said({ tasks: ['task'], receipts: [receipt] }));
  assert.is(end(), 'otherwise');
});

test('it stays open over news of another task, and where somebody only asks about it', () => {
  const { page, end } = asked();
  page.note({ chat: 'web:anna', text: 'Pump switched on.', at: 1, tasks: ['other'] });
  talk(page, said({ reply: 'Heater on: waits for a yes', tasks: ['task'], confirm }));
  talk(page, said({ reply: 'Heater on: waits for a yes', tasks: ['task'] }));
  assert.is(end(), undefined);
});

test('what was answered on it stays so', () => {
  const { page, end } = asked();
  const [turn] = page.turns;
  if (turn !== undefined) page.answer(turn, 'no', 'No');
  page.note({ chat: 'web:anna', text: 'Nothing was done.', at: 1, tasks: ['task'] });
  assert.is(end(), 'no');
});

test.run();

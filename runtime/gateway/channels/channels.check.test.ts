/** What the doctor says of several messengers at once: whose trouble, and whose cure. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { Finding } from '../../core/doctor-check.ts';
import { channelsCheck } from './channels.check.ts';
import type { ListedChannel } from './channels.ts';

const test = suite('doctor of messengers');

function listed(name: string, more: Partial<ListedChannel>): ListedChannel {
  return {
    ...{ name, type: 'none', account: 'a', mode: 'none', people: 1 },
    ...{ unsent: { queued: 0, failed: 0, unknown: 0 } },
    ...more,
  };
}

const look = (...channels: readonly ListedChannel[]): Promise<Finding> =>
  channelsCheck({ channels: { list: () => channels } }).look();

const trouble = (cure: string): ListedChannel['trouble'] => ({
  why: 'wrong token',
  cure,
  since: 0,
});

test('each cure says whose it is, in the order of the troubles', async () => {
  const { fix } = await look(
    listed('phones', { trouble: trouble('Take another token.'), people: 0 }),
    listed('work', { trouble: trouble('Invite the bot.') }),
    listed('sms', { people: 0 }),
  );
  assert.deepEqual(fix?.split('\n'), [
    'phones: Take another token.',
    'phones, sms: boardtalk people link NAME',
    'work: Invite the bot.',
  ]);
});

test('one cure is said as it is, to be copied', async () => {
  const both = await look(listed('phones', { people: 0 }), listed('work', { people: 0 }));
  assert.equal(both.fix, 'boardtalk people link NAME');
  assert.equal(both.text.split('\n')[1], 'work: nobody is linked, so that nobody hears it');
});

test.run();

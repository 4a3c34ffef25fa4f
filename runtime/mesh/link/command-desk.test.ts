/** Commands on their way, on a clock that stands still and a wire that is a list. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { Outcome } from '../../core/receipt.ts';
import type { Command } from '../../policy/command.ts';
import { CommandDesk } from './command-desk.ts';

const ANSWER: Outcome = { status: 'refused', refusal: { code: 'X', message: 'no', hint: 'wait' } };

function withDesk(use: (desk: CommandDesk, clock: FakeClock) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  return use(new CommandDesk({ clock, publish: () => undefined, isOnline: () => true }), clock);
}

function send(desk: CommandDesk, now: number): Promise<Outcome> {
  const command: Command = {
    ...{ id: 'cmd-1', board: 'pump-room', thing: 'pump', property: 'power', value: true },
    ...{ requester: 'ann', via: 'test', cause: 'as told', issuedAt: now, deadline: now + 1_000 },
  };
  return desk.send(command, new Uint8Array(), () => undefined);
}

const test = suite('commands on their way');

test('are answered by their own board only', () =>
  withDesk(async (desk, clock) => {
    const sent = send(desk, clock.now());
    desk.answer('main', 'cmd-1', { status: 'failed', refusal: ANSWER.refusal });
    desk.answer('pump-room', 'cmd-1', ANSWER);
    assert.equal(await sent, ANSWER);
  }));

test('that were given up end late by the journal of their own board only, and once', () =>
  withDesk(async (desk, clock) => {
    const sent = send(desk, clock.now());
    await clock.advance(10_000);
    assert.is((await sent).status, 'failed');
    assert.not.ok(desk.takeUnanswered('main', 'cmd-1'));
    assert.ok(desk.takeUnanswered('pump-room', 'cmd-1'));
    assert.not.ok(desk.takeUnanswered('pump-room', 'cmd-1'));
  }));

test.run();

import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import type { Outcome } from '../core/receipt.ts';
import { CommandGate, type Admission } from './command-gate.ts';
import type { Command } from './command.ts';
import { sealCommand } from './sealed-command.ts';
import type { SiteKey } from './site-key.ts';

const NOW = Date.UTC(2026, 10, 22);
const KEY = newKey();
const ANSWER: Outcome = { status: 'refused', refusal: { code: 'X', message: 'no', hint: 'wait' } };

function command(changes: Partial<Command> = {}): Command {
  return {
    ...{ id: 'cmd-1', board: 'greenhouse', thing: 'pump', property: 'power', value: true },
    ...{ requester: 'owner', via: 'cli', cause: 'turn on the pump', issuedAt: NOW },
    deadline: NOW + 30_000,
    ...changes,
  };
}

test('lets a command of the site through', () =>
  withGate(({ admit }) => {
    const admission = admit(command());
    assert.is(verdict(admission), 'new');
  }));

test('refuses what was signed with another key, for another board, or too late', () =>
  withGate(({ admit }) => {
    assert.is(verdict(admit(command(), newKey())), 'COMMAND_BAD_SIGNATURE');
    assert.is(verdict(admit(command({ board: 'pump-room' }))), 'COMMAND_WRONG_BOARD');
    assert.is(verdict(admit(command({ deadline: NOW }))), 'COMMAND_EXPIRED');
  }));

test('refuses a command that may wait longer than anybody remembers its id', () =>
  withGate(({ admit }) => {
    const longest = NOW + 5 * 60_000;
    assert.is(verdict(admit(command({ deadline: longest + 1 }))), 'COMMAND_TOO_LONG');
    assert.is(verdict(admit(command({ deadline: longest }))), 'new');
  }));

test('takes no command before it knows the time', () =>
  withGate(({ admit, clock }) => {
    clock.set(0);
    assert.is(verdict(admit(command())), 'COMMAND_CLOCK_UNTRUSTED');
  }));

test('does a repeated command once, and gives both the same answer', () =>
  withGate(async ({ gate, admit }) => {
    const first = admit(command());
    const second = admit(command());
    assert.ok(first.kind === 'new' && second.kind === 'repeat');
    gate.settle(first.command, ANSWER);
    assert.equal(await second.answer, ANSWER);
  }));

test('refuses another command under an id that was used', () =>
  withGate(({ admit }) => {
    admit(command());
    assert.is(verdict(admit(command({ value: false }))), 'COMMAND_REPLAYED');
  }));

test('remembers ids over a restart: with their answer, or that nobody knows how it ended', () =>
  withGate(async ({ gate, admit, store, reopen }) => {
    const [done, cut] = [admit(command()), admit(command({ id: 'cmd-2' }))];
    assert.ok(done.kind === 'new' && cut.kind === 'new');
    await store.durable([gate.keep(cut.command, cut.digest)]);
    await store.durable(gate.answered(done.command, done.digest, ANSWER));
    const again = await reopen();
    const [first, second] = [again(command()), again(command({ id: 'cmd-2' }))];
    assert.ok(first.kind === 'repeat' && second.kind === 'repeat');
    assert.equal(await first.answer, ANSWER);
    const outcome = await second.answer;
    assert.ok(outcome.status === 'failed');
    assert.is(outcome.refusal.code, 'COMMAND_INTERRUPTED');
  }));

test('forgets an id at its deadline, when the deadline itself refuses the replay', () =>
  withGate(async ({ gate, admit, clock, store }) => {
    const old = admit(command());
    assert.ok(old.kind === 'new');
    await store.durable(gate.answered(old.command, old.digest, ANSWER));
    gate.settle(old.command, ANSWER);
    await clock.advance(30_000);
    const next = admit(command({ id: 'cmd-2', deadline: NOW + 60_000 }));
    assert.ok(next.kind === 'new');
    await store.durable(gate.answered(next.command, next.digest, ANSWER));
    assert.equal(await keysOf(store), ['commands/cmd-2']);
    assert.is(verdict(admit(command())), 'COMMAND_EXPIRED');
  }));

test('does nothing twice when the clock is set forward and back again, over a restart too', () =>
  withGate(async ({ gate, admit, clock, store, reopen }) => {
    const first = admit(command());
    assert.ok(first.kind === 'new');
    await store.durable(gate.answered(first.command, first.digest, ANSWER));
    gate.settle(first.command, ANSWER);
    const later = NOW + 3_600_000;
    clock.set(later);
    const changes = { id: 'cmd-2', issuedAt: later, deadline: later + 30_000 };
    const second = admit(command(changes));
    assert.ok(second.kind === 'new');
    await store.durable(gate.answered(second.command, second.digest, ANSWER));
    clock.set(NOW + 1_000);
    assert.is(verdict(admit(command())), 'repeat');
    assert.is(verdict((await reopen())(command())), 'repeat');
  }));

type Store = Parameters<Parameters<typeof withState>[2]>[0]['store'];
type Admit = (command: Command, key?: SiteKey) => Admission;

interface Rig {
  readonly clock: FakeClock;
  readonly store: Store;
  readonly gate: CommandGate;
  readonly admit: Admit;
  /** A new gate over the same store, as after a restart. */
  readonly reopen: () => Promise<Admit>;
}

function withGate(use: (rig: Rig) => void | Promise<void>): Promise<void> {
  return inTempDirectory((directory) => {
    const clock = new FakeClock(NOW);
    return withState(directory, clock, async ({ store }) => {
      const open = async () => {
        const trusted = new Map([[KEY.id, KEY.publicKey]]);
        const gate = new CommandGate({ board: 'greenhouse', store, clock, trusted });
        await gate.load();
        const admit: Admit = (given, key = KEY) => gate.admit(sealCommand(given, key));
        return { gate, admit };
      };
      const reopen = async () => (await open()).admit;
      await use({ clock, store, ...(await open()), reopen });
    });
  });
}

async function keysOf(store: Store): Promise<string[]> {
  const keys: string[] = [];
  for await (const [key] of store.rows({ gte: 'commands/', lt: 'commands0' })) keys.push(key);
  return keys;
}

function newKey(): SiteKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { id: '0123456789abcdef', privateKey, publicKey: createPublicKey(privateKey) };
}

function verdict(admission: Admission): string {
  return admission.kind === 'refused' ? admission.refusal.code : admission.kind;
}

test.run();

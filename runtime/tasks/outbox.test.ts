import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { openState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { z } from '../core/schema.ts';
import { defineSpace } from '../state/space.ts';
import type { News } from './news.ts';
import { Outbox, type Letter } from './outbox.ts';

const DAY_MS = 86_400_000;
const ANNA = { chat: 'web:anna', language: 'en' } as const;
const BERT = { chat: 'web:bert', language: 'zh' } as const;
const noteSpace = defineSpace({ name: 'notes', schema: z.string() });

test('a listener hears what is told to its chat, and nothing else', async () => {
  await withOutbox(async ({ outbox }) => {
    const heard = listen(outbox, ANNA.chat);
    await outbox.tell(ANNA, about('one'));
    await outbox.tell(BERT, about('two'));
    assert.equal(heard, ['one']);
  });
});

test('a letter has its time and the language it was told in', async () => {
  await withOutbox(async ({ outbox, clock }) => {
    const at = clock.now();
    await outbox.tell(BERT, about('one'));
    const [letter] = outbox.waiting(BERT.chat).map(([, one]) => one);
    assert.equal(letter, { ...BERT, at, news: about('one') });
  });
});

test('what nobody heard waits for the next listener, in the order of telling', async () => {
  await withOutbox(async ({ outbox }) => {
    await outbox.tell(ANNA, about('one'));
    await outbox.tell(ANNA, about('two'));
    assert.equal(listen(outbox, ANNA.chat), ['one', 'two']);
    assert.equal(outbox.waiting(ANNA.chat), []);
  });
});

test('what nobody heard survives a restart, in order, though all was told in one millisecond', async () => {
  await withOutbox(async ({ outbox, reopen }) => {
    const told = Array.from({ length: 12 }, (_, index) => `news ${String(index)}`);
    for (const words of told) await outbox.tell(ANNA, about(words));
    const again = await reopen();
    await again.tell(ANNA, about('after'));
    assert.equal(listen(again, ANNA.chat), [...told, 'after']);
  });
});

test('what was heard is not told again after a restart', async () => {
  await withOutbox(async ({ outbox, reopen }) => {
    listen(outbox, ANNA.chat);
    await outbox.tell(ANNA, about('one'));
    assert.equal(listen(await reopen(), ANNA.chat), []);
  });
});

test('what was heard and could not be forgotten is told again: at least once, not at most', async () => {
  await withOutbox(async ({ outbox, state, reopen }) => {
    await outbox.tell(ANNA, about('one'));
    await state.close();
    assert.equal(listen(outbox, ANNA.chat), ['one']);
    assert.equal(listen(await reopen(), ANNA.chat), ['one']);
  });
});

test('news is durable together with what it tells of, or neither is', async () => {
  await withOutbox(async ({ outbox, state }) => {
    const notes = state.store.space(noteSpace);
    await outbox.tell(ANNA, about('one'), (writes) =>
      state.store.durable([...writes, notes.put('a', 'ended')]),
    );
    assert.is(await notes.get('a'), 'ended');
    const failed = outbox.tell(ANNA, about('two'), () => Promise.reject(new Error('disk')));
    assert.is(await failed.catch(() => 'failed'), 'failed');
    assert.equal(waiting(outbox), ['one']);
  });
});

test('a door that asks gets what waits, and it waits until the door has said it', async () => {
  await withOutbox(async ({ outbox, state, reopen }) => {
    const notes = state.store.space(noteSpace);
    await outbox.tell(ANNA, about('one'));
    const letters = outbox.waiting(ANNA.chat);
    assert.equal(waiting(outbox), ['one']);
    await outbox.heard(letters, [notes.put('reply', 'one')]);
    assert.is(await notes.get('reply'), 'one');
    assert.equal(waiting(outbox), []);
    assert.equal(waiting(await reopen()), []);
  });
});

test('a listener that left hears nothing more', async () => {
  await withOutbox(async ({ outbox }) => {
    const heard: string[] = [];
    const stop = outbox.subscribe(ANNA.chat, (letters) => heard.push(...letters.map(wordsOf)));
    stop();
    await outbox.tell(ANNA, about('one'));
    assert.equal(heard, []);
    assert.equal(waiting(outbox), ['one']);
  });
});

test('everybody who listens to a chat hears it', async () => {
  await withOutbox(async ({ outbox }) => {
    const [first, second] = [listen(outbox, ANNA.chat), listen(outbox, ANNA.chat)];
    await outbox.tell(ANNA, about('one'));
    assert.equal([first, second], [['one'], ['one']]);
  });
});

test('news that nobody picked up for two weeks is of no use any more', async () => {
  await withOutbox(async ({ outbox, clock, reopen }) => {
    await outbox.tell(ANNA, about('old'));
    clock.set(clock.now() + 15 * DAY_MS);
    await outbox.tell(ANNA, about('new'));
    assert.equal(waiting(outbox), ['new']);
    assert.equal(waiting(await reopen()), ['new']);
  });
});

test('of very much news for one chat the last hundred wait; others keep theirs', async () => {
  await withOutbox(async ({ outbox }) => {
    await outbox.tell(BERT, about('for Bert'));
    for (let index = 0; index < 105; index += 1) await outbox.tell(ANNA, about(String(index)));
    assert.is(waiting(outbox).at(-1), '104');
    assert.ok(waiting(outbox).length <= 101);
    assert.equal(waiting(outbox, BERT.chat), ['for Bert']);
  });
});

interface Context {
  readonly outbox: Outbox;
  readonly clock: FakeClock;
  readonly state: OpenState;
  readonly reopen: () => Promise<Outbox>;
}

async function withOutbox(use: (context: Context) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    let state = await openState(directory, clock);
    const load = async (): Promise<Outbox> => {
      const outbox = new Outbox({ store: state.store, clock });
      await outbox.load();
      return outbox;
    };
    const reopen = async (): Promise<Outbox> => {
      await state.close();
      state = await openState(directory, clock);
      return load();
    };
    await use({ outbox: await load(), clock, state, reopen });
    await state.close();
  });
}

function listen(outbox: Outbox, chat: string): string[] {
  const heard: string[] = [];
  outbox.subscribe(chat, (letters) => heard.push(...letters.map(wordsOf)));
  return heard;
}

function waiting(outbox: Outbox, chat: string = ANNA.chat): string[] {
  return outbox.waiting(chat).map(([, letter]) => wordsOf(letter));
}

function about(words: string): News {
  return { kind: 'missed', thing: 'pump', property: 'power', words, startsAt: 0 };
}

function wordsOf({ news }: Letter): string {
  return 'words' in news ? news.words : '';
}

test.run();

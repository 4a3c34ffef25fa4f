/** Every room of a gateway that keeps words of people, beside the journal. */
import { isTrustedTime } from '../core/clock.ts';
import type { Arrivals } from '../gateway/channels/arrivals.ts';
import type { KnownChats } from '../gateway/channels/known-chats.ts';
import type { Sendings } from '../gateway/channels/sendings.ts';
import type { Conversation } from '../gateway/conversation.ts';
import type { Watchers } from '../inference/anomaly/watchers.ts';
import type { KeptWords, Whose } from '../policy/kept-words.ts';
import type { Inbox } from '../tasks/inbox.ts';
import type { Outbox } from '../tasks/outbox.ts';
import type { Task } from '../tasks/task.ts';
import type { TaskList } from '../tasks/task-list.ts';
import { withoutChats } from '../tasks/without-words.ts';

export interface WordRooms {
  readonly tasks: TaskList;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly arrivals: Arrivals;
  readonly sendings: Sendings;
  readonly knownChats: KnownChats;
  readonly watchers: Watchers;
  /** It is built later. */
  readonly conversation: () => Pick<Conversation, 'forget' | 'forgetBefore'>;
}

export function keptWords(rooms: WordRooms): readonly KeptWords[] {
  return [
    wordsOfTasks(rooms),
    replies(rooms),
    letters(rooms),
    arrived(rooms),
    waitingToBeSent(rooms),
    chatsMet(rooms),
    memory(rooms),
  ];
}

function wordsOfTasks({ tasks }: WordRooms): KeptWords {
  const isTheirs = ({ person, subscribers = [] }: Task, { person: id }: Whose): boolean =>
    person === id || subscribers.some((one) => one.person === id);
  return {
    name: 'tasks',
    show: (whose) => Promise.resolve(tasks.list().filter((task) => isTheirs(task, whose))),
    forget: (whose) =>
      tasks.forgetWords(
        (task) => isTheirs(task, whose),
        (task) => withoutChats(task, whose.person),
      ),
    forgetBefore: (before) =>
      tasks.forgetWords(
        ({ words, endedAt, createdAt }) => words !== '' && isOld(endedAt ?? createdAt, before),
      ),
  };
}

function replies({ inbox }: WordRooms): KeptWords {
  return {
    name: 'replies',
    show: ({ chats }) => inbox.replies(chats),
    forget: async ({ chats }) => {
      const found = await inbox.replies(chats);
      await inbox.forgetReplies(found);
      return found.length;
    },
    forgetBefore: async (before) => {
      const old = (await inbox.replies()).filter(({ at }) => isOld(at, before));
      await inbox.forgetReplies(old);
      return old.length;
    },
  };
}

function letters({ outbox }: WordRooms): KeptWords {
  return {
    name: 'news that waits',
    show: ({ chats }) =>
      Promise.resolve(
        [...chats].flatMap((chat) => outbox.waiting(chat).map(([, letter]) => letter)),
      ),
    forget: ({ chats }) => outbox.drop(({ chat }) => chats.has(chat)),
    forgetBefore: (before) => outbox.drop(({ at }) => isOld(at, before)),
  };
}

function arrived({ arrivals }: WordRooms): KeptWords {
  const isTheirs =
    ({ accounts }: Whose) =>
    ({ user }: { readonly user: string }, channel: string): boolean =>
      accounts.some((one) => one.user === user && channelOf(one) === channel);
  return {
    name: 'messages that wait for an answer',
    show: (whose) =>
      Promise.resolve(
        [...new Set(whose.accounts.map(channelOf))].flatMap((channel) =>
          arrivals.waiting(channel).filter((message) => isTheirs(whose)(message, channel)),
        ),
      ),
    forget: (whose) => arrivals.leave(isTheirs(whose)),
    forgetBefore: (before) => arrivals.leave(({ at }) => isOld(at, before)),
  };
}

function waitingToBeSent({ sendings }: WordRooms): KeptWords {
  return {
    name: 'messages that wait to be sent',
    show: ({ chats }) => Promise.resolve(sendings.waitingIn(chats)),
    forget: ({ person, chats }) =>
      sendings.dropAll(
        ({ to, channel, message }) =>
          to?.person === person || chats.has(`${channel}:${message.chat}`),
      ),
    forgetBefore: (before) => sendings.dropAll(({ queuedAt }) => isOld(queuedAt, before)),
  };
}

function chatsMet({ knownChats, watchers }: WordRooms): KeptWords {
  return {
    name: 'chats they wrote in',
    show: ({ accounts }) =>
      Promise.resolve(
        accounts.flatMap((one) =>
          knownChats.of(channelOf(one)).filter(({ users }) => users.includes(one.user)),
        ),
      ),
    forget: async ({ accounts, chats }) => {
      let count = await watchers.forgetChats(chats);
      for (const one of accounts) count += await knownChats.forget(channelOf(one), one.user);
      return count;
    },
    // Where somebody writes is no word of theirs.
    forgetBefore: () => Promise.resolve(0),
  };
}

/** Of this run of the node: it is on no disk, so it cannot be shown in parts. */
function memory({ conversation }: WordRooms): KeptWords {
  return {
    name: 'the talk in memory',
    show: () => Promise.resolve([]),
    forget: ({ chats }) => {
      conversation().forget(chats);
      return Promise.resolve(0);
    },
    forgetBefore: (before) => {
      conversation().forgetBefore(before);
      return Promise.resolve(0);
    },
  };
}

/** How old something is that was written while the clock was not set, nobody can tell. */
function isOld(at: number, before: number): boolean {
  return isTrustedTime(at) && at < before;
}

function channelOf({
  platform,
  account,
}: {
  readonly platform: string;
  readonly account: string;
}): string {
  return `${platform}:${account}`;
}

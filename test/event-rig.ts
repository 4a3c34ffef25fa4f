/** A book of events on a real store, that a test may close and open again; and platforms to tell them to. */
import { Secret } from '../runtime/config/secret.ts';
import type { SitePlatform } from '../runtime/config/site.ts';
import type { NewEvent } from '../runtime/tasks/events/event.ts';
import { EventBook } from '../runtime/tasks/events/event-book.ts';
import { Outbox } from '../runtime/tasks/outbox.ts';
import { FakeClock } from './fake-clock.ts';
import { openState, type OpenState } from './open-state.ts';
import { inTempDirectory } from './temp-directory.ts';

/** A program that events are posted to. */
export const TEAM: SitePlatform = {
  name: 'team',
  type: 'api',
  callbackUrl: 'http://127.0.0.1:9000/in',
  authToken: new Secret('team-token'),
};

/** A program that fetches. */
export const SHOP: SitePlatform = {
  name: 'shop',
  type: 'api',
  authToken: new Secret('shop-token'),
};

export const PAGE: SitePlatform = { name: 'web_chat', type: 'websocket' };

export interface EventRig {
  readonly clock: FakeClock;
  readonly state: OpenState;
  readonly book: EventBook;
  readonly outbox: Outbox;
}

export type EventRigTest = (rig: EventRig, reopen: () => Promise<EventRig>) => Promise<void>;

/** @param use gets what there is, and how to start again with what is on disk */
export async function withEvents(use: EventRigTest): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    let open = await load(directory, clock);
    const reopen = async (): Promise<EventRig> => {
      await open.state.close();
      open = await load(directory, clock);
      return open;
    };
    await use(open, reopen).finally(() => open.state.close());
  });
}

async function load(directory: string, clock: FakeClock): Promise<EventRig> {
  const state = await openState(directory, clock);
  const { store } = state;
  const [book, outbox] = [new EventBook({ store, clock }), new Outbox({ store, clock })];
  await Promise.all([book.load(), outbox.load()]);
  return { clock, state, book, outbox };
}

export function eventOf(id: string, more: Partial<NewEvent> = {}): NewEvent {
  const task = { id: 'run-1', name: 'daily_report', status: 'done', output: id } as const;
  return { id, platform: TEAM.name, task, ...more };
}

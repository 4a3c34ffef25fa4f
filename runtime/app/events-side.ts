/** Results that go to the programs of others, and to people's pages: kept, posted, held to be fetched. */
import type { DoctorCheck } from '../core/doctor-check.ts';
import { sayNews } from '../gateway/say-news.ts';
import { EventBook } from '../tasks/events/event-book.ts';
import { EventDesk } from '../tasks/events/event-desk.ts';
import { EventService } from '../tasks/events/event-service.ts';
import { eventsCheck } from '../tasks/events/events.check.ts';
import { LaterNews } from '../tasks/events/later-news.ts';
import { PlatformNews, type PlatformNewsParts } from '../tasks/events/platform-news.ts';
import type { Letter } from '../tasks/outbox.ts';
import type { ChannelsSide, GatewaySide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';

export interface EventsSide {
  /** Loaded with everything that is remembered. */
  readonly book: EventBook;
  readonly service: EventService;
  /** What programs hear later of their orders. */
  readonly later: LaterNews;
  /** Tells the people behind a platform. */
  readonly news: PlatformNews;
  readonly check: DoctorCheck;
}

/** @param gateway it is built later: its doctor asks here */
export function buildEventsSide(
  ground: Ground,
  channels: Pick<ChannelsSide, 'channels' | 'everybody'>,
  gateway: () => Pick<GatewaySide, 'outbox'>,
): EventsSide {
  const { site, store, people, speech, clock, log } = ground;
  const book = new EventBook({ store, clock });
  const { random } = Math;
  const service = new EventService({ site, book, clock, log, random, fetch });
  const announce: GatewaySide['outbox']['announce'] = (...letters) =>
    gateway().outbox.announce(...letters);
  const news = new PlatformNews({
    ...{ site, store, people, clock, book, outbox: { announce } },
    ...behindOf(ground, channels),
  });
  const subscribe: GatewaySide['outbox']['subscribe'] = (...chat) =>
    gateway().outbox.subscribe(...chat);
  const say = (letter: Letter): string => sayNews(letter, speech, letter.language);
  const later = new LaterNews({ site, book, log, say, outbox: { subscribe } });
  return { book, service, news, later, check: eventsCheck({ site, book, service }) };
}

/** Who hears what a platform is told. */
function behindOf(
  { site, people, speech, clock }: Ground,
  { channels, everybody }: Pick<ChannelsSide, 'channels' | 'everybody'>,
): Pick<PlatformNewsParts, 'listenersOf' | 'roomOf'> {
  return {
    listenersOf: ({ name, type }) =>
      type === 'websocket'
        ? everybody()
        : people.list().flatMap(({ id: person }) =>
            channels.chatsOf(name, person).map((chat) => ({
              ...{ person, chat, language: site.language },
            })),
          ),
    roomOf: ({ name }, room) => {
      const voice = channels.roomOf(name, room);
      return (
        voice &&
        ((id, news, keep) =>
          voice(id, sayNews({ news, at: clock.now() }, speech, site.language), keep))
      );
    },
  };
}

export function eventDeskOf(
  { site, people, clock }: Ground,
  { book }: EventsSide,
  { conversation: chat }: Pick<GatewaySide, 'conversation'>,
): EventDesk {
  return new EventDesk({ site, people, book, chat, clock });
}

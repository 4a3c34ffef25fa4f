/** The messengers of the site: who is behind an account there, what arrives, what is sent. */
import { isMessenger, messengerForms } from '../config/messengers.ts';
import { PlatformOptions } from '../config/platform-options.ts';
import type { SitePlatform } from '../config/site.ts';
import { messengerCatalog } from '../gateway/adapters/catalog.ts';
import { Arrivals } from '../gateway/channels/arrivals.ts';
import type { ChannelAdapter } from '../gateway/channels/channel-adapter.ts';
import { Channels } from '../gateway/channels/channels.ts';
import { KnownChats } from '../gateway/channels/known-chats.ts';
import { NewsPace } from '../gateway/channels/news-pace.ts';
import { Sendings } from '../gateway/channels/sendings.ts';
import { Identities } from '../policy/identities.ts';
import { everybodyOf } from './everybody.ts';
import type { ChannelsSide, GatewaySide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';

/** @param gateway it is built later: its actions ask here */
export function buildChannelsSide(
  ground: Ground,
  gateway: () => Pick<GatewaySide, 'conversation'>,
): ChannelsSide {
  const { boardId: board, store, clock, site } = ground;
  const identities = new Identities({ ...ground, board });
  const arrivals = new Arrivals({ store, clock });
  const sendings = new Sendings({ store, clock });
  const pace = new NewsPace({
    ...{ sendings, clock },
    chat: {
      subscribe: (...chat) => gateway().conversation.subscribe(...chat),
      remind: (chat) => {
        gateway().conversation.remind(chat);
      },
    },
  });
  const knownChats = new KnownChats({ store });
  const channels = new Channels({
    ...{ site, clock, log: ground.log, identities, arrivals, sendings, knownChats },
    chat: {
      handle: (message) => gateway().conversation.handle(message),
      subscribe: (...chat) => pace.subscribe(...chat),
    },
    random: Math.random,
    ...{ fetch, metrics: ground.metrics },
    adapterOf: (platform, watched) => adapterOf(platform, { ...ground, fetch: watched }),
  });
  const everybody = everybodyOf(ground, channels);
  const endLeft = async (): Promise<void> => {
    await arrivals.endLeft();
    await sendings.endLeft();
  };
  const memories = [identities, arrivals, sendings, knownChats];
  const conversation = (): GatewaySide['conversation'] => gateway().conversation;
  const rooms = { arrivals, sendings, knownChats, conversation };
  return { identities, channels, everybody, rooms, memories, endLeft };
}

/** undefined: it is no messenger, or its token is still to be filled in. */
export async function adapterOf(
  { type, authToken: token, endpoint, options }: SitePlatform,
  {
    clock,
    log,
    fetch,
  }: Pick<Ground, 'clock' | 'log'> & { readonly fetch: typeof globalThis.fetch },
): Promise<ChannelAdapter | undefined> {
  if (!isMessenger(type)) return undefined;
  if (messengerForms[type].token !== undefined && token === undefined) return undefined;
  const messenger = await messengerCatalog[type]();
  const server = endpoint?.replace(/\/+$/, '');
  const parts = {
    token,
    endpoint: server,
    options: options ?? new PlatformOptions(),
    clock,
    log,
    fetch,
    random: Math.random,
  };
  return messenger.open(parts);
}

/** The messengers of the site: who is behind an account there, what arrives, what is sent. */
import type { SitePlatform } from '../config/site.ts';
import {
  TELEGRAM_ENDPOINT,
  TelegramAdapter,
} from '../gateway/adapters/telegram/telegram-adapter.ts';
import { Arrivals } from '../gateway/channels/arrivals.ts';
import type { ChannelAdapter } from '../gateway/channels/channel-adapter.ts';
import { Channels } from '../gateway/channels/channels.ts';
import { Sendings } from '../gateway/channels/sendings.ts';
import { Identities } from '../policy/identities.ts';
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
  const channels = new Channels({
    ...{ site, clock, log: ground.log, identities, arrivals, sendings },
    chat: {
      handle: (message) => gateway().conversation.handle(message),
      subscribe: (...chat) => gateway().conversation.subscribe(...chat),
    },
    random: Math.random,
    adapterOf: (platform) => adapterOf(platform, clock),
  });
  return { identities, channels, memories: [identities, arrivals, sendings] };
}

function adapterOf(
  { type, authToken: token, endpoint = TELEGRAM_ENDPOINT }: SitePlatform,
  clock: Ground['clock'],
): ChannelAdapter | undefined {
  if (type !== 'telegram' || token === undefined) return undefined;
  return new TelegramAdapter({ token, endpoint: endpoint.replace(/\/+$/, ''), clock, fetch });
}

/** LINE, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { LineAdapter } from './line-adapter.ts';

const ENDPOINT = 'https://api.line.me';

export const line: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock, fetch }) =>
    new LineAdapter({
      ...{ token, endpoint, clock, fetch },
      channelId: options.text('channel_id') ?? 'unknown',
      channelSecret: options.secret('channel_secret') ?? new Secret(''),
      isPushOnly: options.flag('push_only'),
    }),
};

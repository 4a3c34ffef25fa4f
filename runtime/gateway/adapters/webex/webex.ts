/** Webex, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { WebexAdapter } from './webex-adapter.ts';

const ENDPOINT = 'https://webexapis.com';

export const webex: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock, fetch }) =>
    new WebexAdapter({
      ...{ token, endpoint, clock, fetch },
      username: options.text('bot_username') ?? 'unknown',
      secret: options.secret('webhook_secret') ?? new Secret(''),
      address: options.text('address') ?? '',
    }),
};

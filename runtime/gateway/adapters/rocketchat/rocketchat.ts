/** Rocket.Chat, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { RocketchatAdapter } from './rocketchat-adapter.ts';

export const rocketchat: Messenger = {
  open: ({ token = new Secret(''), endpoint = '', options, clock, fetch }) =>
    new RocketchatAdapter({
      ...{ token, endpoint, clock, fetch },
      userId: options.text('user_id') ?? '',
    }),
};

/** Gotify, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { GotifyAdapter } from './gotify-adapter.ts';

export const gotify: Messenger = {
  open: ({ token = new Secret(''), endpoint = '', options, clock, fetch }) =>
    new GotifyAdapter({
      ...{ token, endpoint, clock, fetch },
      clientToken: options.secret('client_token') ?? new Secret(''),
    }),
};

/** Google Chat, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { GoogleChatAdapter, placesAt } from './googlechat-adapter.ts';

export const googlechat: Messenger = {
  open: ({ token = new Secret(''), endpoint, options, clock, fetch }) =>
    new GoogleChatAdapter({
      ...{ key: token, clock, fetch, places: placesAt(endpoint) },
      projectNumber: options.text('project_number') ?? 'unknown',
    }),
};

/** Nextcloud Talk, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { NextcloudAdapter } from './nextcloud-adapter.ts';

export const nextcloud: Messenger = {
  open: ({ token = new Secret(''), endpoint = '', options, clock, fetch }) =>
    new NextcloudAdapter({
      ...{ secret: token, endpoint, clock, fetch },
      backend: options.text('backend') ?? endpoint,
      botName: options.text('bot_name') ?? 'board',
      privateConversations: new Set(options.list('private_conversations')),
    }),
};

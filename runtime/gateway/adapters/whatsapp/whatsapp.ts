/** WhatsApp, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { WhatsAppAdapter } from './whatsapp-adapter.ts';

const ENDPOINT = 'https://graph.facebook.com';

/** developers.facebook.com/docs/graph-api/changelog/versions */
const VERSION = 'v25.0';

export const whatsapp: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock, fetch }) =>
    new WhatsAppAdapter({
      ...{ token, endpoint, clock, fetch },
      version: options.text('api_version') ?? VERSION,
      phoneNumberId: options.text('phone_number_id') ?? 'unknown',
      appSecret: options.secret('app_secret') ?? new Secret(''),
      verifyToken: options.secret('verify_token') ?? new Secret(''),
    }),
};

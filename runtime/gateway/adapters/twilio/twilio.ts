/** SMS by Twilio, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { TwilioAdapter } from './twilio-adapter.ts';

const ENDPOINT = 'https://api.twilio.com';

export const twilio: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock, fetch }) =>
    new TwilioAdapter({
      ...{ token, endpoint, clock, fetch },
      accountSid: options.text('account_sid') ?? 'unknown',
      number: options.text('number') ?? '',
      address: options.text('address') ?? '',
    }),
};

/** Email, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import { foldAscii } from '../../../core/fold-ascii.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { EmailAdapter } from './email-adapter.ts';

export const email: Messenger = {
  open: ({ token: password = new Secret(''), endpoint = '', options, clock, log }) => {
    const address = foldAscii(options.text('from') ?? '');
    const user = options.text('user') ?? address;
    return new EmailAdapter({
      ...{ address, user, password, clock, log },
      ...{ imap: endpoint, smtp: options.text('smtp') ?? '' },
      trustedServer: options.text('trusted_server') ?? '',
    });
  },
};

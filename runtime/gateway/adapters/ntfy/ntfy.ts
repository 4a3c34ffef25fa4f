/** ntfy, as the catalogue knows it. */
import type { Messenger } from '../../channels/messenger.ts';
import { NtfyAdapter } from './ntfy-adapter.ts';

const ENDPOINT = 'https://ntfy.sh';

export const ntfy: Messenger = {
  open: ({ endpoint = ENDPOINT, options, clock, fetch }) =>
    new NtfyAdapter({
      ...{ endpoint, clock, fetch },
      topics: options.list('topics'),
      token: options.secret('token'),
    }),
};

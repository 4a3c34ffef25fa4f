/** Zulip, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { ZulipAdapter } from './zulip-adapter.ts';

export const zulip: Messenger = {
  open: ({ token = new Secret(''), endpoint = '', options, clock, fetch }) =>
    new ZulipAdapter({ token, endpoint, email: options.text('email') ?? '', clock, fetch }),
};

/** Mattermost, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { MattermostAdapter } from './mattermost-adapter.ts';

export const mattermost: Messenger = {
  open: ({ token = new Secret(''), endpoint = '', clock, fetch }) =>
    new MattermostAdapter({ token, endpoint, clock, fetch }),
};

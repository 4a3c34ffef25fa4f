/** Slack, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { SlackAdapter } from './slack-adapter.ts';

const ENDPOINT = 'https://slack.com/api';

export const slack: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock, fetch }) => {
    const appToken = options.secret('app_token') ?? new Secret('');
    return new SlackAdapter({ token, appToken, endpoint, clock, fetch });
  },
};

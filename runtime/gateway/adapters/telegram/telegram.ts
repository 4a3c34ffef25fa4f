/** Telegram, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { TelegramAdapter } from './telegram-adapter.ts';

const ENDPOINT = 'https://api.telegram.org';

export const telegram: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, clock, fetch }) =>
    new TelegramAdapter({ token, endpoint, clock, fetch }),
};

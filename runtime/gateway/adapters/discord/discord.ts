/** Discord, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { DiscordAdapter } from './discord-adapter.ts';

const ENDPOINT = 'https://discord.com/api';

export const discord: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, clock, fetch, random }) =>
    new DiscordAdapter({ token, endpoint, clock, fetch, random }),
};

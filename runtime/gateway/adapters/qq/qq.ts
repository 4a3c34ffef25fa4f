/** QQ, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { QqAdapter } from './qq-adapter.ts';

const ENDPOINT = 'https://api.bot.qq.com';

export const qq: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock, fetch, random }) =>
    new QqAdapter({
      appId: options.text('app_id') ?? '',
      ...{ secret: token, endpoint, clock, fetch, random },
    }),
};

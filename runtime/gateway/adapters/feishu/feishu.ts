/** Feishu 飞书 and Lark, as the catalogue knows them. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { FeishuAdapter } from './feishu-adapter.ts';

const ENDPOINT = 'https://open.feishu.cn';

export const feishu: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock, fetch }) =>
    new FeishuAdapter({
      appId: options.text('app_id') ?? '',
      ...{ secret: token, endpoint, clock, fetch },
    }),
};

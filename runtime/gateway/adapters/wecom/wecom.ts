/** WeCom 企业微信, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { WecomAdapter } from './wecom-adapter.ts';

const ENDPOINT = 'wss://openws.work.weixin.qq.com';

export const wecom: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock }) =>
    new WecomAdapter({ botId: options.text('bot_id') ?? '', secret: token, endpoint, clock }),
};

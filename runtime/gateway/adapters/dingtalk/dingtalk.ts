/** DingTalk 钉钉, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { DingtalkAdapter } from './dingtalk-adapter.ts';

const ENDPOINT = 'https://api.dingtalk.com';

export const dingtalk: Messenger = {
  open: ({ token = new Secret(''), endpoint = ENDPOINT, options, clock, fetch }) => {
    const clientId = options.text('client_id') ?? '';
    const robotCode = options.text('robot_code') ?? clientId;
    return new DingtalkAdapter({ clientId, robotCode, secret: token, endpoint, clock, fetch });
  },
};

import type { MessengerForm } from '../messenger-form.ts';

export const wecom: MessengerForm = {
  title: 'WeCom 企业微信',
  token: {
    help: 'The Secret of the bot',
    where: '企业微信: 工作台, 智能机器人, your bot, API模式, 使用长连接, Secret',
  },
  endpoint: {
    help: 'Where the long connection is; a company with a WeCom of its own has another',
    default: 'wss://openws.work.weixin.qq.com',
    protocols: ['wss:', 'ws:'],
  },
  options: {
    bot_id: {
      kind: 'text',
      isRequired: true,
      help: 'The Bot ID',
      where: 'Beside the Secret',
    },
  },
};

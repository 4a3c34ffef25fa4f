import type { MessengerForm } from '../messenger-form.ts';

const CONSOLE = 'open-dev.dingtalk.com, your app, 凭证与基础信息';

export const dingtalk: MessengerForm = {
  title: 'DingTalk 钉钉',
  isExperimental: true,
  token: {
    help: 'The Client Secret (AppSecret)',
    where: CONSOLE,
  },
  endpoint: { help: 'Another server than that of DingTalk', default: 'https://api.dingtalk.com' },
  options: {
    client_id: {
      kind: 'text',
      isRequired: true,
      help: 'The Client ID (AppKey), ding…',
      where: CONSOLE,
    },
    robot_code: {
      kind: 'text',
      help: 'The RobotCode, where it is another than the Client ID',
      where: 'open-dev.dingtalk.com, your app, 机器人',
    },
  },
};

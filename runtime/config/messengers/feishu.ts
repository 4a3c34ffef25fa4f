import type { MessengerForm } from '../messenger-form.ts';

const CONSOLE = 'open.feishu.cn/app (Lark: open.larksuite.com/app), your app, 凭证与基础信息';

export const feishu: MessengerForm = {
  title: 'Feishu 飞书, Lark',
  token: {
    help: 'The App Secret',
    where: CONSOLE,
  },
  endpoint: {
    help: 'Where the open platform is; Lark: https://open.larksuite.com',
    default: 'https://open.feishu.cn',
  },
  options: {
    app_id: {
      kind: 'text',
      isRequired: true,
      help: 'The App ID, cli_…',
      where: CONSOLE,
    },
  },
};

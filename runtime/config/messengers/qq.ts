import type { MessengerForm } from '../messenger-form.ts';

const CONSOLE = 'q.qq.com, your robot, 开发管理 (开发设置)';

export const qq: MessengerForm = {
  title: 'QQ (official robots)',
  isExperimental: true,
  token: {
    help: 'The AppSecret',
    where: CONSOLE,
  },
  endpoint: { help: 'Another server than that of QQ', default: 'https://api.bot.qq.com' },
  options: {
    app_id: {
      kind: 'text',
      isRequired: true,
      help: 'The AppID of the robot',
      where: CONSOLE,
    },
  },
};

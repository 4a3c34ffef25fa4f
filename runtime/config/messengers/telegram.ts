import type { MessengerForm } from '../messenger-form.ts';

export const telegram: MessengerForm = {
  title: 'Telegram',
  token: {
    help: 'The token of the bot',
    where: 'In Telegram, write /newbot to @BotFather and answer what it asks',
  },
  endpoint: {
    help: 'A Bot API server of your own',
    default: 'https://api.telegram.org',
  },
  options: {},
};

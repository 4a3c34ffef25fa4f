import type { MessengerForm } from '../messenger-form.ts';

export const mattermost: MessengerForm = {
  title: 'Mattermost',
  token: {
    help: 'The access token of the bot account',
    where: 'Product menu, Integrations, Bot Accounts, Add Bot Account: shown once',
  },
  endpoint: {
    help: 'Where your server is, as in the browser: https://chat.example.org',
  },
  options: {},
};

import type { MessengerForm } from '../messenger-form.ts';

export const discord: MessengerForm = {
  title: 'Discord',
  token: {
    help: 'The token of the bot',
    where: 'discord.com/developers/applications, your app, Bot, Reset Token',
  },
  endpoint: {
    help: 'Where the HTTP API is, without the version',
    default: 'https://discord.com/api',
  },
  options: {},
};

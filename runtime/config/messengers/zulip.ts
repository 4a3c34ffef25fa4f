import type { MessengerForm } from '../messenger-form.ts';

const BOTS = 'Zulip, Personal settings, Bots, Add a new bot, type Generic bot';

export const zulip: MessengerForm = {
  title: 'Zulip',
  token: { help: 'The API key of the bot', where: BOTS },
  endpoint: { help: 'Where your organization is, as in the browser: https://chat.example.org' },
  options: {
    email: {
      ...{ kind: 'text', isRequired: true, where: BOTS },
      help: 'The address of the bot: board-bot@chat.example.org',
    },
  },
};

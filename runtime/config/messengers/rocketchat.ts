import type { MessengerForm } from '../messenger-form.ts';

const TOKENS =
  'Logged in as the bot: Profile, Personal Access Tokens, Add, with “Ignore Two Factor”';

export const rocketchat: MessengerForm = {
  title: 'Rocket.Chat',
  isExperimental: true,
  token: { help: 'A personal access token of the account of the bot', where: TOKENS },
  endpoint: { help: 'Where your workspace is, as in the browser: https://chat.example.org' },
  options: {
    user_id: {
      ...{ kind: 'text', isRequired: true, where: TOKENS },
      help: 'The id of the bot, which is shown with the token; not its name',
    },
  },
};

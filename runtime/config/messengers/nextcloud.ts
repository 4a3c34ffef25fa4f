import type { MessengerForm } from '../messenger-form.ts';

export const nextcloud: MessengerForm = {
  title: 'Nextcloud Talk',
  isExperimental: true,
  token: {
    help: 'The secret of the bot (40 to 128 signs), which both sides sign with',
    where: 'You make it up, and give it to: occ talk:bot:install NAME SECRET ADDRESS',
  },
  endpoint: { help: 'The address of the Nextcloud server, as https://cloud.example.com' },
  untested:
    'whether the secret is right: Nextcloud tells its version to everybody; it shows when somebody writes to the bot',
  options: {
    private_conversations: {
      kind: 'list',
      help: 'Tokens of conversations with one person and the bot only: Nextcloud does not tell them from groups',
      where: 'Each at the end of the address of its conversation: …/call/TOKEN',
    },
    bot_name: {
      kind: 'text',
      help: 'How the bot is called in groups, as “Board: how warm is it”; default: board',
    },
    backend: {
      kind: 'address',
      help: 'What the server calls itself, where that is another address than the endpoint',
      where: 'occ config:system:get overwrite.cli.url',
    },
  },
};

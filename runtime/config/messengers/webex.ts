import type { MessengerForm } from '../messenger-form.ts';

const BOT = 'developer.webex.com, My Webex Apps, the bot';

export const webex: MessengerForm = {
  title: 'Webex',
  isExperimental: true,
  token: { help: 'The bot access token', where: `${BOT}: “Regenerate access token”` },
  endpoint: { help: 'Another server than that of Webex', default: 'https://webexapis.com' },
  options: {
    bot_username: {
      ...{ kind: 'text', isRequired: true },
      help: 'The username of the bot, which never changes, as board@webex.bot',
      where: BOT,
    },
    webhook_secret: {
      ...{ kind: 'secret', isRequired: true },
      help: 'Any long text that you make up: with it Webex signs its posts',
    },
    address: {
      ...{ kind: 'address', isRequired: true },
      help: 'The public address of this channel: the node tells it to Webex by itself',
      where: 'docs/channels/tunnel.md: https://board.example.com/api/events/NAME',
    },
  },
};

import type { MessengerForm } from '../messenger-form.ts';

const CONSOLE = 'LINE Developers Console, your provider, the channel of the Messaging API';

export const line: MessengerForm = {
  title: 'LINE',
  token: {
    help: 'The long-lived channel access token',
    where: `${CONSOLE}, tab “Messaging API”, “Issue” at the end of the page`,
  },
  endpoint: { help: 'Another server than that of LINE', default: 'https://api.line.me' },
  untested: 'the channel_secret: it shows when somebody writes',
  options: {
    channel_id: {
      ...{ kind: 'text', isRequired: true, help: 'The number of the channel' },
      where: `${CONSOLE}, tab “Basic settings”`,
    },
    channel_secret: {
      ...{ kind: 'secret', isRequired: true, help: 'What LINE signs its posts with' },
      where: `${CONSOLE}, tab “Basic settings”`,
    },
    push_only: {
      ...{ kind: 'flag' },
      help: 'Pushes also answers: each counts for the plan, and what may have arrived is sent again without being shown twice',
    },
  },
};

import type { MessengerForm } from '../messenger-form.ts';

export const slack: MessengerForm = {
  title: 'Slack',
  token: {
    help: 'The bot token, xoxb-…',
    where: 'api.slack.com/apps, your app, OAuth & Permissions, after Install to Workspace',
  },
  endpoint: {
    help: 'Where the Web API is',
    default: 'https://slack.com/api',
  },
  options: {
    app_token: {
      kind: 'secret',
      isRequired: true,
      help: 'The app-level token with connections:write, xapp-…',
      where: 'api.slack.com/apps, your app, Basic Information, App-Level Tokens',
    },
  },
};

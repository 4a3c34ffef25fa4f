import type { MessengerForm } from '../messenger-form.ts';

const CONSOLE = 'Google Cloud console (console.cloud.google.com), the project of the app';

export const googlechat: MessengerForm = {
  title: 'Google Chat',
  token: {
    help: 'The key of a service account of the project: the whole JSON file',
    where: `${CONSOLE}, IAM & Admin, Service Accounts, Keys, Add key, JSON`,
  },
  endpoint: {
    help: 'A server that stands for all of Google',
    default: 'https://chat.googleapis.com',
  },
  options: {
    project_number: {
      ...{ kind: 'text', isRequired: true },
      help: 'The number of the project (not its id): for it Google Chat signs its posts',
      where: `${CONSOLE}, Dashboard, Project info`,
    },
  },
};

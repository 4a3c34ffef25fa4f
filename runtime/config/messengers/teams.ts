import type { MessengerForm } from '../messenger-form.ts';

const REGISTRATION = 'Microsoft Entra admin center, App registrations, the app of the bot';

export const teams: MessengerForm = {
  title: 'Microsoft Teams',
  token: {
    help: 'The client secret of the app of the bot',
    where: `${REGISTRATION}, Certificates & secrets: the value, not the id`,
  },
  endpoint: {
    help: 'A server that stands for all of Microsoft',
    default: 'https://login.botframework.com',
  },
  options: {
    app_id: {
      ...{ kind: 'text', isRequired: true, help: 'The application (client) id' },
      where: `${REGISTRATION}, Overview`,
    },
    tenant_id: {
      ...{ kind: 'text', isRequired: true, help: 'The directory (tenant) id' },
      where: `${REGISTRATION}, Overview`,
    },
  },
};

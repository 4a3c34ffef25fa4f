import type { MessengerForm } from '../messenger-form.ts';

export const gotify: MessengerForm = {
  title: 'Gotify',
  isExperimental: true,
  token: {
    help: 'The token of the application of this site (A…)',
    where: 'Gotify, Apps, Create application; its own, for nobody else',
  },
  endpoint: { help: 'Where your server is, as in the browser: https://gotify.example.org' },
  options: {
    client_token: {
      ...{ kind: 'secret', isRequired: true },
      help: 'The token of a client (C…), by which it hears',
      where: 'Gotify, Clients, Create client, logged in as the same user',
    },
  },
};

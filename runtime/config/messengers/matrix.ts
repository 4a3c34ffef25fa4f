import type { MessengerForm } from '../messenger-form.ts';

export const matrix: MessengerForm = {
  title: 'Matrix',
  token: {
    help: 'The access token of the account, syt_…',
    where:
      'Element, All settings, Help & About, Advanced, Access Token; log in anew for it, and do not log out',
  },
  endpoint: {
    help: 'Where the homeserver is: https://matrix.example.org',
    where: 'Element, All settings, Help & About, Advanced, Homeserver',
  },
  options: {
    user: {
      kind: 'text',
      isRequired: true,
      help: 'The account of this site: @board:example.org',
      where: 'An account of its own on your homeserver, for nobody else',
    },
  },
};

import type { MessengerForm } from '../messenger-form.ts';

export const email: MessengerForm = {
  title: 'Email',
  token: {
    help: 'The password of the account',
    where: 'At your provider: many want one made for programs ("app password")',
  },
  endpoint: {
    help: 'Where mail is fetched, with TLS from the first byte: imaps://mail.example.org:993',
    protocols: ['imaps:', 'imap:'],
  },
  options: {
    from: {
      kind: 'text',
      isRequired: true,
      help: 'The address of the account: board@example.org',
      where: 'An account of its own, for nobody else',
    },
    smtp: {
      kind: 'address',
      isRequired: true,
      help: 'Where mail is handed in, with TLS from the first byte: smtps://mail.example.org:465',
    },
    trusted_server: {
      kind: 'text',
      isRequired: true,
      help: 'The server whose Authentication-Results are believed',
      where: 'The first word of that header in a mail that came to the account: mx.example.org',
    },
    user: {
      kind: 'text',
      help: 'The name to log in with; default: the address',
    },
  },
};

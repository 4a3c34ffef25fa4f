import type { MessengerForm } from '../messenger-form.ts';

export const xmpp: MessengerForm = {
  title: 'XMPP',
  token: {
    help: 'The password of the account',
    where: 'You choose it when you make the account on your server',
  },
  endpoint: {
    help: 'Where the server is, with TLS from the first byte: xmpps://chat.example.org:5223',
    protocols: ['xmpps:', 'xmpp:'],
  },
  options: {
    jid: {
      kind: 'text',
      isRequired: true,
      help: 'The address of the account: board@example.org',
      where: 'An account of its own on your server, for nobody else',
    },
  },
};

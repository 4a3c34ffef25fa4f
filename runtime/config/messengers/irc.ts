import type { MessengerForm } from '../messenger-form.ts';

export const irc: MessengerForm = {
  title: 'IRC',
  endpoint: {
    help: 'Where the server is: ircs://irc.example.org:6697',
    protocols: ['ircs:', 'irc:'],
  },
  options: {
    nick: {
      kind: 'text',
      isRequired: true,
      help: 'The name of this site there',
    },
    password: {
      kind: 'secret',
      help: 'Of the server, or of the account of this site where `account` is given',
      where: 'Whoever keeps the server, or what you told NickServ',
    },
    account: {
      kind: 'text',
      help: 'The services account of this site (SASL); default: none',
    },
    channels: {
      kind: 'list',
      help: 'Channels to be in: "#pumps"',
    },
    trust_nicks: {
      kind: 'flag',
      help: 'A nick is a person: only on a server of your own that lets nobody take another’s',
    },
  },
};

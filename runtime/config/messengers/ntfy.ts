import type { MessengerForm } from '../messenger-form.ts';

export const ntfy: MessengerForm = {
  title: 'ntfy',
  isExperimental: true,
  endpoint: { help: 'A server of your own', default: 'https://ntfy.sh' },
  options: {
    topics: {
      ...{ kind: 'list', isRequired: true },
      help: 'One topic for each person: whoever knows its name reads it, and writes in it',
      where: 'Invent them, long and not to be guessed: anna-x7Qm2vK9',
    },
    token: {
      kind: 'secret',
      help: 'An access token that may read and write these topics; default: none',
      where: 'ntfy, Account, Access tokens; or `ntfy token add USER` on your server',
    },
  },
};

import type { MessengerForm } from '../messenger-form.ts';

export const signal: MessengerForm = {
  title: 'Signal (signal-cli)',
  isExperimental: true,
  endpoint: {
    help: 'Where `signal-cli daemon --http` listens; it lets in whoever reaches it',
    default: 'http://127.0.0.1:8080',
  },
  options: {
    account: {
      ...{ kind: 'text', isRequired: true },
      help: 'The number of the site there: +4915112345678',
      where: 'A number of its own, registered with signal-cli: docs/channels/signal.md',
    },
  },
};

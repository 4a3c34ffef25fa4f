import type { MessengerForm } from '../messenger-form.ts';

const CONSOLE = 'Twilio Console, Account Info on the first page';

export const twilio: MessengerForm = {
  title: 'SMS (Twilio)',
  token: { help: 'The auth token of the account', where: CONSOLE },
  endpoint: { help: 'Another server than that of Twilio', default: 'https://api.twilio.com' },
  untested: 'the address: it shows when somebody writes',
  options: {
    account_sid: {
      ...{ kind: 'text', isRequired: true, help: 'The id of the account (AC…)' },
      where: CONSOLE,
    },
    number: {
      ...{ kind: 'text', isRequired: true },
      help: 'The number from which is sent, as +15005550006, or a messaging service (MG…)',
      where: 'Twilio Console, Phone Numbers, Active numbers',
    },
    address: {
      ...{ kind: 'address', isRequired: true },
      help: 'The public address of this channel, letter for letter as Twilio has it: it is part of what Twilio signs',
      where: 'docs/channels/tunnel.md: https://board.example.com/api/events/NAME',
    },
  },
};

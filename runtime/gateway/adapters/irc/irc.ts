/** IRC, as the catalogue knows it. */
import type { Messenger } from '../../channels/messenger.ts';
import { IrcAdapter } from './irc-adapter.ts';

export const irc: Messenger = {
  open: ({ endpoint = 'ircs://localhost', options, clock }) =>
    new IrcAdapter({
      endpoint,
      nick: options.text('nick') ?? 'board',
      password: options.secret('password'),
      account: options.text('account'),
      channels: options.list('channels'),
      trustsNicks: options.flag('trust_nicks'),
      clock,
    }),
};

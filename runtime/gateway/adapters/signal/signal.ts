/** Signal by signal-cli, as the catalogue knows it. */
import type { Messenger } from '../../channels/messenger.ts';
import { SignalAdapter } from './signal-adapter.ts';

const ENDPOINT = 'http://127.0.0.1:8080';

export const signal: Messenger = {
  open: ({ endpoint = ENDPOINT, options, clock, fetch }) =>
    new SignalAdapter({ endpoint, clock, fetch, account: options.text('account') ?? '' }),
};

/** XMPP, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { bareOf } from './parse.ts';
import { XmppAdapter } from './xmpp-adapter.ts';

export const xmpp: Messenger = {
  open: ({ token: password = new Secret(''), endpoint = '', options, clock, log }) => {
    const jid = bareOf(options.text('jid') ?? '');
    return new XmppAdapter({ jid, password, endpoint, clock, log });
  },
};

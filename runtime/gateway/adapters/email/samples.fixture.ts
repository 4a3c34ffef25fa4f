/** What the mails in `samples/` have to be heard as, whoever tells of them. */
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

export const OWN = 'board@site.test';
export const SERVER = 'mx.site.test';
/** A minute after all of them were written. */
export const NOW = Date.UTC(2026, 10, 1, 12, 0, 55);

/** Mails know seconds: it was written before that one was over. */
const WRITTEN = Date.UTC(2026, 10, 1, 11, 59, 55) + 999;

/** Of Anna, by the name of the sample. */
function ofAnna(
  kind: ArrivedMessage['kind'],
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, ArrivedMessage>> {
  const anna = 'anna@people.test';
  return Object.fromEntries(
    Object.entries(texts).map(([id, text]) => [
      id,
      { id, chat: anna, user: anna, at: WRITTEN, kind, text },
    ]),
  );
}

function passedOver(why: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, why]));
}

/** By the name of the sample: the message, or why it is passed over. */
export const HEARD_MAILS: Readonly<Record<string, ArrivedMessage | string>> = {
  ...ofAnna('text', {
    ...{ text: 'how warm is it?', folded: 'pump on', 'to-many': 'Board, pump on' },
    ...{ 'quoted-printable': 'pump – on 水', base64: '开泵' },
    ...{ html: 'light off', alternative: 'pump on', signed: 'pump on' },
    ...{ reply: 'no, leave it', 'reply-below': 'no, leave it', picture: 'what does it say?' },
  }),
  ...ofAnna('forwarded', {
    ...{ forwarded: 'see', 'forwarded-subject': 'pump on', 'forwarded-attached': 'see below' },
    'quote-alone': '',
  }),
  ...ofAnna('other', { 'picture-alone': '', 'text-attached': '', encrypted: '' }),
  ...passedOver('a program sent it', ['vacation', 'list', 'bounce', 'read-receipt']),
  ...passedOver('it is from this account itself', ['own']),
  ...passedOver('it does not name one sender', ['two-senders']),
  ...passedOver('nobody vouches for the sender', [
    ...['unvouched', 'vouched-by-another', 'name-of-anna'],
  ]),
};

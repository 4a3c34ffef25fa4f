/** WhatsApp for the facts that every messenger has to hold, on a stand-in after Meta's documentation. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { WhatsAppAdapter } from '../../../runtime/gateway/adapters/whatsapp/whatsapp-adapter.ts';
import type { ChannelBench, Letter } from '../../contracts/channel.contract.ts';
import {
  APP_SECRET,
  FakeWhatsApp,
  NUMBER_ID,
  VERIFY_TOKEN,
  WHATSAPP_TOKEN,
} from './fake-whatsapp.ts';

export function whatsappBench(fake = new FakeWhatsApp()): ChannelBench {
  return {
    ...{ type: 'whatsapp', account: NUMBER_ID, secret: WHATSAPP_TOKEN },
    verified: 'its own stand-in only: not verified against the service',
    idOf,
    open: () => fake.open(),
    close: async () => {
      fake.posts.close();
      await fake.close();
    },
    adapter: () => fake.posts.ear(whatsappAdapter(fake)),
    write: (user, text, letter = {}) => {
      // What a business writes reaches no other one here.
      if (letter.kind !== 'from a bot') fake.deliver(idOf(user), messageOf(text, letter));
    },
    press: (user, label) => {
      press(fake, user, label, user);
    },
    pressOf: (owner, label, user) => {
      press(fake, owner, label, user);
    },
    seen: (user) => fake.textsTo(idOf(user)),
    repeat: () => {
      fake.posts.repeat();
    },
    held: () => fake.posts.waiting,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.failNumber();
    },
    setRevoked: (isRevoked) => {
      fake.token = isRevoked ? 'another' : WHATSAPP_TOKEN;
    },
  };
}

export function whatsappAdapter(fake: FakeWhatsApp): WhatsAppAdapter {
  return new WhatsAppAdapter({
    ...{ token: new Secret(WHATSAPP_TOKEN), endpoint: fake.url, version: 'v25.0' },
    ...{ phoneNumberId: NUMBER_ID, clock, fetch, checkEveryMs: 20 },
    appSecret: new Secret(APP_SECRET),
    verifyToken: new Secret(VERIFY_TOKEN),
  });
}

function idOf(user: number): string {
  return `US.${String(user)}`;
}

function messageOf(text: string, { agoS = 0, kind }: Letter): object {
  const timestamp = String(Math.floor(Date.now() / 1_000) - agoS);
  if (kind === 'picture') return { timestamp, type: 'image', image: { id: '1003383421387256' } };
  const context = kind === 'forwarded' ? { context: { forwarded: true } } : {};
  return { timestamp, text: { body: text }, ...context };
}

/** The newest of this label in the chat of its owner. */
function press(fake: FakeWhatsApp, owner: number, label: string, user: number): void {
  const own = fake.sent.filter(({ chat }) => chat === idOf(owner));
  const button = own.flatMap(({ buttons }) => buttons).findLast(({ title }) => title === label);
  if (button === undefined) throw new Error(`no button ${label}`);
  const interactive = { type: 'button_reply', button_reply: button };
  fake.deliver(idOf(user), { type: 'interactive', interactive });
}

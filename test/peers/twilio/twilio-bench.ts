/** SMS for the facts that every messenger has to hold, on the Twilio that Twilio's SDK proves. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { TwilioAdapter } from '../../../runtime/gateway/adapters/twilio/twilio-adapter.ts';
import type { ChannelBench } from '../../contracts/channel.contract.ts';
import { ACCOUNT_SID, ADDRESS, FakeTwilio, NUMBER, TWILIO_TOKEN } from './fake-twilio.ts';

export function twilioBench(fake = new FakeTwilio()): ChannelBench {
  return {
    ...{ type: 'twilio', account: ACCOUNT_SID, secret: TWILIO_TOKEN },
    verified: 'a Twilio on loopback that twilio 6.2.0 proves',
    tellsForwarded: false,
    tellsWhen: false,
    idOf,
    open: () => fake.open(),
    close: async () => {
      fake.posts.close();
      await fake.close();
    },
    adapter: () => fake.posts.ear(twilioAdapter(fake)),
    write: (user, text, { kind } = {}) => {
      const from = kind === 'from a bot' ? NUMBER : idOf(user);
      fake.posts.add(fake.request(fake.fields(from, text)));
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsTo(idOf(user)),
    repeat: () => {
      fake.posts.repeat();
    },
    held: () => fake.posts.waiting,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.failAccount();
    },
    setRevoked: (isRevoked) => {
      fake.token = isRevoked ? 'another' : TWILIO_TOKEN;
    },
  };
}

export function twilioAdapter(fake: FakeTwilio): TwilioAdapter {
  return new TwilioAdapter({
    ...{ accountSid: ACCOUNT_SID, token: new Secret(TWILIO_TOKEN), number: NUMBER },
    ...{ address: ADDRESS, endpoint: fake.url, clock, fetch, checkEveryMs: 20 },
  });
}

function idOf(user: number): string {
  return `+4900${String(user)}`;
}

function noButtons(): never {
  throw new Error('an SMS has no buttons');
}

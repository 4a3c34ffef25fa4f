/** Gotify for the facts that every messenger has to hold, on a stand-in of our own. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { GotifyAdapter } from '../../../runtime/gateway/adapters/gotify/gotify-adapter.ts';
import type { ChannelBench } from '../../contracts/channel.contract.ts';
import { APP_TOKEN, CLIENT_TOKEN, FakeGotify } from './fake-gotify.ts';

export function gotifyBench(fake = new FakeGotify()): ChannelBench {
  return {
    ...{ type: 'gotify', account: '127.0.0.1', secret: CLIENT_TOKEN, idOf: String },
    verified: 'its own stand-in only: not verified against the service',
    hasOnlyText: true,
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => gotifyAdapter(fake),
    write: (user, text, { agoS = 0 } = {}) => {
      fake.write(user, text, { agoS });
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsTo(user),
    repeat: () => {
      for (const message of fake.messages) fake.tell(message);
    },
    held: () => 0,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.failPages(2);
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.clientToken = isRevoked ? 'another' : CLIENT_TOKEN;
      if (isRevoked) fake.cut();
    },
  };
}

export function gotifyAdapter(fake: FakeGotify): GotifyAdapter {
  return new GotifyAdapter({
    ...{ token: new Secret(APP_TOKEN), clientToken: new Secret(CLIENT_TOKEN) },
    ...{ endpoint: fake.url, clock, fetch },
  });
}

function noButtons(): never {
  throw new Error('there are no buttons');
}

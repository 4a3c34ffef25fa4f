/** QQ for the facts that every messenger has to hold, on our own reading of its documentation. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { QqAdapter } from '../../../runtime/gateway/adapters/qq/qq-adapter.ts';
import type { ChannelBench } from '../../contracts/channel.contract.ts';
import { APP_ID, FakeQq, SECRET, type Written } from './fake-qq.ts';

const LETTERS: Readonly<Record<string, Written>> = {
  // That people have the same id in a group is what others have found; QQ promises it to nobody.
  addressed: { group: 'G1' },
  elsewhere: { group: 'G2' },
  picture: { isPicture: true },
  'from a bot': { isBot: true },
};

const idOf = (user: number): string => `E${String(user)}`;

const noButtons = (): never => {
  throw new Error('there are no buttons');
};

export function qqBench(fake = new FakeQq()): ChannelBench {
  return {
    ...{ type: 'qq', account: APP_ID, secret: SECRET, idOf },
    verified: 'its own stand-in only: not verified against the service',
    tellsForwarded: false,
    meets: (user) => `user:${idOf(user)}`,
    group: 'G1',
    seenInGroup: () => fake.textsTo('/v2/groups/G1'),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => qqAdapter(fake),
    write: (user, text, { agoS = 0, kind } = {}) => {
      // What names nobody QQ does not bring.
      if (kind !== 'overheard') fake.write(idOf(user), text, { agoS, ...LETTERS[kind ?? ''] });
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsTo(`/v2/users/${idOf(user)}`),
    repeat: () => {
      fake.repeat();
    },
    // The gateway is not told what arrived, but by beats and when it is resumed.
    held: () => 0,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.garble();
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.isRevoked = isRevoked;
      if (isRevoked) fake.cut();
    },
  };
}

export function qqAdapter(fake: FakeQq): QqAdapter {
  const secret = new Secret(SECRET);
  return new QqAdapter({
    ...{ appId: APP_ID, secret, endpoint: fake.url, clock, fetch },
    random: Math.random,
  });
}

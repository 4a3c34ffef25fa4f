/** Mattermost for the facts that every messenger has to hold, on the one that `fake-mattermost.test.ts` proves. */
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { MattermostAdapter } from '../runtime/gateway/adapters/mattermost/mattermost-adapter.ts';
import type { PictureBench } from './contracts/picture.contract.ts';
import {
  directWith,
  FakeMattermost,
  TOKEN,
  type Written,
} from './peers/mattermost/fake-mattermost.ts';

export const GROUP = 'c'.padEnd(26, '1');

/** Where a letter is written, by its kind. */
const PLACES: Readonly<Record<string, Written>> = {
  addressed: { channel: GROUP, isMention: true },
  overheard: { channel: GROUP },
  elsewhere: { channel: 'c'.padEnd(26, '2'), isMention: true },
};

export const idOf = (user: number): string => `u${String(user).padStart(25, '0')}`;

export function mattermostBench(fake = new FakeMattermost()): PictureBench {
  return {
    ...{ type: 'mattermost', account: '127.0.0.1', secret: TOKEN, idOf },
    verified: 'a Mattermost on loopback that @mattermost/client 11.9.0 proves',
    group: GROUP,
    seenInGroup: () => fake.textsIn(GROUP),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () =>
      new MattermostAdapter({
        token: new Secret(TOKEN),
        // It is made before the server has a port, where only its traits are asked for.
        endpoint: fake.url,
        ...{ clock, fetch },
      }),
    write: (user, text, { agoS = 0, kind } = {}) => {
      fake.write(idOf(user), text, {
        agoS,
        isBot: kind === 'from a bot',
        isForwarded: kind === 'forwarded',
        isFile: kind === 'picture',
        ...PLACES[kind ?? ''],
      });
    },
    writePicture: (user, picture, caption) => {
      fake.write(idOf(user), caption, { picture });
    },
    loseFiles: () => {
      fake.files.lose();
    },
    fetched: () => fake.files.fetched,
    press: () => {
      throw new Error('there are no buttons');
    },
    pressOf: () => {
      throw new Error('there are no buttons');
    },
    seen: (user) => fake.textsIn(directWith(idOf(user))),
    files: (user) => fake.filesIn(directWith(idOf(user))),
    // What stands there is read once more after each connection.
    repeat: () => {
      fake.cut();
    },
    held: () => 0,
    failSending: (...mishaps) => {
      fake.fail('posts', ...mishaps);
    },
    failHearing: () => {
      fake.fail('users/me', 'not the platform', 'server error');
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.isRevoked = isRevoked;
      if (isRevoked) fake.cut();
    },
  };
}

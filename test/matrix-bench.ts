/** Matrix for the facts that every messenger has to hold, on the homeserver that `fake-matrix.test.ts` proves. */
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { MatrixAdapter } from '../runtime/gateway/adapters/matrix/matrix-adapter.ts';
import type { PictureBench } from './contracts/picture.contract.ts';
import { BOT, FakeMatrix, roomOf, TOKEN, type Written } from './peers/matrix/fake-matrix.ts';

const GROUP = '!group:example.org';

/** How a letter is written, by its kind. */
const WAYS: Readonly<Record<string, Written>> = {
  addressed: { room: GROUP, isMention: true },
  overheard: { room: GROUP },
  elsewhere: { room: '!elsewhere:example.org', isMention: true },
  picture: { type: 'm.image' },
  'from a bot': { type: 'm.notice' },
};

const idOf = (user: number): string => `@u${String(user)}:example.org`;

export function matrixAdapter({ url: endpoint }: FakeMatrix, token = TOKEN): MatrixAdapter {
  return new MatrixAdapter({ token: new Secret(token), user: BOT, endpoint, clock, fetch });
}

export function matrixBench(fake = new FakeMatrix()): PictureBench {
  return {
    ...{ type: 'matrix', account: BOT, secret: TOKEN, group: GROUP, idOf },
    verified: 'a homeserver on loopback that matrix-js-sdk 43.0.0 proves',
    tellsForwarded: false,
    meets: (user) => roomOf(idOf(user)),
    seenInGroup: () => fake.textsIn(GROUP),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => matrixAdapter(fake),
    write: (user, text, { agoS = 0, kind } = {}) => {
      fake.write(idOf(user), text, { agoS, ...WAYS[kind ?? ''] });
    },
    writePicture: (user, picture, caption) => {
      fake.write(idOf(user), caption, { picture });
    },
    loseFiles: () => {
      fake.files.lose();
    },
    fetched: () => fake.files.fetched,
    press: () => {
      throw new Error('Matrix has no buttons');
    },
    pressOf: () => {
      throw new Error('Matrix has no buttons');
    },
    seen: (user) => fake.textsIn(roomOf(idOf(user))),
    repeat: () => {
      fake.repeat();
    },
    held: () => fake.waiting,
    failSending: (...mishaps) => {
      fake.fail('send', ...mishaps);
    },
    failHearing: () => {
      fake.fail('sync', 'not the platform', 'server error');
    },
    setRevoked: (isRevoked) => {
      fake.isRevoked = isRevoked;
    },
  };
}

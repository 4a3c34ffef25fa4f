/** Zulip for the facts that every messenger has to hold, on a stand-in of our own. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { ZulipAdapter } from '../../../runtime/gateway/adapters/zulip/zulip-adapter.ts';
import type { Letter } from '../../contracts/channel.contract.ts';
import type { PictureBench } from '../../contracts/picture.contract.ts';
import {
  FakeZulip,
  OTHER_BOT,
  ZULIP_BOT,
  ZULIP_EMAIL,
  ZULIP_KEY,
  type Written,
} from './fake-zulip.ts';

const TOPIC = '12/tank / north';

/** Where a letter is written, by its kind. */
const PLACES: Readonly<Record<string, Written>> = {
  addressed: { topic: TOPIC },
  overheard: { topic: TOPIC },
  elsewhere: { topic: '13/tank' },
};

export function zulipBench(fake = new FakeZulip()): PictureBench {
  return {
    ...{ type: 'zulip', account: ZULIP_EMAIL, secret: ZULIP_KEY, idOf: String },
    verified: 'a Zulip on loopback that zulip-js 2.1.0 proves',
    group: '12',
    seenInGroup: () => fake.textsIn(TOPIC),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => zulipAdapter(fake),
    write: (user, text, letter = {}) => {
      const writer = letter.kind === 'from a bot' ? OTHER_BOT : user;
      const others = letter.kind === 'from a bot' ? { others: [user] } : {};
      const more = { agoS: letter.agoS ?? 0, ...others, ...PLACES[letter.kind ?? ''] };
      fake.write(writer, contentOf(text, letter), more);
    },
    writePicture: (user, picture, caption) => {
      fake.writePicture(user, picture, caption);
    },
    loseFiles: () => {
      fake.files.lose();
    },
    fetched: () => fake.files.fetched,
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsIn(String(user)),
    repeat: () => {
      fake.repeat();
    },
    held: () => fake.waiting,
    failSending: (...mishaps) => {
      fake.fail('POST messages', ...mishaps);
    },
    failHearing: () => {
      fake.fail('GET events', 'not the platform', 'server error');
    },
    setRevoked: (isRevoked) => {
      fake.key = isRevoked ? 'another' : ZULIP_KEY;
    },
  };
}

export function zulipAdapter(fake: FakeZulip): ZulipAdapter {
  return new ZulipAdapter({
    ...{ token: new Secret(ZULIP_KEY), email: ZULIP_EMAIL, endpoint: fake.url },
    ...{ clock, fetch },
  });
}

function contentOf(text: string, { kind }: Letter): string {
  if (kind === 'addressed' || kind === 'elsewhere') return `@**${ZULIP_BOT.full_name}** ${text}`;
  if (kind === 'forwarded')
    return `@_**Ben|9** [said](https://chat.example.org/#narrow/dm/9/near/1):\n\`\`\`quote\n${text}\n\`\`\``;
  return kind === 'picture' ? '[tank.ogg](/user_uploads/2/ab/tank.ogg)' : text;
}

function noButtons(): never {
  throw new Error('there are no buttons');
}

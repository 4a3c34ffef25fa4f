/** DingTalk for the facts that every messenger has to hold, on our own reading of its documentation. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { DingtalkAdapter } from '../../../runtime/gateway/adapters/dingtalk/dingtalk-adapter.ts';
import type { ChannelBench } from '../../contracts/channel.contract.ts';
import { CLIENT_ID, FakeDingtalk, SECRET, type Written } from './fake-dingtalk.ts';

/** As DingTalk writes it, and as the site does. */
const GROUP = 'cidh6ez/DLHQau9V2=';

const LETTERS: Readonly<Record<string, Written>> = {
  addressed: { group: GROUP },
  elsewhere: { group: 'cidother=' },
  picture: { isPicture: true },
};

/** DingTalk brings a robot neither what others say in a group without naming it nor the words of other robots. */
const NEVER_BROUGHT = ['overheard', 'from a bot'];

const idOf = (user: number): string => `cid${String(user)}`;

const noButtons = (): never => {
  throw new Error('there are no buttons');
};

export function dingtalkBench(fake = new FakeDingtalk()): ChannelBench {
  return {
    ...{ type: 'dingtalk', account: CLIENT_ID, secret: SECRET, idOf },
    verified: 'its own stand-in only: not verified against the service',
    tellsForwarded: false,
    group: GROUP.replaceAll('/', '_'),
    seenInGroup: () => fake.textsTo(GROUP),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => dingtalkAdapter(fake),
    write: (user, text, { agoS = 0, kind } = {}) => {
      if (NEVER_BROUGHT.includes(kind ?? '')) return;
      fake.write(idOf(user), text, { agoS, ...LETTERS[kind ?? ''] });
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsTo(idOf(user)),
    repeat: () => {
      fake.repeat();
    },
    held: () => fake.waiting,
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

export function dingtalkAdapter(fake: FakeDingtalk): DingtalkAdapter {
  const parts = { clientId: CLIENT_ID, robotCode: CLIENT_ID, secret: new Secret(SECRET) };
  return new DingtalkAdapter({ ...parts, endpoint: fake.url, clock, fetch });
}

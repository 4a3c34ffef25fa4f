/** Signal for the facts that every messenger has to hold, on a stand-in of our own for signal-cli. */
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { groupChat } from '../../../runtime/gateway/adapters/signal/render.ts';
import { SignalAdapter } from '../../../runtime/gateway/adapters/signal/signal-adapter.ts';
import type { ChannelBench } from '../../contracts/channel.contract.ts';
import { ACCOUNT, FakeSignalCli } from './fake-signal-cli.ts';

export const GROUP_ID = 'Pmpi+EfPWmsxiomLe9Nx2XF9HOE483p6iKiFj65iMwI=';
const OTHER_GROUP_ID = 'Qmpi/EfPWmsxiomLe9Nx2XF9HOE483p6iKiFj65iMwI=';

/** The account is named by one sign, and a list that says whom it stands for. */
export const MENTION = { mentions: [{ number: ACCOUNT, uuid: null, start: 0, length: 1 }] };

/** What a letter is, by its kind. */
const LETTERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  addressed: { groupInfo: { groupId: GROUP_ID, type: 'DELIVER' }, ...MENTION },
  overheard: { groupInfo: { groupId: GROUP_ID, type: 'DELIVER' } },
  elsewhere: { groupInfo: { groupId: OTHER_GROUP_ID, type: 'DELIVER' }, ...MENTION },
  picture: { attachments: [{ contentType: 'image/png', id: 'x.png', size: 7 }] },
};

export function signalBench(fake = new FakeSignalCli()): ChannelBench {
  const textsTo = (to: string): readonly string[] =>
    fake.sent.filter((one) => one.to === to).map(({ message }) => message);
  return {
    ...{ type: 'signal', account: ACCOUNT, secret: 'signal-cli has the only secrets', idOf },
    verified: 'its own stand-in only: not verified against the service',
    tellsForwarded: false,
    group: groupChat(GROUP_ID),
    seenInGroup: () => textsTo(GROUP_ID),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => signalAdapter(fake),
    write: (user, text, { agoS = 0, kind = '' } = {}) => {
      // There are no bots: what the account itself writes on another device.
      if (kind === 'from a bot') fake.tell(ownElsewhere(text));
      else fake.write(idOf(user), wordsOf(text, kind), { agoS, ...LETTERS[kind] });
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => textsTo(idOf(user)),
    repeat: () => {
      fake.repeat();
    },
    held: () => 0,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.failStreams(2);
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.account = isRevoked ? '+490' : ACCOUNT;
      if (isRevoked) fake.cut();
    },
  };
}

export function signalAdapter(fake: FakeSignalCli): SignalAdapter {
  return new SignalAdapter({ endpoint: fake.url, account: ACCOUNT, clock, fetch });
}

export function idOf(user: number): string {
  return `00000000-0000-4000-8000-${String(user).padStart(12, '0')}`;
}

function wordsOf(text: string, kind: string): string | null {
  if (kind === 'addressed' || kind === 'elsewhere') return `\ufffc ${text}`;
  return text === '' ? null : text;
}

function ownElsewhere(message: string): Parameters<FakeSignalCli['tell']>[0] {
  const timestamp = Date.now();
  const syncMessage = { sentMessage: { timestamp, message } };
  return {
    ...{ sourceUuid: idOf(1), timestamp, serverReceivedTimestamp: timestamp, syncMessage },
  };
}

function noButtons(): never {
  throw new Error('there are no buttons');
}

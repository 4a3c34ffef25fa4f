/** ntfy for the facts that every messenger has to hold, on a stand-in of our own. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { NtfyAdapter } from '../../../runtime/gateway/adapters/ntfy/ntfy-adapter.ts';
import { OWN_TITLE } from '../../../runtime/gateway/adapters/ntfy/parse.ts';
import { ANNA, OTHER, STRANGER, type ChannelBench } from '../../contracts/channel.contract.ts';
import { FakeNtfy, NTFY_TOKEN } from './fake-ntfy.ts';

export function ntfyBench(fake = new FakeNtfy()): ChannelBench {
  return {
    ...{ type: 'ntfy', account: '127.0.0.1', secret: NTFY_TOKEN, idOf },
    verified: 'its own stand-in only: not verified against the service',
    tellsForwarded: false,
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => ntfyAdapter(fake),
    write: (user, text, { agoS = 0, kind } = {}) => {
      fake.publish(idOf(user), text, {
        agoS,
        ...(kind === 'from a bot' && { title: OWN_TITLE }),
        ...(kind === 'picture' && { attachment: { name: 'tank.png' } }),
      });
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) =>
      fake.sent.filter(({ topic }) => topic === idOf(user)).map(({ message }) => message),
    repeat: () => {
      for (const event of fake.events) fake.tell(event);
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
      fake.token = isRevoked ? 'another' : NTFY_TOKEN;
      if (isRevoked) fake.cut();
    },
  };
}

export function ntfyAdapter(
  fake: FakeNtfy,
  topics = [ANNA, OTHER, STRANGER].map(idOf),
): NtfyAdapter {
  const token = new Secret(NTFY_TOKEN);
  return new NtfyAdapter({ endpoint: fake.url, topics, token, clock, fetch });
}

export function idOf(user: number): string {
  return `site-${String(user)}`;
}

function noButtons(): never {
  throw new Error('there are no buttons');
}

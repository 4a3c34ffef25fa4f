/** Teams for the facts that every messenger has to hold, on Microsoft's servers as `fake-teams.ts` has them. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { placesAt, TeamsAdapter } from '../../../runtime/gateway/adapters/teams/teams-adapter.ts';
import type { ChannelBench, Letter } from '../../contracts/channel.contract.ts';
import { APP_ID, conversationOf, FakeTeams, TEAMS_SECRET, TENANT_ID } from './fake-teams.ts';

const GROUPS: Readonly<Record<string, string>> = {
  addressed: '19:100@thread.v2',
  overheard: '19:100@thread.v2',
  elsewhere: '19:200@thread.v2',
};

export function teamsBench(fake = new FakeTeams()): ChannelBench {
  return {
    ...{ type: 'teams', account: APP_ID, secret: TEAMS_SECRET, group: '19:100@thread.v2' },
    verified:
      '@microsoft/m365agentsplayground 0.2.28, the emulator of Microsoft (text, a card, typing); an own stand-in for the rest',
    idOf,
    seenInGroup: () => fake.textsIn('19:100@thread.v2'),
    open: () => fake.open(),
    close: async () => {
      fake.posts.close();
      await fake.close();
    },
    adapter: () => fake.posts.ear(teamsAdapter(fake)),
    write: (user, text, letter = {}) => {
      const activity = fake.activity(idOf(user), messageOf(user, text, letter));
      fake.posts.add(fake.request(activity));
    },
    press: (user, label) => {
      press(fake, user, label, user);
    },
    pressOf: (owner, label, user) => {
      press(fake, owner, label, user);
    },
    seen: (user) => fake.textsIn(conversationOf(idOf(user)).id),
    repeat: () => {
      fake.posts.repeat();
    },
    held: () => fake.posts.waiting,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.failLogin();
    },
    setRevoked: (isRevoked) => {
      fake.setSecret(isRevoked ? 'another' : TEAMS_SECRET);
    },
  };
}

export function teamsAdapter(fake: FakeTeams): TeamsAdapter {
  return new TeamsAdapter({
    ...{ appId: APP_ID, tenantId: TENANT_ID, secret: new Secret(TEAMS_SECRET) },
    ...{ places: placesAt(fake.url), clock, fetch, checkEveryMs: 20 },
  });
}

function idOf(user: number): string {
  return `29:${String(user)}`;
}

function messageOf(user: number, text: string, { agoS = 0, kind }: Letter): object {
  const group = GROUPS[kind ?? ''];
  const isNamed = kind === 'addressed' || kind === 'elsewhere';
  const timestamp = new Date(Date.now() - agoS * 1_000).toISOString();
  const named = { type: 'mention', mentioned: { id: `28:${APP_ID}` }, text: '<at>Board</at>' };
  const conversation = { id: group, conversationType: 'groupChat', tenantId: TENANT_ID };
  return {
    ...{ timestamp, text: isNamed ? `<at>Board</at>&nbsp;${text}` : text },
    ...(isNamed && { entities: [named] }),
    ...(group !== undefined && { conversation }),
    ...(kind === 'from a bot' && { from: { id: `28:${String(user)}` } }),
    ...(kind === 'picture' && { attachments: [{ contentType: 'image/png', contentUrl: 'x' }] }),
    ...(kind === 'forwarded' && { attachments: [FORWARDED] }),
  };
}

const FORWARDED = {
  contentType: 'text/html',
  content: '<blockquote itemscope itemtype="http://schema.skype.com/Forward">off</blockquote>',
};

/** The newest of this label in the chat of its owner. */
function press(fake: FakeTeams, owner: number, label: string, user: number): void {
  const { id } = conversationOf(idOf(owner));
  const button = fake.offered.findLast((one) => one.conversation === id && one.label === label);
  if (button === undefined) throw new Error(`no button ${label}`);
  const value = { boardtalk: button.data };
  fake.posts.add(fake.request(fake.activity(idOf(user), { value })));
}

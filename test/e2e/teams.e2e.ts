/**
 * The adapter of Teams against the Microsoft 365 Agents Playground: its Activities are heard, and what is sent is
 * taken and shown. It signs nothing, so what it posts gets a token on the way, of the stand-in that has the keys.
 */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { Secret } from '../../runtime/config/secret.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { TeamsAdapter } from '../../runtime/gateway/adapters/teams/teams-adapter.ts';
import type { ArrivedMessage } from '../../runtime/gateway/channels/channel-adapter.ts';
import { LoopbackHttp } from '../peers/loopback-http.ts';
import { APP_ID, FakeTeams, TEAMS_SECRET } from '../peers/teams/fake-teams.ts';
import { Playground } from '../peers/teams/playground.ts';
import { until } from '../until.ts';

/** Of its personal chat, as it is when nothing else is said. */
const PLAYGROUND_TENANT = '00000000-0000-0000-0000-0000000000001';

const test = suite('Microsoft Teams, with the Agents Playground');

test('the playground is heard and answered, with buttons and while it is being written', async () => {
  const [fake, playground] = [new FakeTeams(), new Playground()];
  const heard: ArrivedMessage[] = [];
  const statuses: number[] = [];
  const accept = (messages: readonly ArrivedMessage[]): Promise<void> =>
    Promise.resolve(void heard.push(...messages));
  const hearing = { cursor: undefined, accept, alive: () => undefined };
  const gate = new LoopbackHttp(async ({ body }) => {
    const { serviceUrl } = JSON.parse(body) as { serviceUrl: string };
    const signed = fake.request({}, fake.token({ serviceurl: serviceUrl }));
    const answer = await adapter().receive({ ...signed, body: Buffer.from(body) }, hearing);
    statuses.push(answer.status);
    return { status: answer.status };
  });
  let opened: TeamsAdapter | undefined;
  const adapter = (): TeamsAdapter => {
    opened ??= adapterOf(fake, playground);
    return opened;
  };
  try {
    await fake.open();
    await gate.open();
    await playground.start(`${gate.url}/api/events/teams`);
    await playground.type('pump on');
    await until(() => heard.length > 0);
    const [message] = heard;
    assert.deepEqual(
      [message?.kind, message?.text, message?.user, message?.group],
      ['text', 'pump on', 'user-id-0', undefined],
    );
    assert.ok(Math.abs((message?.at ?? 0) - Date.now()) < 60_000);
    const chat = message?.chat ?? '';
    await adapter().typing(chat);
    assert.equal((await adapter().send({ chat, text: 'The pump is on.' })).kind, 'sent');
    const buttons = [{ label: 'Yes', token: 'token-1' }];
    assert.equal((await adapter().send({ chat, text: 'Sure?', buttons })).kind, 'sent');
    const shown = (): string => playground.shown.join('\n');
    await until(() => shown().includes('The pump is on.') && shown().includes('token-1'));
    assert.match(shown(), /typing/i);
    assert.match(shown(), /Action\.Submit/);
    assert.ok(
      statuses.every((status) => status === 200),
      statuses.join(),
    );
  } finally {
    await playground.stop();
    await gate.close();
    await fake.close();
  }
});

function adapterOf(fake: FakeTeams, playground: Playground): TeamsAdapter {
  const openId = `${fake.url}/v1/.well-known/openidconfiguration`;
  const service = `${playground.url}/_connector`;
  return new TeamsAdapter({
    ...{ appId: APP_ID, tenantId: PLAYGROUND_TENANT, secret: new Secret(TEAMS_SECRET) },
    places: { openId, login: fake.url, services: service, service },
    ...{ clock, fetch },
  });
}

test.run();

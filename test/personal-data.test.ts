/**
 * What a site keeps of a person is shown, erased, and forgotten in time: on a whole gateway with a real store, and
 * the Bot API that `fake-bot-api.test.ts` proves.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keptWords } from '../runtime/app/kept-words.ts';
import { WordSweep } from '../runtime/app/word-sweep.ts';
import { PlatformOptions } from '../runtime/config/platform-options.ts';
import { Secret } from '../runtime/config/secret.ts';
import type { Site, SitePlatform } from '../runtime/config/site.ts';
import { silentLog } from '../runtime/core/log.ts';
import type { KeptWords } from '../runtime/policy/kept-words.ts';
import { BOT_TOKEN, FakeBotApi } from './fake-bot-api.ts';
import { askerOf, OWNER, speaker, withGateway, type GatewayRig } from './gateway-rig.ts';
import { until } from './until.ts';

const test = suite('personal data');

const ANNA = 1001;
const CHAT = `telegram:4242:${String(ANNA)}`;
const SAID = 'turn on the grow light for 10 minutes';
const DAY_MS = 86_400_000;

/** A site where Anna linked her messenger and gave an order there. */
async function withAnna(use: (rig: GatewayRig, api: FakeBotApi) => Promise<void>): Promise<void> {
  const api = new FakeBotApi();
  await api.open();
  const phones: SitePlatform = {
    ...{ name: 'phones', type: 'telegram', authToken: new Secret(BOT_TOKEN), endpoint: api.url },
    options: new PlatformOptions(),
  };
  const edit = (site: Site): Site => ({ ...site, platforms: [phones] });
  const run = async (rig: GatewayRig): Promise<void> => {
    rig.clock.set(Date.now());
    await until(() => api.polls > 0);
    const invited = await rig.run('people-link', { person: 'anna' });
    const [code = ''] = invited.ok ? (/[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(invited.text) ?? []) : [];
    api.write(ANNA, code);
    await rig.during(until(() => api.textsTo(ANNA).length === 1));
    await rig.pass(2_000);
    api.write(ANNA, SAID);
    await rig.during(until(() => api.textsTo(ANNA).length >= 2));
    await use(rig, api);
  };
  await withGateway(run, edit).finally(() => api.close());
}

function wordsOf(rig: GatewayRig): readonly KeptWords[] {
  const { gateway, channels } = rig;
  return keptWords({ ...gateway, watchers: gateway.anomalies.watchers, ...channels.rooms });
}

async function exported(rig: GatewayRig): Promise<string> {
  const result = await rig.run('people-export', { person: 'anna' });
  return result.ok ? result.text : result.refusal.message;
}

/** What is kept of them, but not in the journal. */
async function kept(rig: GatewayRig): Promise<string> {
  const { kept: found } = JSON.parse(await exported(rig)) as { kept: unknown };
  return JSON.stringify(found);
}

test('an export has the accounts, chats, tasks and entries of a person, and nobody else’s', () =>
  withAnna(async (rig) => {
    await rig.say('turn on the fan', speaker('ben'));
    const text = await exported(rig);
    const found = JSON.parse(text) as Record<string, unknown>;
    assert.match(JSON.stringify(found['accounts']), `"user":"${String(ANNA)}"`);
    assert.equal(found['chats'], ['web:anna', CHAT]);
    assert.match(await kept(rig), SAID);
    assert.match(await kept(rig), `"chat":"${CHAT}"`);
    assert.match(JSON.stringify(found['journal']), SAID);
    assert.not.match(text, 'turn on the fan');
  }));

test('who is erased is a stranger, and what they wrote stands in the journal only', () =>
  withAnna(async (rig, api) => {
    // What still runs is ended first: its words are needed until then.
    await rig.say('stop', speaker('ben'));
    await rig.pass(5_000);
    const before = (await rig.ground.journal.entries({ limit: Infinity })).length;
    const erased = await rig.run('people-erase', { person: 'anna' });
    const text = erased.ok ? erased.text : '';
    assert.match(text, /^anna: 1 accounts unlinked; forgotten: .*1 tasks/);
    assert.match(text, /Of the journal, entries that name them stay: \d+ \(.*: \d+–\d+\)/);
    assert.match(text, 'platform.yaml still names anna');
    assert.not.match(await kept(rig), SAID);
    assert.not.match(await kept(rig), CHAT);
    assert.ok((await rig.ground.journal.verify()).ok);
    assert.ok((await rig.ground.journal.entries({ limit: Infinity })).length > before);
    await rig.restart();
    assert.not.match(await kept(rig), SAID);
    const seen = api.textsTo(ANNA).length;
    api.write(ANNA, 'is the grow light on?');
    await rig.during(until(() => api.textsTo(ANNA).length > seen));
    assert.match(api.textsTo(ANNA).at(-1) ?? '', 'I do not know you');
  }));

test('what has not ended keeps its words, and that is said', () =>
  withAnna(async (rig) => {
    await rig.say('turn on the grow light in 2 hours', speaker('anna'));
    const erased = await rig.run('people-erase', { person: 'anna' });
    assert.match(erased.ok ? erased.text : '', '1 tasks have not ended');
    assert.match(await kept(rig), 'in 2 hours');
    assert.not.match(await kept(rig), SAID);
    await rig.pass(11 * 60_000);
    assert.equal(rig.gateway.outbox.waiting(''), []);
  }));

test('everybody may ask for themselves, and only an admin for others', () =>
  withAnna(async (rig) => {
    for (const action of ['people-export', 'people-erase']) {
      const others = await rig.run(action, { person: 'anna' }, askerOf(speaker('ben')));
      assert.is(others.ok ? '' : others.refusal.code, 'POLICY_DENIED', action);
      const own = await rig.run(action, {}, askerOf(speaker('ben')));
      assert.ok(own.ok, action);
      const nobody = await rig.run(action, { person: 'eve' }, askerOf(OWNER));
      assert.is(nobody.ok ? '' : nobody.refusal.code, 'POLICY_NO_SUCH_PERSON');
    }
  }));

test('what was said is forgotten when it is as old as the site says; what was done stays', () =>
  withAnna(async (rig) => {
    await rig.say('stop', speaker('ben'));
    await rig.pass(5_000);
    const site = { keepChatTextMs: 7 * DAY_MS };
    const sweep = new WordSweep({
      ...rig.ground,
      site,
      words: wordsOf(rig),
      log: silentLog,
    });
    await sweep.start();
    await sweep.stop();
    assert.match(await kept(rig), SAID);
    rig.clock.set(rig.clock.now() + 7 * DAY_MS + 60_000);
    await sweep.start();
    await sweep.stop();
    assert.not.match(await kept(rig), SAID);
    const [task] = rig.gateway.tasks.writes().filter(({ person }) => person === 'anna');
    assert.is(task?.words, '');
    assert.is(task?.thing, 'grow-light');
  }));

test.run();

/** What people hear who ask for alerts, and who acknowledge one. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSampleSite } from '../../test/sample-site.ts';
import type { ActionResult } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import { Speech } from '../actions/speech.ts';
import { WallClock } from '../core/wall-clock.ts';
import { alertActions } from './alerts.actions.ts';
import { refuseAlert } from './errors.ts';
import type { Incident } from './incident.ts';

const test = suite('alert actions');

const NOON = Date.UTC(2026, 5, 1, 12);
const CPU: Incident = {
  ...{ id: 'alert-1', code: 'cpu', severity: 'warning', unit: '%', since: NOON, value: 91 },
  title: { en: 'The processors are busy', zh: '处理器繁忙' },
  ...{ why: { en: 'Now 91 %.', zh: '现在 91 %。' }, times: 1, toldAt: NOON },
};
const OLD: Incident = { ...CPU, id: 'alert-0', code: 'memory', overAt: NOON + 90_000 };
const SEEN = [80, 91].map((value, at) => ({ at: NOON + at * 10_000, value }));

async function ask(
  name: string,
  args: object,
  language: Asker['language'] = 'en',
): Promise<ActionResult> {
  const { site } = await readSampleSite();
  const clock = {
    now: () => NOON,
    monotonicMs: () => 0,
    after: () => ({ cancel: () => undefined }),
  };
  const speech = new Speech({ ...site, timezone: 'UTC' }, clock);
  const acknowledged = { ...CPU, acknowledged: { by: 'anna', at: NOON + 5_000 } };
  const incidents = {
    list: () => [OLD, CPU],
    seen: () => SEEN,
    acknowledge: (wanted: { name?: string | undefined }) =>
      Promise.resolve(
        wanted.name === 'cpu'
          ? [acknowledged]
          : refuseAlert('ALERT_NONE', { en: 'none', zh: '没有' }),
      ),
  };
  const actions = alertActions({ incidents, speech, wallClock: new WallClock('UTC') });
  const action = actions.find((one) => one.name === name);
  if (action === undefined) throw new Error(`there is no ${name}`);
  const asker = {
    person: 'anna',
    role: 'operator',
    via: 'web',
    chat: 'web:anna',
    language,
    words: '',
  };
  return action.run(args, { ...asker, role: 'operator' });
}

test('those that are open are listed, with a picture of what was seen', async () => {
  const { text, attachments = [] } = await ask('alerts', {});
  assert.is(text, 'cpu: The processors are busy, since 12:00:00. Now 91 %.');
  assert.equal(
    attachments.map(({ name, type }) => [name, type]),
    [['alert-cpu.svg', 'image/svg+xml']],
  );
  const svg = Buffer.from(attachments[0]?.base64 ?? '', 'base64').toString();
  assert.match(svg, /^<svg .*<polyline .*<\/svg>$/s);
  assert.is((await ask('alerts', {}, 'zh')).text, 'cpu：处理器繁忙，自 12:00:00。现在 91 %。');
});

test('those that were are listed where they are asked for, with how long they lasted', async () => {
  const { text } = await ask('alerts', { all: true });
  assert.match(
    text,
    /^memory: The processors are busy, from 12:00:00, for 1 min 30 s; over\.\ncpu: /,
  );
});

test('who acknowledges one is named, and what is not there is refused', async () => {
  const taken = await ask('alerts-ack', { name: 'cpu' });
  assert.match(taken.text, /Now 91 %\. acknowledged by anna 12:00:05$/);
  const refused = await ask('alerts-ack', { name: 'disk' });
  assert.is(refused.ok ? '' : refused.refusal.code, 'ALERT_NONE');
});

test.run();

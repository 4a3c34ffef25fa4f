/** What people ask and say about alerts: which are open, which were, and that they look after one. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Speech } from '../actions/speech.ts';
import { nameOfAlert } from '../core/alert.ts';
import { isRefusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { WallClock } from '../core/wall-clock.ts';
import { drawAlert } from './alert-curve.ts';
import { isOpen, type Incident } from './incident.ts';
import { thinned } from './incident-teller.ts';
import type { Incidents } from './incidents.ts';
import { sayIncidents } from './say-alerts.ts';

export interface AlertActionParts {
  readonly incidents: Pick<Incidents, 'list' | 'seen' | 'acknowledge'>;
  readonly speech: Speech;
  readonly wallClock: WallClock;
}

/** Of those that are over. */
const RECENT = 20;

export function alertActions(parts: AlertActionParts): readonly Action[] {
  return [listAction(parts), acknowledgeAction(parts)];
}

function listAction({ incidents, speech, wallClock }: AlertActionParts): Action {
  return defineAction<{ all: boolean }, readonly Incident[]>({
    name: 'alerts',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'List the alerts that are open: since when, why, and who looks after them.',
      zh: '列出当前报警：何时开始、原因、由谁处理。',
    },
    examples: { en: ['alerts', 'are there any alerts?'], zh: ['有报警吗', '报警列表'] },
    args: z.strictObject({
      all: z.boolean().default(false).describe('those that are over, too'),
    }),
    positional: [],
    run: ({ all }, { language }) => {
      const open = incidents.list().filter(isOpen);
      const over = incidents.list().filter((incident) => !isOpen(incident));
      const data = all ? [...over.slice(-RECENT), ...open] : open;
      const attachments = open.flatMap((incident) => {
        const seen = thinned(incidents.seen(incident));
        const curve = { unit: incident.unit, points: [...seen] };
        const about = { name: nameOfAlert(incident), title: incident.title };
        return seen.length < 2 ? [] : drawAlert({ ...about, curve }, wallClock, language);
      });
      return Promise.resolve({ ok: true, data, ...(attachments.length > 0 && { attachments }) });
    },
    say: (data, { language }) => sayIncidents(data, speech, language),
  });
}

function acknowledgeAction({ incidents, speech }: AlertActionParts): Action {
  return defineAction<{ name?: string | undefined; all: boolean }, readonly Incident[]>({
    name: 'alerts-ack',
    kind: 'write',
    isStep: true,
    role: 'operator',
    help: {
      en: 'Say that you look after an alert: nobody is reminded of it any more, and all hear when it is over.',
      zh: '确认报警：由您处理，不再提醒；恢复时仍会通知。',
    },
    examples: {
      en: ['acknowledge the alert cpu', 'ack'],
      zh: ['确认报警 cpu', '知道了'],
    },
    args: z.strictObject({
      name: z.string().optional().describe('of the alert; nothing = the only one'),
      all: z.boolean().default(false).describe('all that are open'),
    }),
    positional: ['name'],
    run: async (args, { person }) => {
      const found = await incidents.acknowledge(args, person);
      return isRefusal(found) ? { ok: false, refusal: found } : { ok: true, data: found };
    },
    say: (data, { language }) => sayIncidents(data, speech, language),
  });
}

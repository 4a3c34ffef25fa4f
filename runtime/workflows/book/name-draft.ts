/** What a workflow that was said is called: `pump_off_when_tank_level_low`. Said again with another limit it is the same one. */
import { parseAddress } from '../../core/reading.ts';
import type { Deed, Draft } from './draft.ts';

/** Of a name in `workflows.yaml`. */
const LONGEST = 48;

export function nameDraft({ deeds: [deed], trigger }: Draft): string {
  const does = deed === undefined ? 'workflow' : nameDeed(deed);
  return plain(`${does}_${nameTrigger(trigger)}`)
    .slice(0, LONGEST)
    .replace(/_+$/, '');
}

function nameDeed(deed: Deed): string {
  if (deed.kind === 'tell') return 'tell';
  if (deed.kind === 'report') return `${plain(deed.called) === '' ? 'daily' : deed.called}_report`;
  const { thing = deed.target } = parseAddress(deed.target) ?? {};
  const { value } = deed;
  const state = typeof value === 'boolean' ? (value ? 'on' : 'off') : 'set';
  return `${thing}_${state}`;
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function nameTrigger({ cron, reading, below, is }: Draft['trigger']): string {
  if (typeof cron === 'string') return nameCron(cron);
  const { thing = '', property = '' } = parseAddress(String(reading)) ?? {};
  const what = `when_${thing}_${property}`;
  if (is !== undefined) return is === true ? what : `${what}_ends`;
  return `${what}_${below === undefined ? 'high' : 'low'}`;
}

/** `0730`, `0730_weekdays`, `0730_mon` */
function nameCron(cron: string): string {
  const [minute = '', hour = '', , , weekday = '*'] = cron.split(' ');
  const isTime = /^\d+$/.test(minute) && /^\d+$/.test(hour);
  const time = isTime ? `${hour.padStart(2, '0')}${minute.padStart(2, '0')}` : 'often';
  if (weekday === '*') return time;
  if (weekday === '1-5') return `${time}_weekdays`;
  const days = weekday.split(',').map((day) => WEEKDAYS[Number(day)] ?? day);
  return `${time}_${days.join('_')}`;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '');
}

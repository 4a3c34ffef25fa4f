/** Doctor: do the messengers of the site work, and does anybody hear them? */
import { messengerFormOf } from '../../config/messengers.ts';
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';
import type { ListedChannel } from './channels.ts';
import { CURE_OF_CLOCK, saySkew } from './server-clock.ts';

export interface ChannelsCheckParts {
  readonly channels: { list(): readonly ListedChannel[] };
}

export function channelsCheck({ channels }: ChannelsCheckParts): DoctorCheck {
  return {
    code: 'channels',
    question: 'Do the messengers of the site hear and send?',
    look: () => Promise.resolve(judge(channels.list())),
  };
}

/** Of several each says whose it is, in the order of the complaints; the same one is said once. */
function fixOf(complaints: readonly Complaint[]): string {
  const namesOf = new Map<string, Set<string>>();
  for (const { name, fix } of complaints)
    namesOf.set(fix, (namesOf.get(fix) ?? new Set()).add(name));
  if (namesOf.size === 1) return complaints[0]?.fix ?? '';
  return [...namesOf].map(([fix, names]) => `${[...names].join(', ')}: ${fix}`).join('\n');
}

/** What is wrong, and what to do about it. */
interface Complaint {
  /** Of the channel. */
  readonly name: string;
  readonly verdict: 'warn' | 'fail';
  readonly text: string;
  readonly fix: string;
}

function judge(list: readonly ListedChannel[]): Finding {
  const complaints = list.flatMap(complaintsOf);
  const experimental = list.filter(({ type }) => messengerFormOf(type)?.isExperimental === true);
  const note =
    experimental.length === 0
      ? []
      : [`experimental, not verified yet: ${experimental.map(({ name }) => name).join(', ')}`];
  if (complaints.length === 0)
    return { verdict: 'ok', text: [`${String(list.length)} work`, ...note].join('; ') };
  return {
    verdict: complaints.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'warn',
    text: [...complaints.map(({ name, text }) => `${name}: ${text}`), ...note].join('\n'),
    fix: fixOf(complaints),
  };
}

function complaintsOf(channel: ListedChannel): readonly Complaint[] {
  const { people, unsent, trouble, deafSince, clockSkewMs } = channel;
  const complaints: Omit<Complaint, 'name'>[] = [];
  if (trouble !== undefined)
    complaints.push({
      ...{ verdict: 'fail', fix: trouble.cure ?? WAIT },
      text: `${trouble.why} since ${iso(trouble.since)}; ${String(unsent.queued)} wait`,
    });
  else if (deafSince !== undefined)
    complaints.push({
      ...{ verdict: 'fail', fix: RECONNECT },
      text: `nothing was heard of the platform since ${iso(deafSince)}`,
    });
  if (clockSkewMs !== undefined)
    complaints.push({
      ...{ verdict: 'warn', fix: CURE_OF_CLOCK },
      text: `the clock of this board is ${saySkew(clockSkewMs)}, by the platform's`,
    });
  if (unsent.unknown > 0)
    complaints.push({
      ...{ verdict: 'warn', fix: POSSIBLY },
      text: `${String(unsent.unknown)} were possibly sent, in the last two days`,
    });
  if (people === 0)
    complaints.push({
      ...{ verdict: 'warn', fix: 'boardtalk people link NAME' },
      text: 'nobody is linked, so that nobody hears it',
    });
  return complaints.map((complaint) => ({ ...complaint, name: channel.name }));
}

const WAIT = 'It is tried again by itself; see how it is with: boardtalk channels';
const RECONNECT =
  'See what stands between this board and the platform; a start of the node connects anew: sudo systemctl restart boardtalk';
const POSSIBLY =
  'Nobody can find out whether these arrived, and they are not sent again; what was done: boardtalk journal';

function iso(at: number): string {
  return new Date(at).toISOString();
}

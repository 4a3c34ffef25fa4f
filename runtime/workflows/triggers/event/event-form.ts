/** `{ event: pump.forced }`, `{ event: board-left, of: pump-room }`: what may stand there, and what it means. */
import { parseAddress } from '../../../core/reading.ts';
import { z } from '../../../core/schema.ts';
import type { Condition } from '../../condition.ts';
import { checkWhere } from '../check-where.ts';
import type { TriggerPlace } from '../trigger-place.ts';
import { whereForm } from '../where-form.ts';

export interface EventTrigger {
  readonly kind: 'event';
  /** `pump.forced`, `board-left` */
  readonly event: string;
  /** Only of this board, or alert. */
  readonly of?: string | undefined;
  readonly where?: Condition | undefined;
}

/** What the site tells of itself. */
export const SITE_EVENTS = ['board-joined', 'board-left', 'alert-raised', 'alert-cleared'] as const;
/** What a board tells of a thing that it moved by itself. */
export const THING_EVENTS = ['run-ended', 'forced', 'reset', 'interrupted'] as const;

export const eventForm = z.strictObject({
  event: z
    .string()
    .optional()
    .describe(`Of a thing: ${THING_EVENTS.join(', ')}; of the site: ${SITE_EVENTS.join(', ')}`)
    .meta({ examples: ['pump.forced', 'board-left'] }),
  of: z.string().optional().describe('Only of this board, or this alert. Default: of any'),
  ...whereForm.shape,
});

export function checkEvent(
  place: TriggerPlace,
  { event = '', of, where: text }: z.infer<typeof eventForm>,
): EventTrigger | undefined {
  const { findings, path } = place;
  const known = namesFor(event, place);
  if (!known.includes(event)) {
    findings.unknown('event', event, { path: [...path, 'event'], known });
    return undefined;
  }
  const where = checkWhere(place, text);
  if (!checkOf(place, event, of) || (text !== undefined && where === undefined)) return undefined;
  return { kind: 'event', event, of, where };
}

/** Of the thing that is meant; else all of them, with those of the site. */
function namesFor(event: string, { context: { things } }: TriggerPlace): readonly string[] {
  const meant = things.filter(({ id }) => id === parseAddress(event)?.thing);
  const names = (meant.length > 0 ? meant : things).flatMap(({ id }) =>
    THING_EVENTS.map((name) => `${id}.${name}`),
  );
  return meant.length > 0 ? names : [...SITE_EVENTS, ...names];
}

function checkOf(
  { findings, path, context: { boards } }: TriggerPlace,
  event: string,
  of: string | undefined,
): boolean {
  if (of === undefined || event.startsWith('alert-')) return true;
  const at = [...path, 'of'];
  if (!event.startsWith('board-')) {
    const message = `"of" does not go with an event of a thing: ${event} names it`;
    findings.error({ path: at, part: 'key', message });
    return false;
  }
  if (boards.includes(of)) return true;
  findings.unknown('board', of, { path: at, known: boards });
  return false;
}

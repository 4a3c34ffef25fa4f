/** Doctor: do events reach the programs they are for? */
import type { SitePlatform } from '../../config/site.ts';
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';
import type { EventBook } from './event-book.ts';
import type { EventService } from './event-service.ts';

export interface EventsCheckParts {
  readonly site: { readonly platforms: readonly SitePlatform[] };
  readonly book: Pick<EventBook, 'waiting' | 'givenUp' | 'lost'>;
  readonly service: Pick<EventService, 'trouble'>;
}

export function eventsCheck(parts: EventsCheckParts): DoctorCheck {
  return {
    code: 'events',
    question: 'Do events reach the programs they are posted to?',
    look: () => Promise.resolve(judge(parts)),
  };
}

function judge(parts: EventsCheckParts): Finding {
  const posted = parts.site.platforms.filter(({ callbackUrl }) => callbackUrl !== undefined);
  const wrong = posted.flatMap(({ name }) => wrongWith(name, parts));
  if (wrong.length === 0)
    return {
      verdict: 'ok',
      text: `${String(posted.length)} platforms have an address, none waits`,
    };
  return {
    verdict: 'warn',
    text: wrong.join('\n'),
    fix: 'See that the program at its callback_url runs and takes them: docs/events.md. What was given up can be fetched: GET /api/events',
  };
}

function wrongWith(name: string, { book, service }: EventsCheckParts): readonly string[] {
  const trouble = service.trouble(name);
  const { count } = book.waiting(name);
  const [givenUp, lost] = [book.givenUp(name), book.lost(name)];
  const since = trouble && new Date(trouble.since).toISOString();
  return [
    ...(trouble === undefined
      ? []
      : [`${name}: ${trouble.why} since ${since ?? ''}; ${String(count)} events wait`]),
    ...(givenUp === 0 ? [] : [`${name}: ${String(givenUp)} events were refused, and given up`]),
    ...(lost === 0 ? [] : [`${name}: ${String(lost)} events were too many or too old, and went`]),
  ];
}

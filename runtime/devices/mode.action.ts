/** `mode`: auto, hand, or locked out with a tag. Locking out first brings the thing to its safe state. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Outcome } from '../core/receipt.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { SiteProperty, SiteThing } from '../config/site.ts';
import { authorizeWrite } from '../policy/roles.ts';
import type { JournalEntry } from '../state/journal-entry.ts';
import type { Journal } from '../state/journal.ts';
import { modeNames, type ModeName, type Modes } from './modes.ts';
import type { WriteOrder } from './order.ts';
import { findThing } from './targets.ts';
import type { Things } from './things.ts';

const argsSchema = z.strictObject({
  thing: z.string(),
  mode: z.enum(modeNames),
  reason: z.string().max(200).default('').describe('stands on the tag'),
});

export interface ModeParts {
  readonly things: Things;
  readonly modes: Modes;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly speech: Speech;
  readonly perform: (order: WriteOrder) => Promise<Outcome>;
}

interface ModeData {
  readonly thing: string;
  readonly mode: ModeName;
  readonly tags: readonly {
    readonly person: string;
    readonly reason: string;
    readonly at: number;
  }[];
}

export function modeAction(parts: ModeParts): Action {
  return defineAction({
    name: 'mode',
    kind: 'write',
    role: 'operator',
    help: { en: 'Set a thing to auto, hand or locked-out.', zh: '将设备设为自动、手动或上锁。' },
    examples: {
      en: ['lock out the pump', 'take my tag off the pump'],
      zh: ['锁定水泵', '解锁水泵'],
    },
    args: argsSchema,
    positional: ['thing', 'mode'],
    run: (args, asker) => setMode(parts, args, asker),
    say: ({ thing, mode, tags }, { language }) => {
      const title = parts.speech.thing(thing, language);
      const who = tags
        .map(({ person, reason }) => (reason === '' ? person : `${person}: ${reason}`))
        .join(', ');
      if (language === 'zh')
        return mode === 'locked-out'
          ? `${title}已上锁挂牌（${who}），任何人都不能启动。`
          : `${title}现在是${mode === 'auto' ? '自动' : '手动'}模式。`;
      return mode === 'locked-out'
        ? `${capital(title)} is locked out (${who}). It starts for nobody.`
        : `${capital(title)} is in ${mode} mode.`;
    },
  });
}

async function setMode(
  parts: ModeParts,
  { thing: id, mode, reason }: z.infer<typeof argsSchema>,
  asker: Asker,
): Promise<Answer<ModeData>> {
  const { things, modes } = parts;
  const thing = findThing(things, id);
  if (isRefusal(thing)) return { ok: false, refusal: thing };
  const denied = authorizeWrite(thing, asker);
  if (denied !== undefined) return { ok: false, refusal: denied };
  const planned = modes.plan({ thing: id, mode, person: asker.person, reason });
  if (isRefusal(planned)) return { ok: false, refusal: planned };
  // In memory first: from here on nobody can start it, not even while it is being made safe.
  const write = modes.take(id, planned);
  const [problem] = await Promise.all([
    mode === 'locked-out' ? makeSafe(parts, id, asker) : undefined,
    parts.journal.append([entryOf(thing, { mode, reason }, asker)], [write]),
  ]);
  const data = { thing: id, mode: modes.nameOf(id), tags: planned.tags };
  return problem === undefined
    ? { ok: true, data }
    : { ok: false, refusal: lockedButNotSafe(id, problem), data };
}

function entryOf(
  { id, board }: SiteThing,
  details: { mode: ModeName; reason: string },
  { person, via, words }: Asker,
): JournalEntry {
  return { kind: 'mode', board, thing: id, actor: person, via, cause: words, details };
}

/** What went wrong, if anything: whoever hangs a tag must know that the machine still runs. */
async function makeSafe(
  { things, clock, perform }: ModeParts,
  thing: string,
  { person }: Asker,
): Promise<Refusal | undefined> {
  const cause = `${person} locked it out`;
  const authority = { kind: 'rule', rule: 'lock-out', cause, forced: true } as const;
  const outcomes = await Promise.all(
    things
      .actuators()
      .filter(({ property }) => property.address.thing === thing && canBeSafe(property.spec))
      .filter((actuator) => !actuator.isSafe())
      .map(({ property: { address, spec } }) =>
        perform({ id: createId('rule', clock.now()), address, value: spec.safe, authority }),
      ),
  );
  return outcomes.flatMap((outcome) => (outcome.status === 'done' ? [] : [outcome.refusal]))[0];
}

/** A setpoint moves nothing by itself; the switch of its regulator does. */
function canBeSafe({ source }: SiteProperty): boolean {
  return source.kind === 'part' || source.role === 'active';
}

function lockedButNotSafe(thing: string, { message, ...problem }: Refusal): Refusal {
  return { ...problem, message: `${thing} is locked out, but it may still run: ${message}` };
}

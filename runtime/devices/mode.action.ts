/** `mode`: auto, hand, or locked out with a tag. Locking out first brings the thing to its safe state. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import { refuseAction } from '../actions/errors.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import { isRefusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { authorizeWrite } from '../policy/roles.ts';
import type { Journal } from '../state/journal.ts';
import { modeNames, type ModeName, type Modes } from './modes.ts';
import type { WriteOrder } from './order.ts';
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
  readonly perform: (order: WriteOrder) => Promise<unknown>;
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
        ? `${title} is locked out (${who}). It starts for nobody.`
        : `${title} is in ${mode} mode.`;
    },
  });
}

async function setMode(
  parts: ModeParts,
  { thing: id, mode, reason }: z.infer<typeof argsSchema>,
  asker: Asker,
): Promise<Answer<ModeData>> {
  const { things, modes, journal } = parts;
  const thing = things.thing(id);
  if (thing === undefined)
    return { ok: false, refusal: refuseAction('ACTION_NO_SUCH_THING', `there is no "${id}" here`) };
  const denied = authorizeWrite(thing, asker);
  if (denied !== undefined) return { ok: false, refusal: denied };
  const planned = modes.plan({ thing: id, mode, person: asker.person, reason });
  if (isRefusal(planned)) return { ok: false, refusal: planned };
  // In memory first: from here on nobody can start it, not even while it is being made safe.
  const write = modes.take(id, planned);
  const entry = {
    kind: 'mode',
    board: thing.board,
    thing: id,
    actor: asker.person,
    via: asker.via,
    cause: asker.words,
    details: { mode, reason },
  } as const;
  await journal.append([entry], [write]);
  if (mode === 'locked-out') await makeSafe(parts, id, asker);
  return { ok: true, data: { thing: id, mode: modes.nameOf(id), tags: planned.tags } };
}

async function makeSafe(
  { things, clock, perform }: ModeParts,
  thing: string,
  { person }: Asker,
): Promise<void> {
  for (const actuator of things.actuators()) {
    if (actuator.property.address.thing !== thing || actuator.isSafe()) continue;
    const { address, spec } = actuator.property;
    const authority = {
      kind: 'rule',
      rule: 'lock-out',
      cause: `${person} locked it out`,
      forced: true,
    } as const;
    await perform({ id: createId('rule', clock.now()), address, value: spec.safe, authority });
  }
}

/** `mode`: auto, hand, or locked out with a tag. The board that owns the thing carries it out. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import { isRefusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { modeNames, type Mode, type ModeName } from '../devices/modes.ts';
import type { ModesView } from '../devices/site-modes.ts';
import { findThing } from '../devices/targets.ts';
import type { ThingsView } from '../devices/things-view.ts';
import type { ModeControl, ModeRequest } from './mode-control.ts';

const argsSchema = z.strictObject({
  thing: z.string(),
  mode: z.enum(modeNames),
  reason: z.string().max(200).default('').describe('stands on the tag'),
});

export interface ModeParts {
  readonly things: ThingsView;
  readonly modes: Pick<ModesView, 'of'>;
  readonly control: ModeControl;
  readonly speech: Speech;
}

interface ModeData {
  readonly thing: string;
  readonly mode: ModeName;
  readonly tags: readonly { readonly person: string; readonly reason: string }[];
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
  { things, modes, control }: ModeParts,
  request: z.infer<typeof argsSchema>,
  asker: Asker,
): Promise<Answer<ModeData>> {
  const thing = findThing(things, request.thing);
  if (isRefusal(thing)) return { ok: false, refusal: thing };
  const outcome = await control.change(request, asker);
  const receipt = outcome.status === 'refused' ? undefined : outcome.receipt;
  const mode = modeNames.find((name) => name === receipt?.measured) ?? request.mode;
  const data = { thing: thing.id, mode, tags: tagsNow(modes.of(thing.id), mode, request, asker) };
  return outcome.status === 'done'
    ? { ok: true, data }
    : { ok: false, refusal: outcome.refusal, data };
}

/** Another board's tags are heard of a moment after its answer: one's own is known before that. */
function tagsNow(
  { tags }: Mode,
  mode: ModeName,
  { mode: wanted, reason }: Pick<ModeRequest, 'mode' | 'reason'>,
  { person }: Asker,
): ModeData['tags'] {
  if (mode !== 'locked-out') return [];
  const others = tags.filter((tag) => tag.person !== person);
  return wanted === 'locked-out' ? [...others, { person, reason }] : others;
}

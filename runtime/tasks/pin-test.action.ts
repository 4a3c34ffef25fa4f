/**
 * `pins-test`, `pins-code`, `pins-stop`: a technician tries a line of this board. Before anything moves
 * stand the role, the code that the board shows, and the yes of every dangerous order. A line that a
 * part uses is tested through its thing, and so under its mode and its interlocks.
 */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import { formatAddress, type PropertyAddress } from '../core/reading.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { refuseDevice } from '../devices/errors.ts';
import type { PinSubject } from '../devices/pins/pin-subject.ts';
import { sayWatched, watchProperty, type Watched } from '../devices/pins/watch-property.ts';
import { refuse } from '../policy/errors.ts';
import type { PresenceDesk } from '../policy/presence-desk.ts';
import type { Clock } from '../core/clock.ts';
import type { Control } from './control.ts';
import type { PinControl } from './pin-control.ts';
import { sayWritten, toAnswer, type WriteData, type WriteVoice } from './write-answer.ts';

/** What is tested once the code was typed. */
export interface PlannedTest {
  readonly subject: PinSubject;
  readonly watch: boolean;
  readonly forMs: number;
  /** With which it was asked for: they stand in the journal, and not the code. */
  readonly words: string;
}

export interface PinTestActionParts extends WriteVoice {
  /** Of this node. */
  readonly board: string;
  /** What a pin is to the site now, in any spelling. */
  readonly subject: (pin: string) => PinSubject | Refusal;
  readonly control: Control;
  readonly pins: PinControl;
  readonly presence: PresenceDesk<PlannedTest>;
  readonly clock: Clock;
  /** A wrong code is written down. */
  readonly onWrongCode: (asker: Asker, refusal: Refusal) => Promise<void>;
}

interface TestData extends WriteData {
  readonly watched?: Watched;
}

const DEFAULT_SECONDS = { wiggle: 2, watch: 10 } as const;

const testArgs = z.strictObject({
  pin: z.string().describe('GPIO17, pin:11'),
  watch: z
    .boolean()
    .default(false)
    .describe('listen to a line that nothing uses, instead of driving it'),
  seconds: z.number().min(1).max(60).optional().describe('how long; default 2, and 10 to listen'),
});

export function pinTestActions(parts: PinTestActionParts): readonly Action[] {
  const watching = new Set<AbortController>();
  return [testAction(parts), codeAction(parts, watching), stopAction(parts, watching)];
}

function testAction(parts: PinTestActionParts): Action {
  return defineAction<z.infer<typeof testArgs>, WriteData>({
    name: 'pins-test',
    kind: 'write',
    role: 'technician',
    help: {
      en: 'Test a pin of this board: drive it to and fro, or listen to it. The board shows a code for it.',
      zh: '测试本板的引脚：来回驱动或监听。控制板会显示验证码。',
    },
    examples: {
      en: ['test GPIO5', 'watch GPIO6 for 20 seconds'],
      zh: ['测试 GPIO5', '监听 GPIO6'],
    },
    args: testArgs,
    positional: ['pin'],
    run: (args, asker) => Promise.resolve({ ok: false, refusal: begin(parts, args, asker) }),
    say: () => '',
  });
}

/** Always a no for now: nothing moves before the code was typed. */
function begin(
  { subject: find, presence, things, speech }: PinTestActionParts,
  { pin, watch, seconds }: z.infer<typeof testArgs>,
  asker: Asker,
): Refusal {
  const subject = find(pin);
  if (isRefusal(subject)) return subject;
  const objection =
    subject.kind === 'output' ? isAtRest(subject.address, { things, speech }) : undefined;
  if (objection !== undefined) return objection;
  const listens = subject.kind === 'input' || (watch && subject.kind === 'free');
  const forMs = (seconds ?? DEFAULT_SECONDS[listens ? 'watch' : 'wiggle']) * 1_000;
  const shown = presence.ask(
    { subject, watch, forMs, words: asker.words },
    `to test ${subject.line}`,
    asker,
  );
  if (isRefusal(shown)) return shown;
  const until = speech.time(shown.expiresAt);
  return {
    ...refuse(
      'POLICY_PRESENCE',
      `the board shows a code for the test of ${subject.line}, valid until ${until}`,
    ),
    zh: `控制板上显示了测试 ${subject.line} 的验证码，${until} 前有效。请输入：验证码 123456`,
  };
}

/** A test must not interrupt what runs. */
function isAtRest(address: PropertyAddress, { things, speech }: WriteVoice): Refusal | undefined {
  const property = things.find(address);
  const { value } = property?.reading() ?? { value: null };
  if (property === undefined || value === property.spec.safe) return undefined;
  const say = (language: Language): string =>
    `${speech.property(address, language)}${language === 'zh' ? '：' : ': '}${speech.value(address, value, language)}`;
  return refuseDevice('DEVICE_TEST_RUNS', `it runs (${say('en')})`, {
    zh: `它正在运行（${say('zh')}），请先关闭再测试`,
  });
}

function codeAction(parts: PinTestActionParts, watching: Set<AbortController>): Action {
  return defineAction<{ code: string }, TestData>({
    name: 'pins-code',
    isStep: true,
    kind: 'write',
    role: 'technician',
    help: {
      en: 'Give the code that the board shows for a test.',
      zh: '输入控制板为测试显示的验证码。',
    },
    examples: { en: ['code 482913'], zh: ['验证码 482913'] },
    args: z.strictObject({ code: z.string().describe('the six digits') }),
    positional: ['code'],
    run: async ({ code }, asker) => {
      const planned = parts.presence.answer(code, asker);
      if (!isRefusal(planned))
        return goOn(parts, planned, { ...asker, words: planned.words }, watching);
      await parts.onWrongCode(asker, planned);
      return { ok: false, refusal: planned };
    },
    say: ({ watched, ...data }, { language }) =>
      watched === undefined
        ? sayWritten(data, parts, language)
        : sayWatched(watched, parts.speech, language),
  });
}

/** What a thing only measures is listened to at once; all else asks first. */
async function goOn(
  parts: PinTestActionParts,
  { subject, watch, forMs }: PlannedTest,
  asker: Asker,
  watching: Set<AbortController>,
): Promise<Answer<TestData>> {
  const { control, board, clock, things } = parts;
  switch (subject.kind) {
    case 'free': {
      const test = watch ? 'watch' : 'wiggle';
      const asked = await control.askPinTest({ board, line: subject.line, test, forMs }, asker);
      return toAnswer([asked], parts, asker);
    }
    case 'output': {
      const { thing, property } = subject.address;
      const value = things.find(subject.address)?.spec.safe !== true;
      const write = { thing, property, value, forMs, asksFirst: true };
      return toAnswer(await control.order([write], asker), parts, asker);
    }
    case 'input': {
      const abort = new AbortController();
      watching.add(abort);
      const { address, line } = subject;
      const listening = { things, clock, address, line, forMs, signal: abort.signal };
      const watched = await watchProperty(listening).finally(() => watching.delete(abort));
      return { ok: true, data: { task: formatAddress(address), watched } };
    }
  }
}

function stopAction(parts: PinTestActionParts, watching: Set<AbortController>): Action {
  return defineAction<object, { readonly line: string }>({
    name: 'pins-stop',
    kind: 'write',
    role: 'operator',
    help: { en: 'End the test of a pin, and put it back.', zh: '停止引脚测试，并恢复原状。' },
    examples: { en: ['boardtalk pins stop'], zh: ['停止测试'] },
    args: z.strictObject({}),
    positional: [],
    run: async (_args, asker) => {
      parts.presence.forget();
      for (const abort of watching) abort.abort();
      const outcome = await parts.pins.stop(parts.board, asker);
      if (outcome.status === 'done')
        return { ok: true, data: { line: String(outcome.receipt.measured) } };
      return watching.size > 0
        ? { ok: true, data: { line: '' } }
        : { ok: false, refusal: outcome.refusal };
    },
    say: ({ line }, { language }) =>
      language === 'zh'
        ? `已停止测试 ${line}，并已恢复。`
        : `The test ${line === '' ? '' : `of ${line} `}was stopped.`,
  });
}

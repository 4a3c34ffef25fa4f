/** `why`, `journal` and `journal-verify`: everything people ask the journal. */
import { defineAction, type Action } from '../actions/action.ts';
import { refuseAction } from '../actions/errors.ts';
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { formatDuration } from '../core/duration.ts';
import { valueSchema, type Value } from '../core/reading.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { ModesView } from '../devices/site-modes.ts';
import { findProperties } from '../devices/targets.ts';
import type { ThingsView } from '../devices/things-view.ts';
import type { JournalRecord } from '../state/journal-entry.ts';
import type { Verification } from '../state/journal-verifier.ts';
import type { JournalReader } from '../state/journal-reader.ts';
import { sayAgain } from './say-again.ts';
import { sayLockOut } from './lock-outs.action.ts';
import { Why, type WhyAnswer } from './why.ts';

export interface JournalActionParts {
  readonly journal: JournalReader;
  readonly things: ThingsView;
  readonly speech: Speech;
  readonly modes: Pick<ModesView, 'of'>;
}

export function journalActions(parts: JournalActionParts): readonly Action[] {
  return [whyAction(parts), listAction(parts), verifyAction(parts)];
}

const whyArgs = z.strictObject({
  target: z.string().optional().describe('thing or thing.property; default: what happened last'),
  value: z.union([z.boolean(), z.number()]).optional().describe('only what led to this value'),
  from: z.string().optional().describe('only since then, as 2026-11-21T18:00'),
  to: z.string().optional().describe('and before then; default now'),
});

function whyAction({ journal, things, speech, modes }: JournalActionParts): Action {
  const why = new Why({ journal, speech });
  return defineAction<z.infer<typeof whyArgs>, WhyAnswer>({
    name: 'why',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Say why something happened.', zh: '说明某件事为什么发生。' },
    examples: {
      en: ['why did the pump start?', 'what happened?'],
      zh: ['水泵为什么打开了？', '发生了什么？'],
    },
    args: whyArgs,
    positional: ['target'],
    run: async ({ target, value, from, to }, { language }) => {
      const [thing, property] = target?.split('.') ?? [];
      const [since, before] = [from, to].map(readInstant);
      if (Number.isNaN(since) || Number.isNaN(before)) return { ok: false, refusal: noTime() };
      const found = await why.answer({ thing, property, value, since, before }, language);
      // What was taken out of the site is still in its journal.
      const known = target === undefined ? [] : findProperties(things, target);
      if (isRefusal(known) && found.entries.length === 0) return { ok: false, refusal: known };
      const tags = thing === undefined ? [] : modes.of(thing).tags;
      if (thing === undefined || tags.length === 0) return { ok: true, data: found };
      // What nobody can start has its first reason there, whatever was before.
      const text = `${sayLockOut({ thing, tags }, speech, language)}\n${found.text}`;
      return { ok: true, data: { ...found, text } };
    },
    say: ({ text }) => text,
  });
}

function readInstant(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function noTime(): Refusal {
  const hint = 'Say it as --from 2026-11-21T18:00 --to 2026-11-22T06:00.';
  return refuseAction('ACTION_BAD_ARGUMENTS', '--from and --to take a date and a time', hint);
}

function listAction({ journal, speech }: JournalActionParts): Action {
  return defineAction<{ limit: number }, readonly JournalRecord[]>({
    name: 'journal',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Show the latest entries of the journal.', zh: '显示日志的最新记录。' },
    examples: { en: ['show the journal'], zh: ['显示日志'] },
    args: z.strictObject({ limit: z.number().int().min(1).max(1_000).default(20) }),
    positional: [],
    run: async ({ limit }) => ({
      ok: true,
      data: (await journal.entries({ limit, reverse: true })).reverse(),
    }),
    say: (records) => {
      // Every board counts for itself, so a number alone says nothing where there are several.
      const isOne = new Set(records.map(({ board }) => board)).size < 2;
      return records.map((record) => sayRecord(record, speech, isOne)).join('\n');
    },
  });
}

function sayRecord(
  { board, seq, at, kind, thing, property, actor, cause, details }: JournalRecord,
  speech: Speech,
  isOne: boolean,
): string {
  const number = isOne ? String(seq) : `${board} ${String(seq)}`;
  const subject =
    thing === undefined ? '' : ` ${thing}${property === undefined ? '' : `.${property}`}`;
  const what = sayDetails({ thing, property, kind, details }, speech);
  return `${number}  ${speech.time(at)}  ${kind}${subject}${what}  ${actor}: ${cause}`;
}

/** As far as a line has room for it; every kind keeps something else. */
const detailsSchema = z.object({
  value: valueSchema.optional(),
  forMs: z.number().optional(),
  status: z.enum(['done', 'failed', 'refused']).optional(),
  measured: valueSchema.nullish(),
  code: z.string().optional(),
  more: z.number().optional(),
  since: z.number().optional(),
  mode: z.string().optional(),
  line: z.string().optional(),
  test: z.string().optional(),
});

/** ` = on`, ` = on: done`, ` = on: FAILED, measured off`, ` locked-out` */
function sayDetails(
  { thing = '', property = '', kind, details }: Partial<JournalRecord>,
  speech: Speech,
): string {
  const { value, forMs, status, measured, code, mode, more, since, line, test } =
    detailsSchema.safeParse(details).data ?? {};
  if (kind === 'test')
    return ` ${test ?? ''} ${line ?? ''}${status === undefined ? '' : `: ${status}`}`;
  if (kind === 'mode') return mode === undefined ? '' : ` ${mode}`;
  if (kind === 'refusal') {
    const again = more === undefined ? '' : ` ${sayAgain({ more, since }, speech, 'en')}`;
    return code === undefined ? again : `: ${code}${again}`;
  }
  if (kind !== 'intent' && kind !== 'outcome') return '';
  const show = (shown: Value): string => speech.value({ thing, property }, shown, 'en');
  const run = forMs === undefined ? '' : ` for ${formatDuration(forMs)}`;
  const asked = value === undefined ? '' : ` = ${show(value)}${run}`;
  if (status === undefined || status === 'done')
    return status === undefined ? asked : `${asked}: done`;
  const found = typeof measured === 'boolean' || typeof measured === 'number';
  return `${asked}: ${status.toUpperCase()}${found ? `, measured ${show(measured)}` : ''}`;
}

function verifyAction({ journal }: JournalActionParts): Action {
  return defineAction({
    name: 'journal-verify',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Recompute the hash chain of the journal.', zh: '重新计算日志的哈希链。' },
    examples: { en: ['boardtalk journal verify'], zh: ['boardtalk journal verify'] },
    args: z.strictObject({}),
    positional: [],
    run: async () => ({ ok: true, data: await journal.verify() }),
    say: (verification, { language }) => sayVerification(verification, language),
  });
}

function sayVerification({ ok, entries, problem = '?' }: Verification, language: Language): string {
  if (language === 'zh')
    return ok ? `日志完整：${String(entries)} 条记录。` : `日志不完整：${problem}。`;
  const count = `${String(entries)} ${entries === 1 ? 'entry' : 'entries'}`;
  return ok ? `The journal is whole: ${count}.` : `The journal is NOT whole: ${problem}.`;
}

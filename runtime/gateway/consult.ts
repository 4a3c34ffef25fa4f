/**
 * A sentence that is not understood offline, put before a language model. What it wants goes through
 * the catalogue like every other call, as the person; what it says is quoted, and is never the
 * reply of this node.
 */
import type { ActionResult } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import type { ChatReply } from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Advisor } from '../language/model-service/advisor.ts';
import type { Turn } from '../language/model-service/fit.ts';
import { asks } from '../language/phrases/phrased-grammar.ts';
import { sayModelTrouble, sayModelWords } from './phrases.ts';
import type { QuestionQueue } from './question-queue.ts';
import { questionsOf, tell, toReply, type Told } from './reply.ts';

export interface ConsultParts {
  readonly advisor: Pick<Advisor, 'consult'>;
  readonly catalogue: Pick<Catalogue, 'run'>;
  readonly speech: Speech;
  readonly questions: Pick<QuestionQueue, 'begin'>;
}

export interface Doubt {
  readonly words: string;
  readonly asker: Asker;
  /** False where it is known to be no order. */
  readonly mayWrite: boolean;
  /** What was said before in this chat. */
  readonly turns: readonly Turn[];
  /** The answer where no model helps. */
  readonly offline: ChatReply;
}

export async function consult(
  { advisor, catalogue, speech, questions }: ConsultParts,
  { words, asker, mayWrite, turns, offline }: Doubt,
): Promise<ChatReply> {
  const { language } = asker;
  const told: Told[] = [];
  // A question never gets a tool that writes.
  const doubt = { words, asker, turns, mayWrite: mayWrite && !asks({ text: words }) };
  let calls = 0;
  const advice = await advisor.consult(doubt, async ({ action, args }) => {
    const part = calls++;
    const result = await catalogue.run(action, args, { ...asker, part, through: 'llm' });
    const one = tell(result, speech, language);
    told.push(one);
    return { ok: result.ok, text: one.text, isProposed: result.confirm !== undefined };
  });
  const shown = told.filter(
    (one, at) => !isModelsMistake(one.result) && !isToldAgain(one, told.slice(at + 1)),
  );
  const asked = questionsOf(shown);
  questions.begin(asker.chat, asked);
  const notice = isRefusal(advice)
    ? sayModelTrouble(advice, language)
    : sayClosing(advice.words, asked.length > 0, language);
  if (shown.length > 0) return toReply(shown, notice);
  if (notice === undefined) return offline;
  return { ...offline, reply: isRefusal(advice) ? `${offline.reply}\n${notice}` : notice };
}

/** Where something is proposed, the question to the person is all that counts. */
function sayClosing(words: string, isProposed: boolean, language: Language): string | undefined {
  return words === '' || isProposed ? undefined : sayModelWords(words, language);
}

/** Models repeat themselves; of two equal questions the older one is withdrawn. */
function isToldAgain({ text }: Told, later: readonly Told[]): boolean {
  return later.some((one) => one.text === text);
}

/** A wrong name or argument, which the model was told and the person need not be. */
function isModelsMistake(result: ActionResult): boolean {
  return !result.ok && result.refusal.code.startsWith('ACTION_');
}

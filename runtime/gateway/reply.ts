/** What came of the calls of one message → the reply. */
import type { ActionResult } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import type { ChatNote, ChatReply, ConfirmRequest } from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';

/** A result, and how it is said to the person who asked. */
export interface Told {
  readonly result: ActionResult;
  readonly text: string;
}

/** In one reply; a person who wants more asks once more. */
const MOST_PICTURES = 4;

/** What was done and what is said of it; of several questions only the first, the others follow its answer. */
export function toReply(told: readonly Told[], notice?: string): ChatReply {
  const results = told.map(({ result }) => result);
  const asking = told.find(({ result }) => result.confirm !== undefined);
  const confirm = asking?.result.confirm;
  const said = told.filter((one) => one.result.confirm === undefined || one === asking);
  const texts = [...withoutEcho(said), ...(notice === undefined ? [] : [notice])];
  const pictures = results.flatMap((result) => result.attachments ?? []);
  const attachments = pictures.slice(0, MOST_PICTURES);
  const refusals = results.flatMap((result) => (result.ok ? [] : [result.refusal]));
  const error = refusals.find(({ code }) => code !== 'TASK_CONFIRM') ?? refusals[0];
  return {
    reply: texts.join('\n'),
    tasks: results.flatMap(({ tasks = [] }) => tasks),
    receipts: results.flatMap(({ receipts = [] }) => receipts),
    ...(confirm === undefined ? {} : { confirm }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(error === undefined ? {} : { error }),
  };
}

/** Who may not switch anything is told so once, and not once for each thing. */
function withoutEcho(said: readonly Told[]): readonly string[] {
  return said
    .filter(
      ({ result, text }, at) => result.ok || said.findIndex((other) => other.text === text) === at,
    )
    .map(({ text }) => text);
}

/** What waited is said before what was asked, and its pictures come after. */
export function withNews(
  reply: ChatReply,
  news: readonly Pick<ChatNote, 'text' | 'attachments'>[],
): ChatReply {
  const pictures = [reply, ...news].flatMap(({ attachments }) => attachments ?? []);
  const attachments = pictures.slice(0, MOST_PICTURES);
  const text = [...news.map((one) => one.text), reply.reply].join('\n');
  return { ...reply, reply: text, ...(attachments.length > 0 && { attachments }) };
}

export function questionsOf(told: readonly Told[]): readonly ConfirmRequest[] {
  return told.flatMap(({ result: { confirm } }) => confirm ?? []);
}

export function tell(result: ActionResult, speech: Speech, language: Language): Told {
  const said = result.ok ? result.text : speech.refusal(result.refusal, language);
  const shown = result.confirm?.shown;
  return { result, text: shown === undefined ? said : `${shown}${said}` };
}

export function textReply(reply: string): ChatReply {
  return { reply, tasks: [], receipts: [] };
}

export function withNote(reply: ChatReply, note: string): ChatReply {
  return note === '' ? reply : { ...reply, reply: `${reply.reply}\n${note}` };
}

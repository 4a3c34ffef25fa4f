/** "stop the pump and tell me" → what shall be done: orders are read by the grammar, as they would be done now. */
import type { ActionCall } from '../understanding.ts';
import type { DraftWords } from './draft-words.ts';
import type { ReadCalls } from './read-condition.ts';

export type DeedText = Readonly<Record<string, unknown>> & { readonly kind: string };

const EDGES =
  /^(?:[\s,，、.。]|(?:and|then|so|please|und|dann|y|entonces)(?= |$)|并且?|然后|再|就|则|请|也)+|(?:[\s,，、.。]|(?<= )(?:and|then|und|y)(?=$)|并且?|然后|再|同时)+$/gu;

/** Undefined where not every word of it is understood. */
export function readDeeds(
  text: string,
  words: DraftWords,
  read: ReadCalls,
): readonly DeedText[] | undefined {
  const deeds: DeedText[] = [];
  const report = words.report.exec(text);
  const withoutReport = report === null ? text : text.replace(report[0], ' ');
  const isTold = words.tell.test(withoutReport);
  const order = trim(withoutReport.replace(words.tell, ' '));
  if (order !== '') {
    const sets = setsOf(read(order));
    if (sets === undefined) return undefined;
    deeds.push(...sets);
  }
  if (report !== null) deeds.push(reportOf(report));
  if (isTold) deeds.push({ kind: 'tell' });
  return deeds.length === 0 ? undefined : deeds;
}

function setsOf(calls: readonly ActionCall[] | undefined): readonly DeedText[] | undefined {
  const isOrder = calls?.every(({ action, args }) => action === 'set' && args['at'] === undefined);
  if (calls === undefined || isOrder !== true) return undefined;
  return calls.map(({ args }) => ({ kind: 'set', ...args }));
}

function reportOf({ groups = {} }: RegExpExecArray): DeedText {
  const { called = '', to } = groups;
  const isMe = to === undefined || to === 'me' || to === '我';
  return { kind: 'report', called, ...(!isMe && { to }) };
}

export function trim(text: string): string {
  return text.replaceAll(EDGES, '').replaceAll(/\s+/g, ' ').trim();
}

/**
 * Asks a model service what a sentence may have meant, where the offline understanding does not
 * know. A model is one more untrusted caller: it names calls, and others decide. Its own words are
 * handed on as its own, and never say what was done.
 */
import type { Action } from '../../actions/action.ts';
import type { Asker } from '../../actions/asker.ts';
import type { ModelService, Site } from '../../config/site.ts';
import type { Clock } from '../../core/clock.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { ActionCall } from '../understanding.ts';
import type { Answer } from './answer.ts';
import { refuseService } from './errors.ts';
import { fit, sizeOf, tellingFirst, type Turn } from './fit.ts';
import { ModelEndpoint } from './model-endpoint.ts';
import { describePlace, describeThing, THINGS_HEADING, thingsFor } from './prompt.ts';
import { toolsOf } from './tools.ts';
import { toWire, type Message, type Tool, type ToolCall } from './wire.ts';

export interface AdvisorParts {
  readonly site: Pick<Site, 'boards'>;
  readonly service: ModelService;
  readonly clock: Clock;
  /** What this person may use. */
  readonly actionsFor: (asker: Asker) => readonly Action[];
  /** Local date and time of an instant, epoch ms. */
  readonly sayTime: (at: number) => string;
}

export interface Consultation {
  readonly words: string;
  readonly asker: Asker;
  /** False for what is no order, whatever else it is. */
  readonly mayWrite: boolean;
  readonly turns: readonly Turn[];
}

/** What came of it: the calls were run meanwhile by whoever asked. */
export interface Advice {
  /** What the model says at the end. Nobody measured it. */
  readonly words: string;
}

/** Runs a call as the person, and tells what came of it. */
export type RunCall = (
  call: ActionCall,
) => Promise<{ readonly ok: boolean; readonly text: string }>;

/** Answers of the model to one sentence: look, look again, propose, close. */
const MOST_STEPS = 4;

/** Tokens of one answer: a few calls, or a few sentences. */
const ANSWER_TOKENS = 512;

/** Characters of what one tool returns; a table of a hundred things is no help to anybody. */
const MOST_RESULT = 2000;

export class Advisor {
  readonly #parts: AdvisorParts;
  readonly #endpoint: ModelEndpoint;

  constructor(parts: AdvisorParts) {
    this.#parts = parts;
    this.#endpoint = new ModelEndpoint(parts.service, parts.clock);
  }

  /** @param run called for each tool call that is one of those offered, in their order */
  async consult(consultation: Consultation, run: RunCall): Promise<Advice | Refusal> {
    const resting = this.#endpoint.resting();
    if (resting !== undefined) return resting;
    const { asker, mayWrite } = consultation;
    const tools = toolsOf(this.#parts.actionsFor(asker), mayWrite);
    const room = this.#parts.service.maxSequenceLength - ANSWER_TOKENS;
    const messages = this.#begin(consultation, tools, room);
    if (messages === undefined) return tooLong();
    const signal = AbortSignal.timeout(this.#parts.service.timeoutMs);
    for (let step = 0; step < MOST_STEPS; step++) {
      const isLast = step === MOST_STEPS - 1;
      const question = { messages, tools: isLast ? [] : tools, maxTokens: ANSWER_TOKENS };
      if (sizeOf(messages, question.tools) > room) return tooLong();
      const answer = await this.#endpoint.ask(question, signal);
      if (isRefusal(answer)) return answer;
      if (answer.calls.length === 0 || isLast) return { words: answer.text.trim() };
      messages.push(...(await carryOut(answer, tools, run)));
    }
    return { words: '' };
  }

  #begin(
    { words, asker, turns }: Consultation,
    tools: readonly Tool[],
    room: number,
  ): Message[] | undefined {
    const { site, clock, sayTime } = this.#parts;
    const things = thingsFor(
      site.boards.flatMap((board) => board.things),
      asker,
    );
    const material = {
      place: describePlace({ asker, now: sayTime(clock.now()) }),
      heading: THINGS_HEADING,
      things: tellingFirst(things, words).map((thing) => describeThing(thing, asker)),
      ...{ turns, words, tools },
    };
    return fit(material, room);
  }
}

function tooLong(): Refusal {
  return refuseService('MODEL_SERVICE_TOO_LONG', 'that is more than the model service takes in');
}

/** What the model asked for and what came of each, as it reads them next. */
async function carryOut(
  { text, calls }: Answer,
  tools: readonly Tool[],
  run: RunCall,
): Promise<Message[]> {
  const messages: Message[] = [
    { role: 'assistant', content: text === '' ? null : text, tool_calls: calls.map(toWire) },
  ];
  // In their order: the second may rest on what the first did.
  for (const call of calls) {
    const result = await answerCall(call, tools, run);
    const content = JSON.stringify({ ...result, text: result.text.slice(0, MOST_RESULT) });
    messages.push({ role: 'tool', tool_call_id: call.id, content });
  }
  return messages;
}

async function answerCall(
  call: ToolCall,
  tools: readonly Tool[],
  run: RunCall,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  const isOffered = tools.some((tool) => tool.function.name === call.name);
  if (!isOffered) return { ok: false, text: 'there is no such tool' };
  const args = parseArguments(call.arguments);
  if (args === undefined) return { ok: false, text: 'the arguments are not a JSON object' };
  return run({ action: call.name, args });
}

/** Models leave the arguments out where there are none. */
function parseArguments(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

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
import { Allowance } from './allowance.ts';
import type { Answer } from './answer.ts';
import { refuseService } from './errors.ts';
import { fit, sizeOf, tellingFirst, type Turn } from './fit.ts';
import { ModelEndpoint } from './model-endpoint.ts';
import { describeMoment, describeThing, PLACE, thingsFor } from './prompt.ts';
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
  /** Aborted when the node stops. */
  readonly closing: AbortSignal;
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
export type RunCall = (call: ActionCall) => Promise<CallResult>;

export interface CallResult {
  readonly ok: boolean;
  readonly text: string;
  /** It is a change, and the person is to say yes or no. */
  readonly isProposed?: boolean;
}

/** Answers of the model to one sentence: look, look again, propose, close. */
const MOST_STEPS = 4;

/** Tokens of one answer: a few calls, or a few sentences. */
const ANSWER_TOKENS = 512;

/** Characters of what one tool returns; a table of a hundred things is no help to anybody. */
const MOST_RESULT = 2000;

export class Advisor {
  readonly #parts: AdvisorParts;
  readonly #endpoint: ModelEndpoint;
  readonly #allowance: Allowance;

  constructor(parts: AdvisorParts) {
    this.#parts = parts;
    this.#endpoint = new ModelEndpoint(parts.service, parts.clock);
    this.#allowance = new Allowance(parts.service.maxTokensPerDay, parts.clock);
  }

  /** @param run called for each tool call that is one of those offered, in their order */
  async consult(consultation: Consultation, run: RunCall): Promise<Advice | Refusal> {
    const { person } = consultation.asker;
    const refusal = this.#endpoint.resting() ?? this.#allowance.begin(person);
    if (refusal !== undefined) return refusal;
    try {
      return await this.#consult(consultation, run);
    } finally {
      this.#allowance.end(person);
    }
  }

  /** Ends with the first proposal: it is put before the person at once, and nothing is left to say. */
  async #consult(consultation: Consultation, run: RunCall): Promise<Advice | Refusal> {
    const { asker, mayWrite } = consultation;
    const { boards } = this.#parts.site;
    const tools = toolsOf(this.#parts.actionsFor(asker), { boards, mayWrite });
    const room = this.#parts.service.maxSequenceLength - ANSWER_TOKENS;
    const messages = this.#begin(consultation, tools, room);
    if (messages === undefined) return tooLong();
    const { closing, service } = this.#parts;
    const signal = AbortSignal.any([closing, AbortSignal.timeout(service.timeoutMs)]);
    for (let step = 0; step < MOST_STEPS; step++) {
      const isLast = step === MOST_STEPS - 1;
      const question = { messages, tools: isLast ? [] : tools, maxTokens: ANSWER_TOKENS };
      const size = sizeOf(messages, question.tools);
      if (size > room) return tooLong();
      const spent = this.#allowance.spend(size + ANSWER_TOKENS);
      if (spent !== undefined) return spent;
      const answer = await this.#endpoint.ask(question, signal);
      if (isRefusal(answer)) return answer;
      if (answer.calls.length === 0 || isLast) return { words: answer.text };
      const results = await carryOut(answer.calls, tools, run);
      if (results.some(({ isProposed }) => isProposed === true)) break;
      messages.push(...retell(answer, results));
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
      place: PLACE,
      things: things.map((thing) => describeThing(thing, asker)),
      telling: tellingFirst(things, words),
      moment: describeMoment(sayTime(clock.now()), asker),
      ...{ turns, words, tools },
    };
    return fit(material, room);
  }
}

function tooLong(): Refusal {
  return refuseService('MODEL_SERVICE_TOO_LONG', 'that is more than the model service takes in');
}

/** In their order: the second may rest on what the first did. */
async function carryOut(
  calls: readonly ToolCall[],
  tools: readonly Tool[],
  run: RunCall,
): Promise<readonly CallResult[]> {
  const results: CallResult[] = [];
  for (const call of calls) results.push(await answerCall(call, tools, run));
  return results;
}

/** What the model asked for and what came of each, as it reads them next. */
function retell({ text, calls }: Answer, results: readonly CallResult[]): Message[] {
  const said = text === '' ? null : text;
  return [
    { role: 'assistant', content: said, tool_calls: calls.map(toWire) },
    ...calls.map(({ id }, at): Message => {
      const { ok = false, text: told = '' } = results[at] ?? {};
      const content = JSON.stringify({ ok, text: told.slice(0, MOST_RESULT) });
      return { role: 'tool', tool_call_id: id, content };
    }),
  ];
}

async function answerCall(
  call: ToolCall,
  tools: readonly Tool[],
  run: RunCall,
): Promise<CallResult> {
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

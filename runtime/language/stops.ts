/**
 * "Stop" in words that also mean something else, and something dangerous: "halte die Pumpe an" keeps
 * nothing on, and "para la bomba" is not for the pump.
 */
import { has, type Token } from './token.ts';

type Tokens = readonly Token[];

export function settleStops(tokens: Tokens): Tokens {
  return settlePara(settleHold(settlePause(tokens)));
}

const PAUSE = /^(?:anhalten|det[eé]n|detener|detenga)$/;

/** Only a timer goes on from where it was paused. */
function settlePause(tokens: Tokens): Tokens {
  if (has(tokens, 'timer') || !has(tokens, 'name')) return tokens;
  return tokens.map((token) =>
    token.tag === 'pause' && PAUSE.test(token.text) ? stop(token) : token,
  );
}

const HOLD = /^(?:halte|halt|haltet|halten)$/;

/** Its "an" belongs to the verb. */
function settleHold(tokens: Tokens): Tokens {
  const verb = tokens.findIndex(({ tag, text }) => tag === 'keep' && HOLD.test(text));
  const end = tokens.findLastIndex(({ text }) => text === 'an');
  if (verb < 0 || end < verb || has(tokens.slice(end + 1), 'quantity', 'name')) return tokens;
  return tokens.flatMap((token, at) => (at === end ? [] : [at === verb ? stop(token) : token]));
}

const PARA = /^para(?: el| la)?$/;

/** As the verb of a sentence that has no other. */
function settlePara(tokens: Tokens): Tokens {
  const first = tokens.findIndex(({ tag }) => tag !== 'please' && tag !== 'comma');
  const token = tokens[first];
  if (token?.tag !== 'for' || !PARA.test(token.text)) return tokens;
  const rest = tokens.slice(first + 1);
  const isOfThings = rest.some(({ reference }) => reference !== undefined);
  if (!isOfThings || !rest.every((one) => has([one], ...BESIDE))) return tokens;
  return tokens.with(first, stop(token));
}

/** What may follow: things, and courtesy. */
const BESIDE = ['name', 'filler', 'please', 'comma', 'and', 'all', 'in', 'a'] as const;

function stop({ text, from, to }: Token): Token {
  return { tag: 'switch', on: false, verb: true, text, from, to };
}

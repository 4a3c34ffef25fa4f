/** What one clause wants, whatever the thing: on or off, a value, a change. */
import type { Lean, Measure } from './measures.ts';
import { belongsToName, has, type Token } from './token.ts';

export type Wish =
  /**
   * `opens`: it was said of something that opens and closes; `isOpened`: in a word that switches nothing on, as 打开 does.
   * `stops`: "stop" was said, and not "off" or "close".
   */
  | {
      readonly kind: 'switch';
      readonly on: boolean;
      readonly opens?: true;
      readonly isOpened?: true;
      readonly stops?: true;
    }
  | {
      readonly kind: 'value';
      readonly amount: number;
      readonly unit?: string;
      readonly lean?: Lean;
      /** "turn on the light at 30 %": both. */
      readonly on?: true;
      /** "vent 30 %", "open to 30 %": what is written is itself named, not what regulates it. */
      readonly direct?: true;
    }
  | {
      readonly kind: 'change';
      readonly sign: 1 | -1;
      /** Absent: as much as is usual. */
      readonly amount?: number;
      readonly unit?: string;
      readonly measure?: Measure;
      /** "a bit" was said. */
      readonly isLittle?: true;
    };

type Tokens = readonly Token[];

/** undefined when nothing is wanted, or two things that exclude each other. */
export function readWish(tokens: Tokens): Wish | undefined {
  const states = new Set(tokens.filter((token) => isState(token, tokens)).map((token) => token.on));
  const steps = tokens.filter((token) => token.tag === 'up' || token.tag === 'down');
  const quantities = tokens.filter((token) => token.tag === 'quantity');
  if (
    tokens.filter((token) => token.tag === 'switch').length > 1 ||
    states.size > 1 ||
    quantities.length > 1 ||
    quantities.some((one) => belongsToName(tokens, one))
  )
    return undefined;
  if (new Set(steps.map((token) => token.tag)).size > 1) return undefined;
  const on = [...states][0];
  const [quantity] = quantities;
  if (on !== undefined) return readSwitch(tokens, on, quantity, steps);
  if (steps[0] !== undefined) return readStep(tokens, steps, quantity);
  return quantity === undefined ? undefined : readSet(tokens, quantity);
}

/** "running" is wanted only when something is kept so. */
function isState(token: Token, tokens: Tokens): boolean {
  if (token.tag === 'switch') return true;
  return token.tag === 'state' && tokens.some(isCarrier);
}

function isCarrier(token: Token): boolean {
  return token.tag === 'set' || token.tag === 'keep' || token.tag === 'ensure';
}

function readSwitch(
  tokens: Tokens,
  on: boolean,
  quantity: Token | undefined,
  steps: Tokens,
): Wish | undefined {
  const isPartly = tokens.some((token) => token.tag === 'little') || steps.length > 0;
  if (isPartly) {
    const agrees = steps.every((step) => step.tag === 'up');
    return agrees ? { ...change(on ? 1 : -1, quantity), ...littleOf(tokens) } : undefined;
  }
  const opens = tokens.some(({ facet }) => facet === 'opening');
  const stops = tokens.some(({ facet }) => facet === 'stopping');
  const isOpened = tokens.some(({ tag, text }) => tag === 'switch' && text === 'open');
  if (quantity === undefined)
    return {
      ...{ kind: 'switch', on, ...(opens && { opens }) },
      ...(isOpened && { isOpened }),
      ...(stops && { stops }),
    };
  if (isRelative(tokens, quantity)) return change(on ? 1 : -1, quantity);
  // Of these, "to 30 %" says how far.
  const isOpening = tokens.some(
    (token) => token.facet === 'opening' || token.text === '开' || token.text === '关',
  );
  const isClear = quantity.unit !== undefined || isAbsolute(tokens, quantity);
  if (!isClear || (!on && !(isOpening && isAbsolute(tokens, quantity)))) return undefined;
  return { ...value(tokens, quantity), direct: true, ...(!isOpening && { on: true }) };
}

function readStep(tokens: Tokens, steps: Tokens, quantity: Token | undefined): Wish {
  // "turn it down to the minimum", also where the "to" is part of the word.
  const isEnd = quantity?.unit === 'fraction' && (quantity.amount === 0 || quantity.amount === 1);
  if (quantity !== undefined && (isEnd || isAbsolute(tokens, quantity)))
    return value(tokens, quantity);
  const measure = steps.find((step) => step.measure !== undefined)?.measure;
  return { ...change(steps[0]?.tag === 'down' ? -1 : 1, quantity, measure), ...littleOf(tokens) };
}

function littleOf(tokens: Tokens): { readonly isLittle?: true } {
  return tokens.some(({ tag }) => tag === 'little') ? { isLittle: true } : {};
}

/** "set to 30", "keep at 22", "by 2"; without a verb only with a unit: "vent 30 %". */
function readSet(tokens: Tokens, quantity: Token): Wish | undefined {
  const before = preceding(tokens, quantity);
  if (before?.tag === 'by')
    return tokens.some(isCarrier)
      ? change((quantity.amount ?? 0) < 0 ? -1 : 1, quantity)
      : undefined;
  if (isAbsolute(tokens, quantity)) return value(tokens, quantity);
  const isHeld = before?.tag === 'keep' || (before?.tag === 'set' && !/[a-z]/.test(before.text));
  const isPlaced = before !== undefined && has([before], 'measure', 'name', 'it');
  if (!isPlaced && (!isHeld || quantity.unit === undefined)) return undefined;
  if (tokens.some(isCarrier)) return value(tokens, quantity);
  return quantity.unit === undefined ? undefined : { ...value(tokens, quantity), direct: true };
}

function value(tokens: Tokens, quantity: Token): Extract<Wish, { kind: 'value' }> {
  const lean = leanOf(tokens);
  return {
    kind: 'value',
    amount: quantity.amount ?? 0,
    ...(quantity.unit !== undefined && { unit: quantity.unit }),
    ...(lean !== undefined && { lean }),
  };
}

function change(
  sign: 1 | -1,
  quantity: Token | undefined,
  measure?: Measure,
): Extract<Wish, { kind: 'change' }> {
  return {
    kind: 'change',
    sign,
    ...(quantity?.amount !== undefined && { amount: Math.abs(quantity.amount) }),
    ...(quantity?.unit !== undefined && { unit: quantity.unit }),
    ...(measure !== undefined && { measure }),
  };
}

/** "cool to 20" and "keep below 25" speak to what lowers. */
function leanOf(tokens: Tokens): Lean | undefined {
  if (tokens.some((token) => token.tag === 'above')) return 'raise';
  if (tokens.some((token) => token.tag === 'below')) return 'lower';
  return tokens.find((token) => token.tag === 'keep' && token.lean !== undefined)?.lean;
}

/** "to 30", "at 30", "above 18", 到30, 调成30. */
function isAbsolute(tokens: Tokens, quantity: Token): boolean {
  const before = preceding(tokens, quantity);
  if (before?.tag === 'set') return /[到成至为]$/.test(before.text);
  return before !== undefined && has([before], 'to', 'at', 'above', 'below');
}

/** "open the vent by 10 %", 天窗再开10%. */
function isRelative(tokens: Tokens, quantity: Token): boolean {
  const isMore = tokens.some(({ text }, at) => text === '再' && tokens[at + 1]?.tag === 'switch');
  return isMore || preceding(tokens, quantity)?.tag === 'by';
}

function preceding(tokens: Tokens, token: Token): Token | undefined {
  return tokens.slice(0, tokens.indexOf(token)).findLast((earlier) => earlier.tag !== 'filler');
}

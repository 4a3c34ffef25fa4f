/** What a question compares with: on or off, "warmer than 25 degrees", 高于25度. */
import type { SiteProperty } from '../config/site.ts';
import type { Lean } from './measures.ts';
import type { Token } from './token.ts';

type Tokens = readonly Token[];

/** As the action `read` takes it. */
export interface Comparison {
  readonly is?: boolean | number;
  readonly above?: number;
  readonly below?: number;
}

/** on or off, where exactly one of them is asked for, and it is clear whether a "not" turns it round. */
export function readState(tokens: Tokens): boolean | undefined {
  const said = new Set(tokens.flatMap((token) => token.on ?? []));
  const [state] = said;
  if (said.size !== 1 || state === undefined) return undefined;
  const turns = tokens.map((token, at) =>
    token.tag === 'not' && token.on === undefined ? turnOf(tokens, at) : 'none',
  );
  if (turns.includes('unclear')) return undefined;
  return turns.includes('round') ? !state : state;
}

/** "isn't the pump on?" and 开了没有 ask the same as without; "which lights are not on?" the opposite. */
function turnOf(tokens: Tokens, at: number): 'none' | 'round' | 'unclear' {
  const isLast = tokens.slice(at + 1).every((token) => token.tag === 'question');
  const isContracted = tokens[at]?.from === tokens[at - 1]?.from;
  if (isLast || isContracted) return 'none';
  return tokens[at + 1]?.on === undefined ? 'unclear' : 'round';
}

export interface Limit {
  readonly comparison: Comparison;
  readonly unit?: string;
}

const DIRECTIONS: Readonly<Partial<Record<Token['tag'], Lean>>> = {
  above: 'raise',
  up: 'raise',
  below: 'lower',
  down: 'lower',
};

/** "warmer than 25 degrees", 高于25度, "at 50 %". */
export function readLimit(tokens: Tokens): Limit | undefined {
  const quantities = tokens.filter(
    (token) => token.tag === 'quantity' && token.unit !== 'fraction',
  );
  const [quantity] = quantities;
  if (quantity?.amount === undefined || quantities.length > 1) return undefined;
  const amount =
    quantity.unit === 'F' ? Math.round((quantity.amount - 32) * (50 / 9)) / 10 : quantity.amount;
  const unit = quantity.unit === undefined ? {} : { unit: quantity.unit };
  const directions = new Set(tokens.flatMap((token) => DIRECTIONS[token.tag] ?? []));
  if (directions.size > 1) return undefined;
  const [direction] = directions;
  if (direction === undefined) return { comparison: { is: amount }, ...unit };
  return { comparison: direction === 'raise' ? { above: amount } : { below: amount }, ...unit };
}

/** "is the vent open?" asks a share whether it is above zero. */
export function compareState(
  properties: readonly (SiteProperty | undefined)[],
  state: boolean | undefined,
): Comparison | undefined {
  if (state === undefined) return undefined;
  const types = new Set(properties.map((property) => property?.type));
  const [type] = types;
  if (types.size !== 1 || type === undefined) return undefined;
  if (type === 'boolean') return { is: state };
  return state ? { above: 0 } : { is: 0 };
}

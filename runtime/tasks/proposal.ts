/**
 * What a yes would change that is no write: asked, confirmed and told like an order, and carried out by
 * the room that proposed it. Plain data: what is confirmed is hashed.
 */
import type { Asker, Language } from '../actions/asker.ts';
import type { Refusal } from '../core/refusal.ts';

export type Proposal = {
  /** Of a workflow. */
  readonly name: string;
  /** What stands there after a yes, exactly as it was shown; empty: nothing any more. */
  readonly text: string;
  /** The version that it was shown against: where another came between, a yes changes nothing. */
  readonly from: number;
  /** Letter by letter, before the question. */
  readonly shown: string;
  readonly question: Said;
};

export type Said = Readonly<Record<Language, string>>;

export interface Proposals {
  /** After the yes of somebody who may. Resolves with what came of it, durable. */
  carryOut(proposal: Proposal, asker: Asker): Promise<Said | Refusal>;
}

/** An order: what the write path is asked to do, on whose authority. A command becomes one, and so does a rule's own decision. */
import type { PropertyAddress, Value } from '../core/reading.ts';

export interface WriteOrder {
  /** Id of the command, or of the rule's own write. */
  readonly id: string;
  readonly address: PropertyAddress;
  readonly value: Value;
  /** "for ten minutes", ms. */
  readonly forMs?: number | undefined;
  readonly authority: Authority;
  /** Too late from then on to leave the safe value, epoch ms. */
  readonly deadline?: number | undefined;
  /** Asked again right before the write: what was decided may be overtaken while it waits. */
  readonly stillWanted?: (() => boolean) | undefined;
  readonly onProgress?: ((progress: WriteProgress) => void) | undefined;
}

/** A person's authority is the signed command, a rule's is the site bundle. */
export type Authority =
  | {
      readonly kind: 'person';
      readonly requester: string;
      readonly via: string;
      readonly cause: string;
    }
  | {
      readonly kind: 'rule';
      readonly rule: string;
      readonly cause: string;
      /** The cause in Chinese, for whoever asks "why?" in it. */
      readonly zh?: string | undefined;
      /** It brings something back to its safe value, which no mode prevents. Means nothing with another value. */
      readonly forced?: boolean;
      /** It ends what a person ordered: `hand` mode lets it pass. */
      readonly forPerson?: boolean;
    };

/** It is written, and now the world needs its time. */
export interface WriteProgress {
  /** The reading whose answer is being waited for. */
  readonly waitingFor?: PropertyAddress;
}

/** Who stands in the journal as the actor. */
export function actorOf(authority: Authority): string {
  return authority.kind === 'person' ? authority.requester : `rule:${authority.rule}`;
}

/** A request that starts a workflow, and what becomes of it: all that the web door knows of it. */
import type { Refusal } from '../../../core/refusal.ts';

export interface HookRequest {
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly signature: string;
  /** As it came. */
  readonly body: Uint8Array;
  /** What the sender calls this delivery, over all that it tries. */
  readonly delivery?: string | undefined;
}

export type HookAnswer =
  | { readonly kind: 'begun'; readonly run: string }
  /** `where:` does not hold. */
  | { readonly kind: 'unmet' }
  /** Nobody is told whether there is such a hook. */
  | { readonly kind: 'unknown' }
  /** Signed longer ago than clocks differ. */
  | { readonly kind: 'old' }
  | { readonly kind: 'no-json' }
  | { readonly kind: 'too-fast' }
  | { readonly kind: 'busy'; readonly refusal: Refusal };

export interface HookPort {
  /** What began is durable when it resolves. @param name of the workflow @param mayCall asked of whoever has the secret */
  knock(name: string, request: HookRequest, mayCall: () => boolean): Promise<HookAnswer>;
}

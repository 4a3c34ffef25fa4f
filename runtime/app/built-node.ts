/** A node that is built and not started yet. */
import type { ReadyNode } from '../cli/ports.ts';
import type { NamedService } from '../core/service.ts';

export interface BuiltNode {
  /** In the order they start; they stop in the reverse order. */
  readonly services: readonly NamedService[];
  readonly describe: () => ReadyNode;
}

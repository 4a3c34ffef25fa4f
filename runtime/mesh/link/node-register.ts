/** Which nodes there are, by what they say of themselves. Presence comes from their status and last will, never from mDNS. */
import type { Clock } from '../../core/clock.ts';
import type { BundleMark } from '../bundle/bundle-mark.ts';
import type { Status } from './messages.ts';

export interface NodeState {
  readonly node: string;
  readonly isOnline: boolean;
  /** When that began, epoch ms. */
  readonly since: number;
  /** Epoch ms. */
  readonly lastHeard: number;
  /** Of Boardtalk. */
  readonly version: string;
  /** Of its process: another one after every start. */
  readonly boot: string;
  readonly bundle?: BundleMark | undefined;
  /** Why its newest bundle is not in force. */
  readonly problem?: string | undefined;
}

interface Entry {
  state: NodeState;
  nonce: string;
}

export class NodeRegister {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  /** In the order of their names. */
  list(): readonly NodeState[] {
    const states = [...this.#entries.values()].map(({ state }) => state);
    return states.sort((left, right) => (left.node < right.node ? -1 : 1));
  }

  isOnline(node: string): boolean {
    return this.#entries.get(node)?.state.isOnline === true;
  }

  heard(node: string): void {
    const entry = this.#entries.get(node);
    if (entry !== undefined) entry.state = { ...entry.state, lastHeard: this.#clock.now() };
  }

  /** The new state; undefined when it is the last will of a connection that another one has followed. */
  take(node: string, status: Status): NodeState | undefined {
    const known = this.#entries.get(node);
    const isLastWill = status.state === 'offline' && known !== undefined;
    if (isLastWill && known.nonce !== status.nonce) return undefined;
    const now = this.#clock.now();
    const isOnline = status.state === 'online';
    const since = known?.state.isOnline === isOnline ? known.state.since : now;
    const { version, boot } = status;
    // A last will was written when the connection began, before what came by it was in force.
    const { bundle, problem } = isLastWill ? known.state : status;
    const state = { node, isOnline, since, lastHeard: now, version, boot, bundle, problem };
    this.#entries.set(node, { state, nonce: status.nonce });
    return state;
  }
}

/** Who may connect to the broker: the boards of the site, and foreign clients. Skeleton. */
import type { Role } from '../../actions/asker.ts';
import type { Store } from '../../state/store.ts';

/** What a client that has proved who it is may do. */
export interface Account {
  readonly name: string;
  readonly kind: 'node' | 'foreign';
  /** Of a foreign client: what its writes are worth to policy. */
  readonly role: Role;
  /** MQTT topic filters. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export interface AccountsParts {
  readonly site: string;
  readonly store: Store;
}

export class Accounts {
  readonly #parts: AccountsParts;

  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  /** The secret of a join token, made anew: an older token of this board no longer opens anything. */
  admitNode(_node: string): Promise<string> {
    return Promise.resolve(this.#parts.site);
  }

  /** false when there was nothing to revoke. */
  revokeNode(_node: string): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** undefined when the password is wrong, or was used before. Durable: a password holds once, over restarts too. */
  authenticate(_name: string, _password: string): Promise<Account | undefined> {
    return Promise.resolve(undefined);
  }
}

/**
 * Who may connect to the broker: the boards of the site by the secret of their join token, and
 * foreign clients by a password. Of passwords only hashes are kept. A board's secret is kept as it
 * is, because what it proves is a keyed hash with a counter (as HOTP, RFC 4226): each password
 * opens one connection, and none that is as old or older, over restarts too.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '../../actions/asker.ts';
import type { Clock } from '../../core/clock.ts';
import { z } from '../../core/schema.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import { joinMac, parseJoinPassword } from '../join-token.ts';
import { nodeReads, nodeWrites } from '../topics.ts';

/** What a client that has proved who it is may do. */
export type Account = NodeAccount | ForeignAccount;

interface Rights {
  readonly name: string;
  /** MQTT topic filters. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}
interface NodeAccount extends Rights {
  readonly kind: 'node';
}
interface ForeignAccount extends Rights {
  readonly kind: 'foreign';
  /** What its writes are worth to policy. */
  readonly role: Role;
}

export interface Grant {
  readonly role: Role;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const nodeSchema = z.strictObject({
  secret: z.string(),
  /** Of the last password that opened a connection. */
  counter: z.number().int().nonnegative(),
  at: z.number(),
});
const grantSchema = z.strictObject({
  role: z.enum(['viewer', 'operator', 'technician', 'admin']),
  reads: z.array(z.string()),
  writes: z.array(z.string()),
  /** SHA-256 in hex: of 256 random bits a slow hash would hide nothing more. */
  hash: z.string(),
  at: z.number(),
});

const nodeSpace = defineSpace({ name: 'broker-nodes', schema: nodeSchema });
const grantSpace = defineSpace({ name: 'broker-grants', schema: grantSchema });

export interface AccountsParts {
  readonly site: string;
  readonly store: Store;
  readonly clock: Clock;
}

export class Accounts {
  readonly #site: string;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #nodeSpace: Space<z.infer<typeof nodeSchema>>;
  readonly #grantSpace: Space<z.infer<typeof grantSchema>>;
  readonly #nodes = new Map<string, z.infer<typeof nodeSchema>>();
  readonly #grants = new Map<string, z.infer<typeof grantSchema>>();
  readonly #revokedListeners = new Set<(name: string) => void>();

  constructor({ site, store, clock }: AccountsParts) {
    this.#site = site;
    this.#store = store;
    this.#clock = clock;
    this.#nodeSpace = store.space(nodeSpace);
    this.#grantSpace = store.space(grantSpace);
  }

  async load(): Promise<void> {
    for (const [name, node] of await this.#nodeSpace.list()) this.#nodes.set(name, node);
    for (const [name, grant] of await this.#grantSpace.list()) this.#grants.set(name, grant);
  }

  /** Before any password: how the client has to name itself. undefined = nobody has this name. */
  kindOf(name: string): Account['kind'] | undefined {
    if (this.#nodes.has(name)) return 'node';
    return this.#grants.has(name) ? 'foreign' : undefined;
  }

  /** The secret of a join token, made anew: an older token of this board no longer opens anything. */
  async admitNode(name: string): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const node = { secret, counter: 0, at: this.#clock.now() };
    await this.#store.durable([this.#nodeSpace.put(name, node)]);
    this.#nodes.set(name, node);
    this.#tellRevoked(name);
    return secret;
  }

  /** false when there was nothing to revoke. */
  async revokeNode(name: string): Promise<boolean> {
    if (!this.#nodes.has(name)) return false;
    await this.#store.durable([this.#nodeSpace.remove(name)]);
    this.#nodes.delete(name);
    this.#tellRevoked(name);
    return true;
  }

  /** A new password for a foreign client. One that it had before opens nothing more. */
  async grant(name: string, { role, reads, writes }: Grant): Promise<string> {
    const password = randomBytes(32).toString('base64url');
    const rights = { role, reads: [...reads], writes: [...writes] };
    const grant = { ...rights, hash: hashOf(password), at: this.#clock.now() };
    await this.#store.durable([this.#grantSpace.put(name, grant)]);
    this.#grants.set(name, grant);
    this.#tellRevoked(name);
    return password;
  }

  /** false when there was nothing to revoke. */
  async revokeGrant(name: string): Promise<boolean> {
    if (!this.#grants.has(name)) return false;
    await this.#store.durable([this.#grantSpace.remove(name)]);
    this.#grants.delete(name);
    this.#tellRevoked(name);
    return true;
  }

  grants(): readonly (Grant & { readonly name: string; readonly at: number })[] {
    return [...this.#grants].map(([name, { role, reads, writes, at }]) => ({
      ...{ name, role, reads, writes, at },
    }));
  }

  /** Hears whose credentials hold no longer, to end what they opened. Returns how to stop. */
  onRevoked(listener: (name: string) => void): () => void {
    this.#revokedListeners.add(listener);
    return () => void this.#revokedListeners.delete(listener);
  }

  /** undefined when the password is wrong, or was used before. */
  async authenticate(name: string, password: string): Promise<Account | undefined> {
    const node = this.#nodes.get(name);
    if (node !== undefined) return this.#authenticateNode(name, node, password);
    const grant = this.#grants.get(name);
    if (grant === undefined || !isEqual(hashOf(password), grant.hash)) return undefined;
    const { role, reads, writes } = grant;
    return { kind: 'foreign', name, role, reads, writes };
  }

  async #authenticateNode(
    name: string,
    node: z.infer<typeof nodeSchema>,
    password: string,
  ): Promise<Account | undefined> {
    const given = parseJoinPassword(password);
    if (given === undefined || given.counter <= node.counter) return undefined;
    const mac = joinMac({ site: this.#site, node: name, secret: node.secret }, given.counter);
    if (!isEqual(mac, given.mac)) return undefined;
    const used = { ...node, counter: given.counter };
    // In memory before anything is awaited: of two connections with one password, one is let in.
    this.#nodes.set(name, used);
    await this.#store.durable([this.#nodeSpace.put(name, used)]);
    const [reads, writes] = [nodeReads(this.#site, name), nodeWrites(this.#site, name)];
    return { kind: 'node', name, reads, writes };
  }

  #tellRevoked(name: string): void {
    for (const listener of this.#revokedListeners) listener(name);
  }
}

function hashOf(password: string): string {
  return createHash('sha256').update(password).digest('hex');
}

function isEqual(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

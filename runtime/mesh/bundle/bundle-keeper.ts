/**
 * The board's side of its bundle: takes what the gateway sends, puts it into force whole or not at
 * all, and keeps the last good one, so that the board starts with nobody else alive.
 *
 *   received → signed by the site? ours? newer? → apply ─ done ──→ kept as the good one
 *                                                   └── throws → the good one is applied again
 */
import { errorMessage } from '../../core/app-error.ts';
import { Lane } from '../../core/lane.ts';
import type { Log } from '../../core/log.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { bundleHash, type BoardBundle } from '../../config/board-bundle.ts';
import { unsealBundle } from '../../policy/sealed-bundle.ts';
import type { TrustedKeys } from '../../policy/sealed-envelope.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import { refuseMesh } from '../errors.ts';
import type { BundleMark } from './bundle-mark.ts';

export interface BundleKeeperParts {
  readonly site: string;
  readonly node: string;
  readonly store: Store;
  /** Loaded before this is. */
  readonly trusted: TrustedKeys;
  readonly log: Log;
  /** Puts a bundle into force, or throws. After it threw it is called with the last good one, where there is one. */
  readonly apply: (bundle: BoardBundle) => Promise<void>;
  /** What the status of this board says has changed. */
  readonly onChange: () => void;
}

/** The envelope as it came, base64: its signature is checked again at every start. */
const goodSpace = defineSpace({ name: 'bundle', schema: z.string() });

export class BundleKeeper {
  readonly #parts: BundleKeeperParts;
  readonly #space: Space<string>;
  readonly #lane = new Lane();
  #good: BoardBundle | undefined;
  #mark: BundleMark | undefined;
  /** Of the newest that ever was in force: nothing older comes after it. */
  #newest = 0;
  #problem: string | undefined;
  /** What was tried and did not work: it comes again with every join. */
  #bad: BundleMark | undefined;

  constructor(parts: BundleKeeperParts) {
    this.#parts = parts;
    this.#space = parts.store.space(goodSpace);
  }

  /** The bundle in force; undefined before the first. */
  get mark(): BundleMark | undefined {
    return this.#mark;
  }

  /** Why the newest bundle is not in force. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /**
   * Lives by the last good bundle, where there is one. When that does not work any more, the board
   * joins all the same, says why, and takes what comes.
   */
  resume(): Promise<void> {
    return this.#lane.run(async () => {
      const { apply, log } = this.#parts;
      const bundle = await this.#kept();
      if (bundle === undefined) return;
      const { version } = bundle;
      this.#newest = version;
      try {
        await apply(bundle);
        this.#enforce(bundle);
      } catch (error) {
        log.error({ error, version }, 'kept bundle cannot be applied');
        this.#problem = `version ${version}: ${errorMessage(error)}`;
      }
    });
  }

  /** One after the other, in the order they come. Resolves with why it is not in force, or with nothing. */
  take(bytes: Uint8Array): Promise<Refusal | undefined> {
    return this.#lane.run(() => this.#take(bytes));
  }

  async #take(bytes: Uint8Array): Promise<Refusal | undefined> {
    const bundle = unsealBundle(bytes, this.#parts.trusted);
    if (isRefusal(bundle)) return this.#complain(bundle);
    const mark = { version: bundle.version, hash: bundleHash(bundle) };
    if (this.#isInForce(mark)) return undefined;
    const refusal = this.#objects(bundle);
    if (refusal !== undefined) return this.#complain(refusal);
    if (!isSame(mark, this.#bad)) await this.#try(bundle, bytes, mark);
    return undefined;
  }

  #objects({ site, board, version }: BoardBundle): Refusal | undefined {
    const { site: ownSite, node } = this.#parts;
    if (site.id !== ownSite || board.id !== node)
      return refuseMesh(
        'MESH_BUNDLE_OTHER_BOARD',
        `the bundle is for ${board.id} of ${site.id}, this is ${node} of ${ownSite}`,
      );
    if (version > this.#newest) return undefined;
    // The one that did not work after a restart may work now.
    if (this.#mark === undefined && version === this.#newest) return undefined;
    return refuseMesh(
      'MESH_BUNDLE_OLDER',
      `version ${version} of the bundle came, version ${this.#newest} was in force`,
    );
  }

  async #kept(): Promise<BoardBundle | undefined> {
    const kept = await this.#space.get('good');
    if (kept === undefined) return undefined;
    const bundle = unsealBundle(Buffer.from(kept, 'base64'), this.#parts.trusted);
    if (!isRefusal(bundle)) return bundle;
    this.#parts.log.error({ code: bundle.code }, 'kept bundle is not valid');
    return undefined;
  }

  /** Of a gateway that was put back from a copy the same content may come with an older version. */
  #isInForce({ version, hash }: BundleMark): boolean {
    return this.#mark?.hash === hash && version <= this.#mark.version;
  }

  async #try(bundle: BoardBundle, bytes: Uint8Array, mark: BundleMark): Promise<void> {
    const { apply, store, log, onChange } = this.#parts;
    try {
      await apply(bundle);
    } catch (error) {
      log.error({ error, version: bundle.version }, 'bundle cannot be applied');
      this.#bad = mark;
      this.#problem = `version ${bundle.version}: ${errorMessage(error)}`;
      await this.#goBack();
      onChange();
      return;
    }
    await store.durable([this.#space.put('good', Buffer.from(bytes).toString('base64'))]);
    this.#enforce(bundle);
    log.info({ version: bundle.version }, 'bundle applied');
    onChange();
  }

  async #goBack(): Promise<void> {
    if (this.#good === undefined) return;
    try {
      await this.#parts.apply(this.#good);
    } catch (error) {
      this.#problem = `${this.#problem ?? ''}; and version ${this.#good.version} again: ${errorMessage(error)}`;
      this.#parts.log.error({ error }, 'last good bundle cannot be applied again');
    }
  }

  #enforce(bundle: BoardBundle): void {
    this.#good = bundle;
    this.#mark = { version: bundle.version, hash: bundleHash(bundle) };
    this.#newest = bundle.version;
    this.#problem = undefined;
    this.#bad = undefined;
  }

  #complain(refusal: Refusal): Refusal {
    this.#problem = refusal.message;
    this.#parts.log.warn({ code: refusal.code }, refusal.message);
    this.#parts.onChange();
    return refusal;
  }
}

function isSame(left: BundleMark, right: BundleMark | undefined): boolean {
  return left.version === right?.version && left.hash === right.hash;
}

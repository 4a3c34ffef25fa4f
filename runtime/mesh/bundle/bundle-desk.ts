/**
 * The gateway's side of the bundles: one per board, with a version that rises only when the content
 * for that board has changed, published retained, and held against what the boards report.
 */
import { bundleHash, bundleOf } from '../../config/board-bundle.ts';
import type { BoardFile } from '../../config/board-file.ts';
import type { BundleWorkflow } from '../../config/bundle-workflow.ts';
import type { Site } from '../../config/site.ts';
import { Lane } from '../../core/lane.ts';
import { sealBundle } from '../../policy/sealed-bundle.ts';
import type { SiteKey } from '../../policy/site-key.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import type { Outlet } from '../link/outlet.ts';
import { nodeTopic } from '../topics.ts';
import { bundleMarkSchema, type BundleMark } from './bundle-mark.ts';

export interface BundleDeskParts {
  readonly key: SiteKey;
  readonly store: Store;
  readonly outlet: Outlet;
}

/** `none`: the board never had one · `behind`: another one is on its way, or does not work there. */
export type Drift = 'in-step' | 'behind' | 'none';

export interface SiteSource {
  readonly site: Site;
  readonly boards: ReadonlyMap<string, BoardFile>;
  /** What each board does by itself, where it does. */
  readonly workflows?: ReadonlyMap<string, readonly BundleWorkflow[]>;
}

const markSpace = defineSpace({ name: 'bundle-marks', schema: bundleMarkSchema });

const NOTHING = new Uint8Array();

export class BundleDesk {
  readonly #parts: BundleDeskParts;
  readonly #space: Space<BundleMark>;
  readonly #lane = new Lane();
  readonly #wanted = new Map<string, BundleMark>();
  #source: SiteSource | undefined;

  constructor(parts: BundleDeskParts) {
    this.#parts = parts;
    this.#space = parts.store.space(markSpace);
  }

  /** Before the first `update`. */
  async load(): Promise<void> {
    for (const [board, mark] of await this.#space.list()) this.#wanted.set(board, mark);
  }

  /** The site as it is from now on. Boards that are not in it any more get nothing. */
  update(source: SiteSource): Promise<void> {
    return this.#lane.run(async () => {
      const before = this.#source?.site.boards ?? [];
      this.#source = source;
      for (const { id } of source.site.boards) await this.#publish(source, id, 0);
      const gone = before.filter(({ id }) => !source.site.boards.some((board) => board.id === id));
      for (const { id } of gone) await this.#say(source.site.id, id, NOTHING);
    });
  }

  /** What a board should run; undefined for boards this site does not have. */
  wanted(board: string): BundleMark | undefined {
    return this.#wanted.get(board);
  }

  drift(board: string, reported: BundleMark | undefined): Drift {
    if (reported === undefined) return 'none';
    return reported.hash === this.#wanted.get(board)?.hash ? 'in-step' : 'behind';
  }

  /** A gateway put back from a copy may be behind its boards, which take newer versions only. */
  reported(board: string, mark: BundleMark | undefined): Promise<void> {
    return this.#lane.run(async () => {
      const wanted = this.#wanted.get(board);
      if (mark === undefined || wanted === undefined || this.#source === undefined) return;
      if (mark.hash === wanted.hash || mark.version < wanted.version) return;
      await this.#publish(this.#source, board, mark.version);
    });
  }

  /** @param above the version must be higher */
  async #publish(
    { site, boards, workflows }: SiteSource,
    board: string,
    above: number,
  ): Promise<void> {
    const known = this.#wanted.get(board);
    const draft = bundleOf({
      site,
      boards,
      board,
      version: Math.max(known?.version ?? 1, above + 1),
      workflows: workflows?.get(board) ?? [],
    });
    if (draft === undefined) return;
    const hash = bundleHash(draft);
    const isChanged = known !== undefined && known.hash !== hash && draft.version === known.version;
    const version = isChanged ? known.version + 1 : draft.version;
    if (known?.hash !== hash || known.version !== version)
      await this.#keep(board, { version, hash });
    await this.#say(site.id, board, sealBundle({ ...draft, version }, this.#parts.key));
  }

  /** Durable before a board can hear of it: a version is never used for two contents. */
  async #keep(board: string, mark: BundleMark): Promise<void> {
    await this.#parts.store.durable([this.#space.put(board, mark)]);
    this.#wanted.set(board, mark);
  }

  async #say(site: string, board: string, payload: Uint8Array): Promise<void> {
    const topic = nodeTopic(site, board, 'bundle');
    await this.#parts.outlet.publish(topic, payload, { qos: 1, retain: true });
  }
}

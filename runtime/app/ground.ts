/** What everything else of a node stands on: its place in the site, its store and journal, its key, its people. */
import type { GatewayOptions } from '../cli/ports.ts';
import { CliError } from '../cli/errors.ts';
import { Speech } from '../actions/speech.ts';
import type { LiveSite } from '../config/live-site.ts';
import type { Site } from '../config/site.ts';
import { systemClock as clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { WallClock } from '../core/wall-clock.ts';
import type { PrometheusRegistry } from '../monitor/prometheus.ts';
import { ApiTokens } from '../policy/api-tokens.ts';
import { ClaimDesk } from '../policy/claim.ts';
import { People } from '../policy/people.ts';
import { PresenceDesk } from '../policy/presence-desk.ts';
import { Sessions } from '../policy/sessions.ts';
import { loadSiteKey, type SiteKey } from '../policy/site-key.ts';
import { Journal } from '../state/journal.ts';
import { Store } from '../state/store.ts';
import type { PlannedTest } from '../tasks/pin-test.action.ts';
import { Leadership } from '../mesh/leadership/leadership.ts';
import { gatewayMetrics } from './node-metrics.ts';

export interface NodeParts {
  readonly options: GatewayOptions;
  readonly site: LiveSite;
  readonly log: Log;
}

export interface Ground extends NodeParts {
  readonly clock: typeof clock;
  /** The board of the site that this node plays. */
  readonly boardId: string;
  readonly key: SiteKey;
  readonly store: Store;
  readonly journal: Journal;
  readonly people: People;
  readonly sessions: Sessions;
  readonly tokens: ApiTokens;
  readonly claimDesk: ClaimDesk;
  /** The newest claim code, while there is no owner. */
  readonly claimCode: () => string | undefined;
  /** Who wants to move what hangs on a pin has to stand before it. */
  readonly presence: PresenceDesk<PlannedTest>;
  /** Whether this gateway does the work of its site. */
  readonly leadership: Leadership;
  readonly metrics: PrometheusRegistry;
  readonly speech: Speech;
  readonly wallClock: WallClock;
}

export async function buildGround(parts: NodeParts): Promise<Ground> {
  const { options, site, log } = parts;
  const directory = options.dataDirectory;
  const boardId = ownBoard(site, options.board);
  const store = new Store({ directory, clock, log });
  const journal = new Journal({ store, directory, clock, log });
  const people = new People({ store, configured: site.people });
  const sessions = new Sessions({ store, clock });
  const tokens = new ApiTokens({ board: boardId, store, journal, clock });
  const key = await loadSiteKey(directory);
  const leadership = new Leadership({ site: site.id, key, store, clock, log });
  let claimCode: string | undefined;
  const show = (code: string): void => {
    if (claimCode !== undefined) options.onClaimCode(code);
    claimCode = code;
  };
  const claimDesk = new ClaimDesk({
    board: boardId,
    store,
    journal,
    clock,
    people,
    sessions,
    show,
  });
  const presence = new PresenceDesk<PlannedTest>({ clock, show: options.onPresenceCode });
  return {
    ...parts,
    ...{ clock, boardId, store, journal, people, sessions, tokens, claimDesk, presence },
    claimCode: () => claimCode,
    ...{ key, leadership },
    metrics: gatewayMetrics(),
    speech: new Speech(site),
    wallClock: new WallClock(site.timezone),
  };
}

/** The first board of the site is the gateway's own, unless told otherwise. */
function ownBoard({ boards }: Site, wanted: string | undefined): string {
  const found = wanted === undefined ? boards[0] : boards.find(({ id }) => id === wanted);
  if (found !== undefined) return found.id;
  const names = boards.map(({ id }) => id).join(', ');
  throw new CliError(
    'CLI_BAD_ARGUMENTS',
    `--board must name one of the boards of this site: ${names}`,
  );
}

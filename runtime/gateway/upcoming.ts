/** What has not happened yet, and must not, once somebody has ordered otherwise. The composition root hands it in. */
import type { Asker } from '../actions/asker.ts';
import type { EndedElsewhere } from '../workflows/board/board-runs.ts';

export interface Upcoming {
  /**
   * For a stop of everything: ends planned starts, open runs of workflows, and questions whose yes
   * would start something, whoever's they are, as far as this person may. Durable when it resolves.
   */
  endAll(asker: Asker): Promise<Ended>;
  /**
   * Closes what this person was asked about the same things, in whatever chat: at once, and durable
   * when it resolves.
   * @param targets of the new order: things, or thing.property
   */
  overtake(asker: Asker, targets: readonly string[]): Promise<readonly ClosedQuestion[]>;
  /** Names of armed workflows that may start one of these again. @param targets things, or thing.property */
  startersOf(targets: readonly string[]): readonly string[];
}

export interface Ended {
  readonly plans: number;
  readonly runs: number;
  readonly questions: readonly ClosedQuestion[];
  /** Names of workflows whose triggers stay armed. */
  readonly armed: readonly string[];
  /** Runs on other boards. It takes as long as they take to answer; to switch off waits for none of it. */
  readonly elsewhere: Promise<EndedElsewhere>;
}

/** A question that no yes answers any more. */
export interface ClosedQuestion {
  readonly token: string;
  readonly chat: string;
  /** Epoch ms; as long as that, a yes may still be meant for it. */
  readonly expiresAt: number;
}

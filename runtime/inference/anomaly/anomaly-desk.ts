/**
 * What this node has learned to be usual: it lets a model be learned, gives each reading of what is
 * watched its score, and tells when that is too high for too long.
 *
 *   history → training (a process) → models/ID on disk ─ looked at every 2 s ─→ a property of the thing
 *   reading → window → score → that property, its past, the alert → the chats that asked
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Alerts, AlertWatch } from '../../core/alert.ts';
import { every, type Clock, type Timer } from '../../core/clock.ts';
import { errorMessage } from '../../core/app-error.ts';
import { Lane } from '../../core/lane.ts';
import type { Log } from '../../core/log.ts';
import { isTrustworthy, type PropertyAddress, type Reading } from '../../core/reading.ts';
import type { Service } from '../../core/service.ts';
import type { Site } from '../../config/site.ts';
import type { LearnedProperty } from '../../config/with-learned.ts';
import type { LiveProperty } from '../../devices/live-property.ts';
import type { ThingsView } from '../../devices/things-view.ts';
import type { History } from '../../state/history/history.ts';
import { anomalyAlert } from './anomaly.alert.ts';
import { ALARM_FACTOR } from './recent-scores.ts';
import { WINDOW } from './reading-windows.ts';
import { scoreNameOf, scoreProperties } from './score-property.ts';
import type { FoundUsual } from './trained-models.ts';
import type { WatchedSeries } from './watched-series.ts';

/** It begins to be unusual, or is as usual again. */
export interface AnomalyChange {
  readonly series: WatchedSeries;
  readonly isOver: boolean;
}

export interface AnomalyDeskParts {
  /** The node's own models. */
  readonly directory: string;
  readonly things: Pick<ThingsView, 'onReading'>;
  /** Takes the scores. */
  readonly scores: { hear(address: PropertyAddress, reading: Reading): void };
  readonly history: Pick<History, 'query'>;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly log: Log;
  /** Other properties are learned now: the site is another one. Never rejects. */
  readonly onLearned: () => Promise<void>;
  /** Resolves when it is kept for whoever hears of it. */
  readonly onAlarm: (change: AnomalyChange) => Promise<void>;
}

interface Watched {
  readonly series: WatchedSeries;
  /** The card as text: another one is another model. */
  readonly mark: string;
  readonly alert: AlertWatch;
}

const LOOK_EVERY_MS = 2_000;
/** Beyond what a window usually takes. */
const RECALL_MARGIN = 1.5;
const NEVER: Reading = { value: null, quality: 'stale', at: 0 };

export class AnomalyDesk implements Service {
  readonly #parts: AnomalyDeskParts;
  readonly #watched = new Map<string, Watched>();
  readonly #lane = new Lane();
  #found: readonly FoundUsual[] = [];
  #seen = '';
  #timer: Timer | undefined;
  #stopHearing = (): void => undefined;

  constructor(parts: AnomalyDeskParts) {
    this.#parts = parts;
  }

  /** Reads what is on the disk, before anything is watched. */
  async load(): Promise<void> {
    this.#seen = await fingerprint(this.#parts.directory);
    this.#found = [];
    if (this.#seen === '') return;
    const { findUsual } = await import('./trained-models.ts');
    this.#found = await findUsual(this.#parts.directory);
  }

  async start(): Promise<void> {
    const { things, clock } = this.#parts;
    await this.#lane.run(() => this.#follow());
    this.#stopHearing = things.onReading((property, reading) => {
      this.#hear(property, reading);
    });
    this.#timer = every(clock, LOOK_EVERY_MS, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#stopHearing();
    await this.#lane.run(async () => {
      for (const { series, alert } of this.#watched.values()) {
        alert.stop();
        await series.close();
      }
      this.#watched.clear();
    });
  }

  /** What is learned, as properties of what the site has. */
  properties(site: Pick<Site, 'boards'>): readonly LearnedProperty[] {
    return scoreProperties(
      site,
      this.#found.map(({ watches }) => watches),
    );
  }

  /** undefined where nothing was learned of it. */
  find(series: string): WatchedSeries | undefined {
    return this.#watched.get(series)?.series;
  }

  isAlarmed(series: string): boolean {
    return this.#watched.get(series)?.alert.isOpen() === true;
  }

  list(): readonly WatchedSeries[] {
    return [...this.#watched.values()].map(({ series }) => series);
  }

  /** Resolves when what is on the disk is in force. */
  reload(): Promise<void> {
    return this.#lane.run(async () => {
      await this.load();
      if (await this.#follow()) await this.#parts.onLearned();
    });
  }

  async #look(): Promise<void> {
    if ((await fingerprint(this.#parts.directory)) === this.#seen) return;
    await this.reload().catch((error: unknown) => {
      this.#parts.log.error({ error: errorMessage(error) }, 'learned models cannot be read');
    });
  }

  /** @returns whether anything is another one now */
  async #follow(): Promise<boolean> {
    const wanted = new Map(this.#found.map((found) => [seriesOf(found), found]));
    const gone = [...this.#watched].filter(([name, { mark }]) => markOf(wanted.get(name)) !== mark);
    for (const [name, { series, alert }] of gone) {
      alert.stop();
      this.#watched.delete(name);
      await series.close();
    }
    const come = [...wanted].filter(([name]) => !this.#watched.has(name));
    for (const [name, found] of come) this.#watched.set(name, await this.#open(found));
    return gone.length + come.length > 0;
  }

  async #open(found: FoundUsual): Promise<Watched> {
    const { alerts, log, onAlarm } = this.#parts;
    const { WatchedSeries } = await import('./watched-series.ts');
    const series = new WatchedSeries(found);
    await series.open();
    if (series.trouble === undefined) await this.#recall(series);
    else
      log.error(
        { series: series.series, reason: errorMessage(series.trouble) },
        'learned model cannot be run',
      );
    const declaration = anomalyAlert({
      series: series.series,
      above: found.watches.usual * ALARM_FACTOR,
      sample: () => {
        const value = series.recent.level(alert.isOpen());
        return value === undefined ? undefined : { value };
      },
    });
    const alert = alerts.watch(declaration, (isOver) => onAlarm({ series, isOver }));
    return { series, mark: markOf(found), alert };
  }

  /** After a start, the newest readings are those of before. */
  async #recall(series: WatchedSeries): Promise<void> {
    const { history, clock } = this.#parts;
    const to = clock.now() + 1;
    const from = to - WINDOW * series.found.watches.scale.stepMs * RECALL_MARGIN;
    const query = { series: series.series, from, to, points: 100 * WINDOW };
    const { tier, rows } = await history.query(query);
    if (tier !== 'raw') return;
    for (const { at, last } of rows) series.recall(at, last);
  }

  #hear({ name }: LiveProperty, reading: Reading): void {
    const watched = this.#watched.get(name);
    if (watched === undefined) return;
    const { series } = watched;
    const { value, at } = reading;
    if (!isTrustworthy(reading) || typeof value !== 'number') {
      series.interrupt();
      const quality = reading.quality === 'faulty' ? 'faulty' : 'stale';
      this.#tell(series, { ...NEVER, value: lastOf(series, quality), quality, at });
      return;
    }
    series.take(at, value).then(
      (score) => {
        if (score === undefined || this.find(name) !== series) return;
        const rounded = Number(score.value.toFixed(2));
        this.#tell(series, { value: rounded, quality: reading.quality, at });
      },
      (error: unknown) => {
        this.#parts.log.error({ series: name, error: errorMessage(error) }, 'no score');
      },
    );
  }

  #tell({ address: { thing, property } }: WatchedSeries, reading: Reading): void {
    this.#parts.scores.hear({ thing, property: scoreNameOf(property) }, reading);
  }
}

function lastOf({ newest }: WatchedSeries, quality: Reading['quality']): number | null {
  return quality === 'faulty' || newest === undefined ? null : Number(newest.value.toFixed(2));
}

function seriesOf({ watches: { thing, property } }: FoundUsual): string {
  return `${thing}.${property}`;
}

function markOf(found: FoundUsual | undefined): string {
  return JSON.stringify(found?.card ?? null);
}

/** Empty where there is no model. A card is renamed into its place, so a new one has a new number. */
async function fingerprint(directory: string): Promise<string> {
  const names = (await readdir(directory).catch((): string[] => [])).sort();
  const marks = names.map(async (name) => {
    const found = await stat(join(directory, name, 'model.yaml')).catch(() => undefined);
    return found === undefined ? [] : [`${name} ${String(found.mtimeMs)} ${String(found.ino)}`];
  });
  return (await Promise.all(marks)).flat().join('\n');
}

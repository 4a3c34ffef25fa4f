/** What this gateway learns of its things, wired to where it comes from and to whom it is told. */
import { AnomalyDesk, type AnomalyChange } from '../inference/anomaly/anomaly-desk.ts';
import { Trainings } from '../inference/anomaly/trainings.ts';
import { Watchers } from '../inference/anomaly/watchers.ts';
import { sparkline } from '../devices/past/sparkline.ts';
import type { History } from '../state/history/history.ts';
import type { News } from '../tasks/news.ts';
import type { Outbox } from '../tasks/outbox.ts';
import type { Anomalies, GatewayParts, Outlook } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';
import { modelsIn } from './node-models.ts';

const DAY_MS = 86_400_000;
const CURVE_POINTS = 500;

export function buildAnomalies(
  { options, store, clock, log }: Ground,
  { past: { history }, watch: { incidents }, onLearned }: GatewayParts,
  { things, learned }: Outlook,
  outbox: Outbox,
): Anomalies {
  const directory = modelsIn(options.dataDirectory);
  const watchers = new Watchers({ store });
  const onAlarm = async (change: AnomalyChange): Promise<void> => {
    const news = await newsOf(change, history, clock.now());
    if (news === undefined) return;
    for (const watcher of await watchers.of(change.series.series)) await outbox.tell(watcher, news);
  };
  const desk = new AnomalyDesk({
    ...{ directory, things, scores: learned, history, alerts: incidents, clock, log, onLearned },
    onAlarm,
  });
  const trainings = new Trainings({ directory, history, clock, onLearned: () => desk.reload() });
  return { directory, desk, trainings, watchers };
}

async function newsOf(
  { series, isOver }: AnomalyChange,
  history: Pick<History, 'query'>,
  now: number,
): Promise<News | undefined> {
  const { newest, address, found } = series;
  if (newest === undefined) return undefined;
  const { usual, from, to } = found.watches;
  const range = { from: now - DAY_MS, to: now + 1 };
  const { rows } = await history.query({ series: series.series, ...range, points: CURVE_POINTS });
  const curve = sparkline(rows, range.from, range.to);
  const score = newest.value;
  const { cause } = newest;
  return { kind: 'unusual', ...address, score, usual, from, to, isOver, cause, curve };
}

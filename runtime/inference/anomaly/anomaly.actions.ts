/** `model train anomaly` and what belongs to it: to let the usual be learned, to ask, to stop, to forget. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Asker } from '../../actions/asker.ts';
import { capital } from '../../actions/capital.ts';
import type { Speech } from '../../actions/speech.ts';
import { errorMessage } from '../../core/app-error.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import type { LiveProperty } from '../../devices/live-property.ts';
import type { PastReader } from '../../devices/past/past-reader.ts';
import type { Plotter } from '../../devices/past/plotter.ts';
import { noSuch } from '../../devices/targets.ts';
import type { ThingsView } from '../../devices/things-view.ts';
import { authorizeWrite } from '../../policy/roles.ts';
import { refuseInference } from '../errors.ts';
import type { AnomalyDesk } from './anomaly-desk.ts';
import { findMeasured } from './find-by-name.ts';
import { MOST_DAYS } from './read-past.ts';
import { WINDOW } from './reading-windows.ts';
import { sayState, type AnomalyState } from './say-anomaly.ts';
import type { Trained, Trainings } from './trainings.ts';
import type { WatchedSeries } from './watched-series.ts';
import type { Watchers } from './watchers.ts';

export interface AnomalyActionParts {
  readonly desk: AnomalyDesk;
  readonly trainings: Trainings;
  readonly watchers: Watchers;
  /** The node's own models. */
  readonly directory: string;
  readonly things: ThingsView;
  readonly speech: Speech;
  readonly past: PastReader;
  readonly plotter: Pick<Plotter, 'draw'>;
}

export function anomalyActions(parts: AnomalyActionParts): readonly Action[] {
  return [anomalyAction(parts), trainAction(parts), stopAction(parts), forgetAction(parts)];
}

const target = z.string().describe('thing.property, or its name');

const trainArgs = z.strictObject({
  target,
  days: z
    .number()
    .min(1)
    .max(MOST_DAYS)
    .default(MOST_DAYS)
    .describe('how many of the last days were usual; every reading is kept for 7'),
});

interface TrainData extends Trained {
  readonly thing: string;
  readonly property: string;
}

function trainAction({ trainings, watchers, things, speech }: AnomalyActionParts): Action {
  return defineAction<z.infer<typeof trainArgs>, TrainData>({
    name: 'model-train-anomaly',
    isLong: true,
    kind: 'write',
    role: 'technician',
    help: {
      en: 'Learn what is usual of a reading, and watch it for anything else.',
      zh: '学习某个读数平时的样子，并留意异常。',
    },
    examples: {
      en: ['watch the tank level for anything unusual'],
      zh: ['留意水箱水位的异常'],
    },
    args: trainArgs,
    positional: ['target'],
    run: async ({ target: name, days }, asker) => {
      const property = learnable(things, name, asker);
      if (isRefusal(property)) return { ok: false, refusal: property };
      const { address } = property;
      const [en, zh] = (['en', 'zh'] as const).map((one) => speech.property(address, one));
      const title = { en: `${en ?? ''} anomaly`, zh: `${zh ?? ''}异常度` };
      const onProgress = inSteps((share) => asker.onProgress?.({ ...address, share }));
      const { signal } = asker;
      const trained = await trainings.train({ property, days, title, onProgress, signal });
      if (isRefusal(trained)) return { ok: false, refusal: trained };
      await watchers.add(trained.series, asker);
      return { ok: true, data: { ...address, ...trained } };
    },
    say: (data, { language }) => sayTrained(data, speech, language),
  });
}

/** Of one behaviour, with its noise, it is 2 to 4. */
const MIXED = 8;
const MIXED_PAST = {
  en: 'That is high: its past seems to hold what was not usual, so learn it again after some good days. ',
  zh: '这个值偏高：历史中似乎混有异常，正常运行几天后请重新学习。',
};

function sayTrained(
  { readings, from, to, usual, model, ...address }: TrainData,
  speech: Speech,
  language: Asker['language'],
): string {
  const name = speech.property(address, language);
  const count = readings.toLocaleString('en');
  const [since, until] = [from, to].map((at) => speech.time(at).slice(0, 16));
  const most = usual.toFixed(1);
  const doubt = usual > MIXED ? MIXED_PAST[language] : '';
  return language === 'zh'
    ? `已学习${name}平时的样子：${count} 个读数，${since ?? ''} 至 ${until ?? ''}，平时异常度 ≤ ${most}。${doubt}出现异常时会在这里通知您；也可以问：${name}异常吗？`
    : `Learned what is usual of ${name}: ${count} readings from ${since ?? ''} to ${until ?? ''}, usual score ≤ ${most}. ${doubt}` +
        `You will be told here when it is otherwise, or ask: is the ${name} as usual? To end it: boardtalk model remove ${model}`;
}

/** A quarter at a time: whoever waits wants to see that it goes on, and no more. */
function inSteps(tell: (share: number) => void): (share: number) => void {
  let told = 0;
  return (share) => {
    if (share - told < 0.25 || share >= 1) return;
    told = share;
    tell(share);
  };
}

function stopAction({ trainings, things, speech }: AnomalyActionParts): Action {
  return defineAction<{ target?: string | undefined }, { series: string }>({
    name: 'model-train-stop',
    isStep: true,
    kind: 'write',
    role: 'technician',
    help: { en: 'Stop what is being learned now.', zh: '停止正在进行的学习。' },
    examples: { en: ['stop learning'], zh: ['停止学习'] },
    args: z.strictObject({ target: target.optional() }),
    positional: ['target'],
    run: ({ target: name }) => {
      const property = name === undefined ? undefined : measuredBy(things, name);
      if (property !== undefined && isRefusal(property))
        return Promise.resolve({ ok: false, refusal: property });
      const series = trainings.cancel(property?.name);
      const message = 'nothing is being learned now';
      const refusal = {
        ...refuseInference('INFERENCE_NOT_WATCHED', message),
        zh: '现在没有正在进行的学习',
      };
      return Promise.resolve(
        series === undefined ? { ok: false, refusal } : { ok: true, data: { series } },
      );
    },
    say: ({ series }, { language }) =>
      language === 'zh'
        ? `已停止学习 ${speech.named(series, language)}。`
        : `Stopped learning ${speech.named(series, language)}.`,
  });
}

function forgetAction({ desk, watchers, directory, things, speech }: AnomalyActionParts): Action {
  return defineAction<{ target: string }, { series: string }>({
    name: 'model-forget-anomaly',
    isStep: true,
    kind: 'write',
    role: 'technician',
    help: { en: 'Watch a reading no longer for the unusual.', zh: '不再留意某个读数的异常。' },
    examples: {
      en: ['stop watching the tank level for anything unusual'],
      zh: ['不再留意水箱水位的异常'],
    },
    args: z.strictObject({ target }),
    positional: ['target'],
    run: async ({ target: name }, asker) => {
      const property = learnable(things, name, asker);
      if (isRefusal(property)) return { ok: false, refusal: property };
      const { name: series } = property;
      const found = desk.find(series)?.found;
      if (found === undefined) return { ok: false, refusal: notWatched(series) };
      const { removeModel } = await import('../remove-model.ts');
      await removeModel(found.card.id, directory);
      await watchers.forget(series);
      await desk.reload();
      return { ok: true, data: { series } };
    },
    say: ({ series }, { language }) =>
      language === 'zh'
        ? `不再留意${speech.named(series, language)}的异常。`
        : `${capital(speech.named(series, language))} is not watched for the unusual any more.`,
  });
}

interface AnomalyData {
  readonly watched: readonly AnomalyState[];
  /** Of what is named and not learned to the end yet, 0 to 1. */
  readonly learning?: { readonly series: string; readonly share: number };
}

function anomalyAction(parts: AnomalyActionParts): Action {
  const { desk, trainings, things, speech, past, plotter } = parts;
  return defineAction<{ target?: string | undefined }, AnomalyData>({
    name: 'anomaly',
    isStep: true,
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Say whether a reading is as usual.',
      zh: '说明某个读数是否与平时一样。',
    },
    examples: { en: ['is the tank level as usual?'], zh: ['水箱水位异常吗？'] },
    args: z.strictObject({ target: target.optional() }),
    positional: ['target'],
    run: async ({ target: name }, { language }) => {
      if (name === undefined)
        return { ok: true, data: { watched: desk.list().map((one) => stateOf(one, desk)) } };
      const property = measuredBy(things, name);
      if (isRefusal(property)) return { ok: false, refusal: property };
      const { name: series } = property;
      const share = trainings.shareOf(series);
      const found = desk.find(series);
      if (found === undefined && share === undefined)
        return { ok: false, refusal: notWatched(series) };
      const data = {
        watched: found === undefined ? [] : [stateOf(found, desk)],
        ...(share === undefined ? {} : { learning: { series, share } }),
      };
      const last = await past.read({ target: series, last: '24h', points: 500 });
      if (isRefusal(last) || last.rows.length === 0) return { ok: true, data };
      const picture = await plotter.draw(last, language);
      return { ok: true, data, ...(picture && { attachments: [picture] }) };
    },
    say: ({ watched, learning }, { language }) => {
      const lines = watched.map((state) => sayState(state, speech, language));
      if (learning !== undefined) lines.push(sayLearning(learning, speech, language));
      if (lines.length > 0) return lines.join('\n');
      return language === 'zh'
        ? '没有在留意任何读数的异常。'
        : 'Nothing is watched for the unusual. To begin: watch the tank level for anything unusual';
    },
  });
}

function sayLearning(
  { series, share }: NonNullable<AnomalyData['learning']>,
  speech: Speech,
  language: Asker['language'],
): string {
  const name = speech.named(series, language);
  const far = `${String(Math.round(share * 100))} %`;
  return language === 'zh' ? `正在学习${name}：${far}。` : `Learning ${name}: ${far}.`;
}

function stateOf(one: WatchedSeries, desk: AnomalyDesk): AnomalyState {
  const { address, series, newest, trouble, filled, found } = one;
  const { usual, from, to } = found.watches;
  return {
    ...address,
    ...{ usual, from, to, isAlarmed: desk.isAlarmed(series), filled: [filled, WINDOW] },
    // What was said before the readings stopped is no answer to how it is now.
    ...(newest !== undefined && filled === WINDOW ? { score: newest } : {}),
    ...(trouble === undefined ? {} : { trouble: errorMessage(trouble) }),
  };
}

function measuredBy(things: ThingsView, name: string): LiveProperty | Refusal {
  const named = findMeasured(things.list(), name);
  const found = named.flatMap(({ thing, property }) => {
    const live = things.find({ thing: thing.id, property: property.name });
    return live === undefined ? [] : [live];
  });
  const [first, second] = found;
  // A score, an output, a switch: what is wrong with it is said by who would learn it.
  const other = things.properties().find((property) => property.name === name);
  if (first === undefined)
    return (
      other ??
      noSuch(
        name,
        things.properties().map((property) => property.name),
      )
    );
  if (second === undefined) return first;
  const names = found.map((property) => property.name);
  return {
    ...noSuch(name, [], `Say which: ${names.join(', ')}`),
    message: `"${name}" measures several things`,
  };
}

/** What this person may let be learned, and forgotten. */
function learnable(things: ThingsView, name: string, asker: Asker): LiveProperty | Refusal {
  const property = measuredBy(things, name);
  if (isRefusal(property)) return property;
  const { id, area } = property.thing;
  return authorizeWrite({ id, role: 'technician', area }, asker) ?? property;
}

function notWatched(series: string): Refusal {
  return {
    ...refuseInference('INFERENCE_NOT_WATCHED', `what is usual of ${series} was never learned`),
    hint: `Let it be learned: boardtalk model train anomaly ${series} --days 7`,
    zh: `还没有学习过 ${series} 平时的样子`,
  };
}

/** Calibrating in a chat: `calibrate`, `calibrate-point`, `calibrate-loop`, `calibrate-save`, `calibrate-undo`; `calibration` shows. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Asker, Language } from '../../actions/asker.ts';
import { capital } from '../../actions/capital.ts';
import type { Speech } from '../../actions/speech.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import { formatQuantity } from '../../core/units.ts';
import type { LiveProperty } from '../live-property.ts';
import { noSuch } from '../targets.ts';
import type { ThingsView } from '../things-view.ts';
import type { CalibrationDesk, CalibrationFound } from './calibration-desk.ts';
import type { Calibrations } from './calibrations.ts';

export interface CalibrationActionParts {
  readonly desk: CalibrationDesk;
  readonly calibrations: Calibrations;
  readonly things: ThingsView;
  readonly speech: Speech;
}

const target = z.string().describe('thing.property, or a thing with one number');
const number = z.number();

export function calibrationActions(parts: CalibrationActionParts): readonly Action[] {
  const { desk, things, speech } = parts;
  const shown = (found: CalibrationFound | Refusal) =>
    isRefusal(found)
      ? ({ ok: false, refusal: found } as const)
      : ({ ok: true, data: found } as const);
  const common = { kind: 'write', role: 'technician' } as const;
  const say = (found: CalibrationFound, { language }: Asker): string =>
    sayFound(found, speech, language);
  return [
    defineAction<{ target: string }, CalibrationFound>({
      ...common,
      name: 'calibrate',
      help: {
        en: 'Calibrate a sensor with two known values, step by step.',
        zh: '用两个已知值逐步校准传感器。',
      },
      examples: { en: ['calibrate tank.level'], zh: ['校准水箱液位'] },
      args: z.strictObject({ target }),
      positional: ['target'],
      run: async (args, asker) => {
        const property = numberOf(things, args.target);
        return shown(isRefusal(property) ? property : await desk.begin(property, asker));
      },
      say,
    }),
    defineAction<{ value: number; target?: string | undefined }, CalibrationFound>({
      ...common,
      name: 'calibrate-point',
      isStep: true,
      help: { en: 'Say which value the sensor stands at now.', zh: '说明传感器现在所处的实际值。' },
      examples: {
        en: ['point 20', 'the boiler gauge shows 3 bar now'],
        zh: ['校准点 20', '锅炉压力表现在显示 3 巴'],
      },
      args: z.strictObject({
        value: number.describe('in the unit of the reading'),
        target: target.optional().describe('which sensor, where no calibration is under way'),
      }),
      positional: ['value', 'target'],
      run: async ({ value, target: named }, asker) => {
        if (named === undefined) return shown(await desk.point(value, asker));
        const property = numberOf(things, named);
        return shown(isRefusal(property) ? property : await desk.point(value, asker, property));
      },
      say,
    }),
    loopAction(parts),
    saveAction(parts),
    undoAction(parts),
    showAction(parts),
  ];
}

function loopAction({ desk, things, speech }: CalibrationActionParts): Action {
  return defineAction<
    { target: string; low: number; high: number; shunt: number },
    CalibrationFound
  >({
    name: 'calibrate-loop',
    kind: 'write',
    role: 'technician',
    help: { en: 'Say what 4 mA and 20 mA mean.', zh: '说明 4 mA 和 20 mA 对应的值。' },
    examples: {
      en: ['boardtalk calibrate loop tank.level 0 100'],
      zh: ['boardtalk calibrate loop tank.level 0 100'],
    },
    args: z.strictObject({
      ...{ target, low: number.describe('at 4 mA'), high: number.describe('at 20 mA') },
      shunt: z.number().positive().default(165).describe('the resistor, in ohm'),
    }),
    positional: ['target', 'low', 'high'],
    run: (args, asker) => {
      const property = numberOf(things, args.target);
      const found = isRefusal(property) ? property : desk.loop(property, args, asker);
      return Promise.resolve(
        isRefusal(found) ? { ok: false, refusal: found } : { ok: true, data: found },
      );
    },
    say: (found, { language }) => sayFound(found, speech, language),
  });
}

function saveAction({ desk, speech }: CalibrationActionParts): Action {
  return defineAction<object, LiveProperty>({
    name: 'calibrate-save',
    isStep: true,
    kind: 'write',
    role: 'technician',
    help: { en: 'Keep the calibration that was measured.', zh: '保存校准。' },
    examples: { en: ['save the calibration'], zh: ['保存校准'] },
    args: z.strictObject({}),
    positional: [],
    run: async (_args, asker) => {
      const saved = await desk.save(asker);
      return isRefusal(saved) ? { ok: false, refusal: saved } : { ok: true, data: saved };
    },
    say: (property, { language }) => {
      const now = speech.reading(property.address, property.reading(), language);
      return language === 'zh'
        ? `已保存。${now}。撤销：撤销校准 ${property.name}`
        : `Saved. ${now}. To take it back: undo calibration of ${property.name}`;
    },
  });
}

function undoAction({ desk, things, speech }: CalibrationActionParts): Action {
  return defineAction<{ target: string }, LiveProperty>({
    name: 'calibrate-undo',
    isStep: true,
    kind: 'write',
    role: 'technician',
    help: { en: 'Take back the newest calibration.', zh: '撤销最近一次校准。' },
    examples: { en: ['undo calibration of tank.level'], zh: ['撤销校准水箱液位'] },
    args: z.strictObject({ target }),
    positional: ['target'],
    run: async (args, asker) => {
      const property = numberOf(things, args.target);
      const done = isRefusal(property) ? property : await desk.undo(property, asker);
      return isRefusal(done) ? { ok: false, refusal: done } : { ok: true, data: done };
    },
    say: (property, { language }) => {
      const now = speech.reading(property.address, property.reading(), language);
      return language === 'zh' ? `已恢复到之前的校准。${now}。` : `As it was before. ${now}.`;
    },
  });
}

interface Shown {
  readonly name: string;
  readonly now: string;
  readonly steps: readonly {
    readonly at: number;
    readonly person: string;
    readonly what: string;
  }[];
}

function showAction({ things, calibrations, speech }: CalibrationActionParts): Action {
  return defineAction<{ target: string }, Shown>({
    name: 'calibration',
    isStep: true,
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Show how a sensor is calibrated, since when and by whom.',
      zh: '显示传感器的校准及其历史。',
    },
    examples: { en: ['calibration of tank.level'], zh: ['水箱液位的校准'] },
    args: z.strictObject({ target }),
    positional: ['target'],
    run: (args) => {
      const property = numberOf(things, args.target);
      if (isRefusal(property)) return Promise.resolve({ ok: false, refusal: property });
      const { address, spec, name } = property;
      const steps = calibrations
        .steps(address)
        .map(({ at, person, calibration }) => ({ at, person, what: JSON.stringify(calibration) }));
      const now = JSON.stringify(calibrations.of(address) ?? spec.calibrate ?? null);
      return Promise.resolve({ ok: true, data: { name, now, steps } });
    },
    say: ({ name, now, steps }, { language }) => {
      const head = language === 'zh' ? `${name} 的校准：${now}` : `Calibration of ${name}: ${now}`;
      const from = language === 'zh' ? '（来自站点文件）' : ' (of the site directory)';
      const rows = steps.map(({ at, person, what }) => `${speech.time(at)} ${person}: ${what}`);
      return [steps.length === 0 ? `${head}${from}` : head, ...rows].join('\n');
    },
  });
}

/** By address or id, or in the words of people. */
function numberOf(things: ThingsView, name: string): LiveProperty | Refusal {
  const said = plain(name);
  const found = things
    .properties()
    .filter(({ name: address, thing, spec: { name: own, title, aliases } }) => {
      const titles = [
        thing.id,
        thing.title.en,
        thing.title.zh ?? '',
        ...thing.aliases.en,
        ...thing.aliases.zh,
      ];
      const owns = [own, title.en, title.zh ?? '', ...aliases.en, ...aliases.zh];
      const names = titles.flatMap((one) => [one, ...owns.map((other) => `${one}${other}`)]);
      return [address, ...names].some((each) => plain(each) === said);
    });
  const measured = found.filter(({ spec }) => spec.type === 'number' && !spec.writable);
  const [property, second] = measured.length > 0 ? measured : found;
  if (property === undefined)
    return noSuch(
      name,
      things.properties().map((each) => each.name),
    );
  if (second === undefined || measured.length === 0) return property;
  const hint = `Say which: ${measured.map((each) => each.name).join(', ')}`;
  return { ...noSuch(name, [], hint), message: `"${name}" has several numbers` };
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s._-]+/g, '');
}

function sayFound(found: CalibrationFound, speech: Speech, language: Language): string {
  const { property, raw, point, value = 0, before, after } = found;
  const show = (shown: number): string => formatQuantity(shown, property.spec.unit);
  const name = speech.property(property.address, language);
  const part = Number(raw.toPrecision(5)).toString();
  const [low, high] = examplesOf(property);
  if (language === 'zh') {
    if (after !== undefined)
      return `${name}：现在按旧校准是 ${show(before)}，按新校准是 ${show(after)}。说“保存校准”即可生效。`;
    if (point === 1)
      return `第一点：${show(value)}，部件给出 ${part}。现在请调到第二个已知值，然后说“校准点 ${high}”。`;
    return `${name}现在是 ${show(before)}（部件给出 ${part}）。请调到第一个已知值，然后说“校准点 ${low}”。`;
  }
  if (after !== undefined)
    return `${capital(name)}: by the old calibration it is ${show(before)} now, by the new one ${show(after)}. To keep it: save the calibration`;
  if (point === 1)
    return `First point: ${show(value)}, where the part gives ${part}. Now bring it to the second known value, and say: point ${high}`;
  return `${capital(name)} is ${show(before)} now (the part gives ${part}). Bring it to the first known value, and say: point ${low}`;
}

/** Two values that are far from each other, and not at its ends. */
function examplesOf({ spec: { range } }: LiveProperty): readonly [number, number] {
  const [from, to] = range ?? [0, 100];
  return [from + 0.2 * (to - from), from + 0.8 * (to - from)];
}

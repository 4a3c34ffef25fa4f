/** Compares what was understood of a sentence with what its row means. */
import { parseDuration } from '../../../runtime/core/duration.ts';
import type { ActionCall, Understanding } from '../../../runtime/language/understanding.ts';
import type { Meaning, TimerMeaning } from './meaning.ts';
import type { Placed } from './home-site.ts';

export interface Verdict {
  readonly act: boolean;
  readonly exact: boolean;
  /** It was asked, and something would have been done. */
  readonly writes: boolean;
}

const WRITES = /^(?:set|mode|cancel|undo)$/;

export function judge(meaning: Meaning, found: Understanding): Verdict {
  const writes = callsOf(found).some(({ action }) => WRITES.test(action));
  const said = found.act;
  const act = meaning.act === 'none' ? said === 'none' || said === 'talk' : said === meaning.act;
  return { act, writes, exact: act && readings(meaning).some((one) => isExact(one, found)) };
}

/** Where the speaker stands, or everywhere: the sentence does not say which. */
function readings({ near, ...meaning }: Meaning): readonly Meaning[] {
  return near === undefined ? [meaning] : [meaning, { ...meaning, things: near }];
}

export function callsOf(found: Understanding): readonly ActionCall[] {
  return found.kind === 'act' ? found.calls : [];
}

function isExact(meaning: Meaning, found: Understanding): boolean {
  switch (meaning.act) {
    case 'none':
      return !callsOf(found).some(({ action }) => WRITES.test(action) || action === 'timer');
    case 'talk':
      return isTopic(meaning.topic, found);
    case 'timer':
      return meaning.timer !== undefined && isTimer(meaning.timer, found);
    case 'read':
      return isRead(meaning, found);
    case 'write':
      return isWrite(meaning, found);
  }
}

function isTopic(topic: Meaning['topic'], found: Understanding): boolean {
  if (topic === 'nevermind') return found.kind === 'answer' && !found.yes;
  return found.kind === 'talk' && found.topic === 'time';
}

// --- timers ---

function isTimer(wanted: TimerMeaning, found: Understanding): boolean {
  const [call] = callsOf(found);
  if (call?.action !== 'timer') return false;
  const { args } = call;
  const ms = typeof args['for'] === 'string' ? parseDuration(args['for']) : undefined;
  const length = typeof args['length'] === 'string' ? parseDuration(args['length']) : undefined;
  const name = typeof args['name'] === 'string' ? args['name'].toLowerCase() : undefined;
  return (
    args['do'] === wanted.do &&
    ms === wanted.ms &&
    length === wanted.lengthMs &&
    (wanted.names === undefined ? name === undefined : wanted.names.includes(name ?? '')) &&
    (args['area'] === wanted.area || (wanted.near !== undefined && args['area'] === wanted.near)) &&
    (args['all'] === true) === (wanted.all === true)
  );
}

// --- readings ---

function isRead(meaning: Meaning, found: Understanding): boolean {
  const calls = callsOf(found).filter(({ action }) => action === 'read' || action === 'look');
  if (meaning.things.length === 0) return isNothing(meaning, found);
  const targets = calls.flatMap(targetsOf);
  if (meaning.property === 'temperature') return isWarmth(meaning, targets);
  return (
    isSame(
      meaning.things.map(({ thing }) => thing.id),
      targets.map((target) => target.split('.')[0] ?? ''),
    ) && calls.every((call) => isAsked(meaning, call))
  );
}

function targetsOf({ args }: ActionCall): readonly string[] {
  const { targets, target } = args;
  if (Array.isArray(targets)) return targets.map(String);
  return typeof target === 'string' ? [target] : [];
}

/** Anything that measures it there; a thermostat does, too. */
function isWarmth({ things }: Meaning, targets: readonly string[]): boolean {
  const ids = things.map(({ thing }) => thing.id);
  return (
    targets.length > 0 &&
    targets.every((target) => {
      const [thing = '', property = 'temperature'] = target.split('.');
      return ids.includes(thing) && property === 'temperature';
    })
  );
}

function isAsked({ value }: Meaning, { args }: ActionCall): boolean {
  const compare = args['compare'];
  if (value === undefined) return compare === undefined;
  if (typeof compare !== 'object' || compare === null) return false;
  const { is, above }: { readonly is?: unknown; readonly above?: unknown } = compare;
  return value === true ? is === true || above === 0 : is === false || is === 0;
}

// --- writes ---

function isWrite(meaning: Meaning, found: Understanding): boolean {
  const calls = callsOf(found).filter(({ action }) => action === 'set');
  if (meaning.later === true && calls.length > 0)
    return calls.every(({ args }) => args['at'] !== undefined);
  if (meaning.things.length === 0) return isNothing(meaning, found);
  if (calls.length === 0)
    return meaning.anyClass === true ? lacksClass(meaning, found) : asksWhich(meaning, found);
  const told = calls.map(({ args }) => String(args['target']));
  const ids = told.map((target) => target.split('.')[0] ?? '');
  const wanted = meaning.things.map(({ thing }) => thing.id);
  const isMeant =
    meaning.anyClass === true ? isOfClasses(meaning.things, ids) : isSame(wanted, ids);
  return isMeant && calls.every((call) => isValue(meaning, call, told));
}

/** The row says "covers", the sentence "gates", and there is no gate there. */
function lacksClass({ things, areas = [] }: Meaning, found: Understanding): boolean {
  const wanted = found.kind === 'unsure' ? found.wanted : undefined;
  const isThere = things.some(({ thing }) => wanted?.kinds.includes(thing.kind) === true);
  if (wanted === undefined || isThere || !isSame(areas, wanted.areas)) return false;
  return wanted.kinds.length > 0;
}

/** The row says "covers", the sentence says "gates": all of one class, or of several. */
function isOfClasses(things: readonly Placed[], ids: readonly string[]): boolean {
  const kinds = things.filter(({ thing }) => ids.includes(thing.id)).map(({ thing }) => thing.kind);
  const ofThese = things.filter(({ thing }) => kinds.includes(thing.kind));
  return (
    ids.length > 0 &&
    isSame(
      ofThese.map(({ thing }) => thing.id),
      ids,
    )
  );
}

function isValue(meaning: Meaning, { args }: ActionCall, told: readonly string[]): boolean {
  const { value, property } = meaning;
  const [thing = '', name = ''] = String(args['target']).split('.');
  const given = args['value'];
  if (property !== undefined && name === 'power')
    return given === true && told.includes(`${thing}.${property}`);
  if (property !== undefined) return name === property && isAlike(value, given);
  const placed = meaning.things.find((one) => one.thing.id === thing);
  // To turn a lock on is to lock it, and a lock that is open is off.
  const isOn = placed?.thing.kind === 'lock' ? value === false : value === true;
  return given === isOn || (typeof given === 'number' && given === (isOn ? 100 : 0));
}

/** The lowest of theirs is 1, of ours what the range begins with. */
function isAlike(wanted: Meaning['value'], given: unknown): boolean {
  return given === wanted || (wanted === 1 && given === 0);
}

// --- what is not there, and what is not said ---

/** Nothing there is of that kind: exact is who knows what was wanted, where, and touches nothing. */
function isNothing({ areas = [], kinds = [] }: Meaning, found: Understanding): boolean {
  const wanted = found.kind === 'unsure' ? found.wanted : undefined;
  if (wanted === undefined) return false;
  const isPlace = areas.length === 0 || isSame(areas, wanted.areas);
  return isPlace && (kinds.length === 0 || kinds.some((kind) => wanted.kinds.includes(kind)));
}

/** Neither a thing nor a place was said, and several can be meant: exact is who asks which of them. */
function asksWhich({ things, areas = [], value }: Meaning, found: Understanding): boolean {
  const wanted = found.kind === 'unsure' ? found.wanted : undefined;
  if (wanted === undefined || areas.length > 0 || things.length < 2) return false;
  const ids = things.map(({ thing }) => thing.id);
  return isSame(ids, wanted.things) && wanted.value === value;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  const [a, b] = [new Set(left), new Set(right)];
  return a.size === b.size && [...a].every((one) => b.has(one));
}

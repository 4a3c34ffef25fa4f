/** What a person should know of a regulator next to a receipt: that it works now, or that it will switch the thing again. */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { isTrustworthy, type PropertyAddress } from '../core/reading.ts';
import type { SiteThing } from '../config/site.ts';
import type { ThingsView } from '../devices/things-view.ts';

/** A sentence to go behind the receipt; empty where no regulator is concerned. */
export function regulationNote(
  written: PropertyAddress,
  things: ThingsView,
  speech: Speech,
  language: Language,
): string {
  const own = things.thing(written.thing);
  if (own?.kind === 'regulator') return sayWork(own, things, speech, language);
  const above = things.list().find((thing) => regulates(thing, written) && isActive(thing, things));
  if (above === undefined) return '';
  const name = speech.thing(above.id, language);
  return language === 'zh'
    ? `注意：“${name}”正在自动调节，可能会再次操作它；要停止请说“关闭${name}”。`
    : ` Mind that ${name} is active and may switch it again; to end that, say “turn off ${name}”.`;
}

function sayWork(
  regulator: SiteThing,
  things: ThingsView,
  speech: Speech,
  language: Language,
): string {
  const config = configOf(regulator);
  const measured = config === undefined ? undefined : things.find(config.reading);
  if (config === undefined || measured === undefined || !isActive(regulator, things)) return '';
  const reading = measured.reading();
  const now = speech.reading(config.reading, reading, language);
  if (language === 'zh')
    return isTrustworthy(reading) ? `开始自动调节，${now}。` : `目前无法调节：${now}。`;
  return isTrustworthy(reading) ? ` It regulates now. ${now}.` : ` It cannot regulate now. ${now}.`;
}

function regulates(thing: SiteThing, { thing: id, property }: PropertyAddress): boolean {
  const output = configOf(thing)?.output;
  return output?.thing === id && output.property === property;
}

function isActive({ id }: SiteThing, things: ThingsView): boolean {
  return things.find({ thing: id, property: 'active' })?.reading().value === true;
}

function configOf({ properties }: SiteThing) {
  const source = properties[0]?.source;
  return source?.kind === 'regulator' ? source.regulator : undefined;
}

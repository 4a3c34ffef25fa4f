/** `wiring`: how a part is wired, in the words of its driver and with the pins of this board. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import { nearest } from '../core/nearest.ts';
import { z } from '../core/schema.ts';
import type { BoardFile } from '../config/board-file.ts';
import type { Site, SitePart } from '../config/site.ts';
import type { Driver } from '../hal/driver.ts';
import { headerOf } from '../hal/header.ts';
import { parseClaim } from '../hal/claim.ts';
import { findByWords } from './find-by-words.ts';
import { noSuch } from './targets.ts';

export interface WiringActionParts {
  readonly site: Pick<Site, 'boards'>;
  /** Of this node. */
  readonly board: string;
  readonly drivers: () => Promise<readonly Driver[]>;
  readonly hardware: () => BoardFile | undefined;
}

interface WiringHelp {
  readonly driver: string;
  readonly title: string;
  /** The part of the configuration, where there is one. */
  readonly part?: string;
  readonly wiring: Readonly<Record<string, string>>;
  /** Pins of this board: those of the part, else of the buses it may hang on. */
  readonly pins: readonly { readonly pin: number; readonly label: string; readonly on: string }[];
}

export function wiringAction(parts: WiringActionParts): Action {
  return defineAction<{ target: string }, readonly WiringHelp[]>({
    name: 'wiring',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Say how a part is wired to this board.', zh: '说明部件如何接线到本板。' },
    examples: {
      en: ['how do I wire the light sensor?', 'how do I connect an sht31?'],
      zh: ['怎么接光照传感器？'],
    },
    args: z.strictObject({ target: z.string().describe('a thing, a part, or a driver') }),
    positional: ['target'],
    run: async ({ target }) => {
      const all = await parts.drivers();
      const found = findParts(parts, target);
      const helps = found.flatMap((part) => {
        const driver = all.find(({ id }) => id === part.driver);
        return driver === undefined ? [] : [helpOf(parts, driver, part)];
      });
      const named = all.find(({ id, title }) => isSame(id, target) || isSame(title, target));
      const data = helps.length > 0 ? helps : named === undefined ? [] : [helpOf(parts, named)];
      if (data.length > 0) return { ok: true, data };
      const ids = all.map(({ id }) => id);
      const hint = `See which drivers there are with: boardtalk driver list${near(target, ids)}`;
      return { ok: false, refusal: noSuch(target, [], hint) };
    },
    say: (helps, { language }) => helps.map((help) => sayHelp(help, language)).join('\n\n'),
  });
}

function near(target: string, ids: readonly string[]): string {
  const found = nearest(target, ids);
  return found === undefined ? '' : ` (did you mean ${found}?)`;
}

function isSame(name: string, said: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\d]+/gu, '');
  return plain(name) === plain(said);
}

/** The parts behind a thing, or the one of that name. */
function findParts({ site, board }: WiringActionParts, target: string): readonly SitePart[] {
  const own = site.boards.find(({ id }) => id === board);
  if (own === undefined) return [];
  const named = own.parts.filter(({ name }) => isSame(name, target));
  if (named.length > 0) return named;
  const sources = findByWords(own.things, target).flatMap(({ properties }) =>
    properties.flatMap(({ source }) => (source.kind === 'part' ? source.part : [])),
  );
  return own.parts.filter(({ name }) => sources.includes(name));
}

function helpOf({ hardware }: WiringActionParts, driver: Driver, part?: SitePart): WiringHelp {
  const { id, title, about } = driver;
  const file = hardware();
  const header = file === undefined ? [] : headerOf(file);
  const places = part?.claims.map(placeOf) ?? busesOf(file, about?.bus);
  const pins = header.flatMap(({ pin, label, line, buses = [] }) =>
    [line ?? '', ...buses]
      .filter((each) => each !== '' && places.includes(each))
      .map((on) => ({ pin, label, on })),
  );
  return { driver: id, title, ...(part && { part: part.name }), wiring: about?.wiring ?? {}, pins };
}

/** As the header names it: a line, or a bus. */
function placeOf(text: string): string {
  const claim = parseClaim(text);
  switch (claim?.kind) {
    case 'gpio':
      return claim.line;
    case 'i2c':
      return claim.bus;
    case 'pwm':
      return claim.chip;
    case 'spi':
      return claim.device;
    case 'serial':
      return claim.id;
    case 'onewire':
      return 'onewire';
    default:
      return '';
  }
}

function busesOf(file: BoardFile | undefined, bus: string | undefined): readonly string[] {
  switch (bus) {
    case 'i2c':
      return file?.i2c.map(({ id }) => id) ?? [];
    case 'spi':
      return file?.spi.map(({ id }) => id) ?? [];
    case 'serial':
      return file?.serial.map(({ id }) => id) ?? [];
    case 'pwm':
      return file?.pwm.map(({ chip }) => chip) ?? [];
    case 'onewire':
      return ['onewire'];
    default:
      return [];
  }
}

function sayHelp({ driver, title, part, wiring, pins }: WiringHelp, language: Language): string {
  const isChinese = language === 'zh';
  const name = part === undefined ? `${title} (${driver})` : `${part}: ${title} (${driver})`;
  const wires = Object.entries(wiring).map(([from, to]) => `${from} → ${to}`);
  const none = isChinese ? '不需要接线' : 'nothing is wired';
  const places = pins.map(({ pin, label, on }) => {
    const place = on === label ? label : `${label} (${on})`;
    return isChinese ? `引脚 ${String(pin)} ${place}` : `pin ${String(pin)} ${place}`;
  });
  const here = isChinese ? '本板上：' : 'On this board: ';
  return [
    name,
    ...(wires.length === 0 ? [none] : wires),
    ...(places.length === 0 ? [] : [`${here}${places.join(isChinese ? '、' : ', ')}`]),
  ].join('\n');
}

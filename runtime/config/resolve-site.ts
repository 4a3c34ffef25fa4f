/**
 * Checked files → the site that the other rooms see: every default filled in, regulators turned
 * into things. Only for files without errors.
 */
import { formatAddress } from '../core/reading.ts';
import { timingOf } from './checks/property-facts.ts';
import type { SiteIndex, WiredProperty } from './checks/site-index.ts';
import type { BoardConfig, DevicesFile, RegulatorConfig } from './devices-schema.ts';
import { canonicalClaim } from './line-address.ts';
import { partOptions } from './part-options.ts';
import type { PlatformFile } from './platform-schema.ts';
import type { Site, SiteBoard, SitePart, SiteProperty, SiteThing, Titles } from './site.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface CheckedFiles {
  readonly platform: PlatformFile;
  readonly devices: DevicesFile;
  readonly index: SiteIndex;
  readonly vocabulary: Vocabulary;
}

export type ResolvedSite = Omit<Site, 'platforms' | 'modelService' | 'warnings'>;

export function resolveSite(files: CheckedFiles): ResolvedSite {
  const { site, people } = files.platform;
  const { areas, floors, boards, discovered } = files.devices;
  return {
    id: site.id,
    title: site.title ?? site.id.charAt(0).toUpperCase() + site.id.slice(1).replaceAll('-', ' '),
    language: site.language,
    keepChatTextMs: site.keep_chat_text,
    ...(site.timezone === undefined ? {} : { timezone: site.timezone }),
    areas: Object.entries(areas).map(([id, area]) => ({ id, ...area })),
    floors: Object.entries(floors).map(([id, floor]) => ({ id, ...floor })),
    boards: Object.entries(boards).map(([id, board]) => resolveBoard(files, id, board)),
    discovered,
    people,
  };
}

function resolveBoard(files: CheckedFiles, id: string, board: BoardConfig): SiteBoard {
  const wired = files.index.wired.filter((property) => property.board === id);
  const things = Object.entries(board.things).map(([thing, config]) => ({
    ...config,
    id: thing,
    board: id,
    properties: wired.filter(({ address }) => address.thing === thing).flatMap(resolveProperty),
  }));
  const regulators = Object.entries(board.regulators).map(([regulator, config]) =>
    resolveRegulator(files, config, { id: regulator, board: id }),
  );
  return {
    id,
    model: board.board,
    title: board.title ?? titleOf(id),
    parts: Object.entries(board.parts).map(([name, part]) =>
      resolvePart(name, part, { files, model: board.board }),
    ),
    things: [...things, ...regulators],
  };
}

function resolvePart(
  name: string,
  part: BoardConfig['parts'][string],
  { files: { vocabulary }, model }: { readonly files: CheckedFiles; readonly model: string },
): SitePart {
  const options = partOptions(part);
  const addressing = vocabulary.boards.get(model)?.addressing;
  const driver = vocabulary.drivers.get(part.driver);
  const written = driver?.claims(options) ?? [];
  const claims = written.map((claim) => canonicalClaim(addressing, claim));
  const sees = driver?.takesPictures === true || driver?.looksThrough !== undefined;
  return { name, driver: part.driver, options, claims, ...(sees && { sees }) };
}

/** Without errors every source was found; the type cannot know. */
function resolveProperty({ address, config, source, facts }: WiredProperty): SiteProperty[] {
  if (!source.found || facts === undefined) return [];
  const { title, aliases, words, calibrate, settle, tolerance, proof, confirm } = config;
  return [
    {
      ...facts,
      ...timingOf(config),
      name: address.property,
      title: title ?? titleOf(address.property),
      aliases,
      words,
      source: { kind: 'part', part: source.part, channel: source.channel.name },
      calibrate,
      settleMs: settle ?? 0,
      tolerance,
      proof,
      confirm,
      onRestart: config.onRestart,
      interlocks: config.interlocks,
    },
  ];
}

function titleOf(id: string): Titles {
  return { en: id.replaceAll('-', ' ') };
}

/** People see a regulator as a thing with a setpoint and a switch; both survive a restart. */
function resolveRegulator(
  { index }: CheckedFiles,
  regulator: RegulatorConfig,
  { id, board }: { id: string; board: string },
): SiteThing {
  const { title, aliases, area } = regulator;
  const properties = REGULATOR_TITLES.flatMap(([name, titles]) => {
    const facts = index.find({ thing: id, property: name })?.facts;
    const source = { kind: 'regulator', regulator, role: name } as const;
    const confirm = name === 'active' ? confirmOf(index, regulator) : undefined;
    return facts === undefined
      ? []
      : [{ ...REGULATED, ...facts, name, title: titles, source, confirm }];
  });
  return { id, board, title, aliases, area, kind: 'regulator', role: 'operator', properties };
}

/** What asks before a person moves it also asks before a rule is let loose on it. */
function confirmOf({ wired }: SiteIndex, { output }: RegulatorConfig): SiteProperty['confirm'] {
  const name = formatAddress(output);
  const confirm = wired.find(({ address }) => formatAddress(address) === name)?.config.confirm;
  return confirm && { to: 'on', people: confirm.people };
}

const REGULATOR_TITLES = [
  ['setpoint', { en: 'setpoint', zh: '设定值' }],
  ['active', { en: 'active', zh: '启用' }],
] as const;

/** Its values come from memory, at once and exactly. */
const REGULATED = {
  aliases: { en: [], zh: [] },
  words: 'on-off',
  everyMs: 1_000,
  staleAfterMs: 15_000,
  faultyAfterMs: 60_000,
  settleMs: 0,
  tolerance: 0,
  onRestart: 'last',
  interlocks: [],
} as const;

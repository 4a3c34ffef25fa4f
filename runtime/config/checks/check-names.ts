/**
 * One name means one thing: titles and aliases of areas, boards, things and regulators, in each
 * language; and those of the properties within a thing. Ids are what remains when no name fits.
 */
import { titleLanguages } from '../fields.ts';
import type { Findings } from '../form/findings.ts';
import { quote } from '../form/quote.ts';
import { keysAt, type Path } from '../form/value-at.ts';
import type { SiteContext } from './site-context.ts';

type Language = (typeof titleLanguages)[number];

/** Something that people call by its names. */
interface Named {
  readonly id: string;
  readonly path: Path;
  readonly title?: Readonly<Partial<Record<Language, string | undefined>>> | undefined;
  readonly aliases?: Readonly<Partial<Record<Language, readonly string[] | undefined>>> | undefined;
  readonly area?: string | undefined;
}

interface Name {
  readonly text: string;
  readonly path: Path;
}

interface Meaning {
  readonly owner: Named;
  readonly name: Name;
}

export function checkNames({ file, findings }: SiteContext): void {
  const onBoards = Object.entries(file.boards).flatMap(([board, { things: each, regulators }]) => [
    ...named(each, ['boards', board, 'things']),
    ...named(regulators, ['boards', board, 'regulators']),
  ]);
  const things = [...onBoards, ...named(file.discovered, ['discovered'])];
  checkIds(findings, things);
  checkMeanings(findings, [
    ...named(file.areas, ['areas']),
    ...named(file.floors, ['floors']),
    ...named(file.boards, ['boards']),
    ...things,
  ]);
  for (const [board, { things: each }] of Object.entries(file.boards)) {
    for (const [thing, { properties }] of Object.entries(each))
      checkMeanings(findings, named(properties, ['boards', board, 'things', thing, 'properties']));
  }
  checkAreas(findings, things);
  checkFloors(findings, file.areas);
}

function named(map: Readonly<Record<string, Omit<Named, 'id' | 'path'>>>, path: Path): Named[] {
  return Object.entries(map).map(([id, given]) => ({ ...given, id, path: [...path, id] }));
}

function checkMeanings(findings: Findings, all: readonly Named[]): void {
  for (const language of titleLanguages) {
    const meanings = new Map<string, Meaning>();
    for (const owner of all) {
      for (const name of namesOf(owner, language)) {
        const first = meanings.get(normalise(name.text));
        if (first === undefined) meanings.set(normalise(name.text), { owner, name });
        else if (first.owner !== owner) tellTwice(findings, name, first);
      }
    }
  }
}

function namesOf({ path, title, aliases }: Named, language: Language): Name[] {
  const text = title?.[language];
  const own = text === undefined ? [] : [{ text, path: [...path, 'title', language] }];
  const others = (aliases?.[language] ?? []).map((alias, index) => ({
    text: alias,
    path: [...path, 'aliases', language, index],
  }));
  return [...own, ...others];
}

/** As people write: capitals, full-width letters (NFKC), spaces and dashes make no difference. */
function normalise(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

function tellTwice(findings: Findings, { text, path }: Name, first: Meaning): void {
  const message = `${quote(text)} already means ${quote(first.owner.id)}`;
  const hint = `a name means one thing; the other one stands at ${findings.placeOf(first.name.path)}`;
  findings.error({ path, message, hint });
}

/** A command names a thing without its board. */
function checkIds(findings: Findings, things: readonly Named[]): void {
  const first = new Map<string, Path>();
  for (const { id, path } of things) {
    const other = first.get(id);
    first.set(id, other ?? path);
    if (other === undefined) continue;
    const hint = `the other one stands at ${findings.placeOf(other, 'key')}`;
    findings.error({ path, part: 'key', message: `there is another thing ${quote(id)}`, hint });
  }
}

function checkAreas(findings: Findings, things: readonly Named[]): void {
  const known = keysAt(findings.document.value, ['areas']);
  for (const { area, path } of things) {
    if (area !== undefined && !known.includes(area))
      findings.unknown('area', area, { path: [...path, 'area'], known });
  }
}

function checkFloors(
  findings: Findings,
  areas: Readonly<Record<string, { readonly floor?: string | undefined }>>,
): void {
  const known = keysAt(findings.document.value, ['floors']);
  for (const [id, { floor }] of Object.entries(areas)) {
    if (floor !== undefined && !known.includes(floor))
      findings.unknown('floor', floor, { path: ['areas', id, 'floor'], known });
  }
}

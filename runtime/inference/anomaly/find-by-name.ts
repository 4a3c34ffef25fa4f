/** From the words of people to what is measured: "the vibration of pump 2", "pump 2's vibration", `pump-2.vibration`. Pure. */
import type { Aliases, SiteProperty, SiteThing, Titles } from '../../config/site.ts';
import { isLearned } from '../../config/with-learned.ts';

/** A property, or a thing of which it is clear which. */
interface Named {
  readonly thing: SiteThing;
  readonly property: SiteProperty;
}

/** What is measured and has this name; several where the name fits several. */
export function findMeasured(things: readonly SiteThing[], said: string): readonly Named[] {
  const name = plain(said);
  const measured = things.flatMap((thing) =>
    thing.properties.filter(isMeasured).map((property) => ({ thing, property })),
  );
  const exact = measured.filter(({ thing, property }) => namesOf(thing, property).includes(name));
  if (exact.length > 0) return exact;
  return measured.filter(({ thing }) => spellings(thing).map(plain).includes(name));
}

function isMeasured(property: SiteProperty): boolean {
  return property.type === 'number' && !property.writable && !isLearned(property);
}

function namesOf(thing: SiteThing, property: SiteProperty): readonly string[] {
  const owns = [property.name, ...spellings(property)];
  const alone = spellings(property);
  const joined = [thing.id, ...spellings(thing)].flatMap((one) =>
    owns.flatMap((own) => [
      ...[`${one} ${own}`, `${own} of ${one}`, `${own} of the ${one}`, `${one}'s ${own}`],
      ...[`${one}的${own}`, `${own} von ${one}`, `${own} de ${one}`],
    ]),
  );
  return [...alone, ...joined].map(plain);
}

function spellings({ title, aliases }: { title: Titles; aliases: Aliases }): readonly string[] {
  const lists = [aliases.en, aliases.zh, aliases.de ?? [], aliases.es ?? []];
  const titles = [title.en, title.zh, title.de, title.es].filter((text) => text !== undefined);
  return [...titles, ...lists.flat()];
}

/** `pump-2.vibration` and "Pump 2 vibration" are one. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:the|der|die|das|el|la) /, '')
    .replace(/[\s._-]+/g, '');
}

/** The things of other boards that the rules of a board name: what it has to hear of over the mesh. */
import type { PropertyAddress } from '../core/reading.ts';
import { withoutLearnedOf } from './with-learned.ts';
import type { Site, SiteBoard, SiteProperty, SiteThing } from './site.ts';

export function foreignThings(site: Site, board: SiteBoard): readonly SiteThing[] {
  const named = new Set(
    board.things
      .flatMap(({ properties }) => properties.flatMap(addressesNamed))
      .map(({ thing }) => thing),
  );
  return site.boards
    .filter(({ id }) => id !== board.id)
    .flatMap(({ things }) => things)
    .filter(({ id }) => named.has(id))
    .map(withoutLearnedOf);
}

function addressesNamed({ interlocks, proof, source }: SiteProperty): readonly PropertyAddress[] {
  const byInterlocks = interlocks.flatMap(({ exclusive, requires }) => [
    exclusive,
    requires?.reading,
  ]);
  const byRegulator =
    source.kind === 'regulator' ? [source.regulator.reading, source.regulator.output] : [];
  return [...byInterlocks, proof?.reading, ...byRegulator].filter(
    (address) => address !== undefined,
  );
}

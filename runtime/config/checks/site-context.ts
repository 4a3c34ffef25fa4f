/** What every check of devices.yaml works on, and how they follow an address. */
import { formatAddress, type PropertyAddress } from '../../core/reading.ts';
import type { DevicesFile } from '../devices-schema.ts';
import type { Findings } from '../form/findings.ts';
import { quote } from '../form/quote.ts';
import type { Path } from '../form/value-at.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { IndexedProperty, SiteIndex } from './site-index.ts';

export interface SiteContext {
  readonly findings: Findings;
  readonly file: DevicesFile;
  readonly index: SiteIndex;
  readonly vocabulary: Vocabulary;
}

/** Where an address stands, and on which board it may lead; without one, on any. */
interface Whereabouts {
  readonly path: Path;
  readonly board?: string;
}

/** The property that stands as an address at `path`; tells when there is none, or not on the board that it must be on. */
export function followAddress(
  { findings, index }: SiteContext,
  address: PropertyAddress,
  { path, board }: Whereabouts,
): IndexedProperty | undefined {
  const text = formatAddress(address);
  const entry = index.find(address);
  if (entry === undefined) {
    if (!index.addresses.includes(text))
      findings.unknown('property', text, { path, known: index.addresses });
    return undefined;
  }
  if (board === undefined || entry.board === board) return entry;
  const message = `${text} belongs to the board ${quote(entry.board)}`;
  findings.error({
    path,
    message,
    hint: 'a rule reads on any board, and writes only on its own: name a property of its own board',
  });
  return undefined;
}

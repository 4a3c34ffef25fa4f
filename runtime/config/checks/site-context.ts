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

/** The property that stands as an address at `path`; tells when there is none, or not on this board. */
export function followAddress(
  { findings, index }: SiteContext,
  address: PropertyAddress,
  { path, board }: { path: Path; board: string },
): IndexedProperty | undefined {
  const text = formatAddress(address);
  const entry = index.find(address);
  if (entry === undefined) {
    if (!index.addresses.includes(text))
      findings.unknown('property', text, { path, known: index.addresses });
    return undefined;
  }
  if (entry.board === board) return entry;
  const message = `${text} belongs to the board ${quote(entry.board)}`;
  findings.error({
    path,
    message,
    hint: 'a rule needs no network: name a property of its own board',
  });
  return undefined;
}

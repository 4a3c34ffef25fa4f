/**
 * Who occupies what on one board. The configuration is checked for the same (`config/checks/`), but a
 * board rests on its own board file: here it is refused before anything is opened, since a driven
 * line would silence the bus that takes it, and two masters of one chip read each other's answers.
 */
import { busOfPlace } from '../config/bus-lines.ts';
import type { SitePart } from '../config/site.ts';
import type { HeaderPin } from '../hal/board.ts';
import { HalError } from '../hal/errors.ts';

type Claimant = Pick<SitePart, 'name' | 'claims'>;

export class Places {
  readonly #header: readonly HeaderPin[];
  /** Part → what it claims. */
  readonly #taken = new Map<string, readonly string[]>();

  constructor(header: readonly HeaderPin[]) {
    this.#header = header;
  }

  /** All that it claims, or nothing. @throws HalError HAL_PLACE_TAKEN */
  take({ name, claims }: Claimant): void {
    for (const claim of claims)
      for (const [other, theirs] of this.#taken)
        for (const their of theirs) {
          const reason = this.#conflict(claim, their);
          if (reason !== undefined)
            throw new HalError('HAL_PLACE_TAKEN', `${reason}, which the part ${other} uses`);
        }
    this.#taken.set(name, claims);
  }

  release(name: string): void {
    this.#taken.delete(name);
  }

  #conflict(mine: string, theirs: string): string | undefined {
    if (mine === theirs) return told(mine);
    if (this.#isLineOf(mine, theirs))
      return `${told(mine)} belongs to the bus ${busOfPlace(theirs)}`;
    if (this.#isLineOf(theirs, mine)) return `${busOfPlace(mine)} needs ${told(theirs)}`;
    return undefined;
  }

  #isLineOf(line: string, place: string): boolean {
    const bus = busOfPlace(place);
    return this.#header.some(
      (pin) => `gpio:${pin.line ?? ''}` === line && pin.buses?.includes(bus),
    );
  }
}

/** As people write it. */
function told(claim: string): string {
  return claim.replace(/^gpio:/, '');
}

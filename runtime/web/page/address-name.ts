/** `pump.power`: the spelling of `core/reading.ts`, without the schemas that stand there, which weigh more than this whole page. */
import type { PropertyAddress } from '../../core/reading.ts';

export function addressName({ thing, property }: PropertyAddress): string {
  return `${thing}.${property}`;
}

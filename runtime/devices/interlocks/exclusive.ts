/** `exclusive: vent.position`: the other property must be at its safe value, and stay there. */
import { formatAddress, type PropertyAddress } from '../../core/reading.ts';
import { refused, type Interlock } from './interlock.ts';

export function exclusive(other: PropertyAddress, name = 'exclusive'): Interlock {
  return {
    name,
    objects: (_write, world) =>
      world.isSafe(other) ? undefined : refused(`${formatAddress(other)} is in use`),
  };
}

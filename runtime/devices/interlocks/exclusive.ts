/**
 * `exclusive: vent.position`: never both away from their safe values, whichever of the two names
 * the other. Found both away, by a restart or a hand at the switch, both go back.
 */
import { formatAddress, type PropertyAddress } from '../../core/reading.ts';
import { refused, type Interlock, type InterlockWorld, type Objection } from './interlock.ts';

export function exclusive(other: PropertyAddress, name = 'exclusive'): Interlock {
  const otherName = formatAddress(other);
  const inUse = (world: InterlockWorld): Objection | undefined =>
    world.isSafe(other) === false
      ? refused(`${otherName} is in use`, `${otherName}正在使用`)
      : undefined;
  return {
    name,
    objects: (_write, world) =>
      world.isSafe(other) === undefined
        ? {
            code: 'INTERLOCK_BLIND',
            message: `${otherName} cannot be seen, its part is broken`,
            zh: `看不到${otherName}，它的部件有故障`,
          }
        : inUse(world),
    forces: inUse,
  };
}

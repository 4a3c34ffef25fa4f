/**
 * May these bytes be sent to a chip to read it? Before a read stands a write of the register's
 * number, and a chip that takes numbers of another length takes it for a command, or for levels.
 */
import { channelsOf } from '../../core/channel.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { SitePart } from '../../config/site.ts';
import { formatAddress } from '../../hal/claim.ts';
import type { Driver } from '../../hal/driver.ts';
import { refuseHal } from '../../hal/errors.ts';
import { partsAt, takesAddress } from './parts-at.ts';

export interface RawRead {
  readonly bus: string;
  readonly address: number;
  /** Bytes of the register's number. */
  readonly registerBytes: number;
}

/** @returns undefined where it may be read */
export function objectsToRead(
  { bus, address, registerBytes }: RawRead,
  parts: readonly SitePart[],
  drivers: readonly Driver[],
): Refusal | undefined {
  const place = `${formatAddress(address)} on ${bus}`;
  const users = partsAt(parts, bus, address);
  const driverOf = (part: SitePart) => drivers.find(({ id }) => id === part.driver);
  const driving = users.find((part) => hasOutputs(driverOf(part), part));
  if (driving !== undefined)
    return refuseHal('HAL_NO_RAW_READ', `${place} is ${driving.name}, which drives outputs`);
  const known = users.flatMap((part) => driverOf(part) ?? []);
  const takers =
    known.length > 0 ? known : drivers.filter((driver) => takesAddress(driver, bus, address));
  const unlike = takers.find(({ about }) => (about?.registers ?? 1) !== registerBytes);
  if (unlike === undefined && (takers.length > 0 || registerBytes === 1)) return undefined;
  return refuseHal('HAL_NO_RAW_READ', sayUnlike(place, unlike, known.length > 0));
}

function hasOutputs(driver: Driver | undefined, part: SitePart): boolean {
  if (driver === undefined) return false;
  return channelsOf(driver.channels, part.options).some(({ writable }) => writable);
}

function sayUnlike(place: string, driver: Driver | undefined, isKnown: boolean): string {
  if (driver === undefined)
    return `nobody knows what ${place} is, and most chips take the second byte for a value`;
  const { id, about } = driver;
  const takes = about?.registers ?? 1;
  const how =
    takes === 'none'
      ? 'has no registers and would take the byte for a command or for levels'
      : `has registers of ${String(takes)} byte${takes === 1 ? '' : 's'}, and would take others for a value`;
  return isKnown ? `${place} (${id}) ${how}` : `${place} may be a ${id}, which ${how}`;
}

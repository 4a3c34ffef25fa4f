/** Who has an address of an I2C bus: the parts of the configuration, and the drivers that could. */
import type { SitePart } from '../../config/site.ts';
import { parseClaim } from '../../hal/claim.ts';
import type { Driver } from '../../hal/driver.ts';

/** Several where each has its own input of one chip. */
export function partsAt(parts: readonly SitePart[], bus: string, address: number): SitePart[] {
  return parts.filter(({ claims }) =>
    claims.map(parseClaim).some((claim) => isAt(claim, bus) && claim.address === address),
  );
}

export function addressesOf(parts: readonly SitePart[], bus: string): readonly number[] {
  const claims = parts.flatMap(({ claims: texts }) => texts.map(parseClaim));
  return claims.flatMap((claim) => (isAt(claim, bus) ? claim.address : []));
}

/** Can its part be strapped to this address? Its own options decide that, whatever else they want. */
export function takesAddress({ about, options }: Driver, bus: string, address: number): boolean {
  if (about?.bus !== 'i2c') return false;
  const issues = options.safeParse({ bus, address }).error?.issues ?? [];
  return !issues.some(({ path: [first] }) => first === 'address');
}

function isAt(
  claim: ReturnType<typeof parseClaim>,
  bus: string,
): claim is Extract<ReturnType<typeof parseClaim>, { kind: 'i2c' }> {
  return claim?.kind === 'i2c' && claim.bus === bus;
}

/** What a write's evidence says: register and proof weighed against what was wanted. Pure. */
import {
  formatAddress,
  isTrustworthy,
  type PropertyAddress,
  type Reading,
  type Value,
} from '../core/reading.ts';
import type { Evidence } from '../core/receipt.ts';
import type { SiteProperty } from '../config/site.ts';
import { outside } from './condition.ts';
import { isNear } from './near.ts';

export interface Measurement {
  /** What the evidence says the property now is; null when it says nothing clear. */
  readonly measured: Value | null;
  readonly evidence: Evidence;
  readonly proof?: PropertyAddress & { readonly reading: Reading };
  /** It says by itself how it stands, and has said nothing since. */
  readonly isUnconfirmed?: true;
  /** What does not fit, in words; absent when the world followed. */
  readonly contradiction?: string;
}

export interface Findings {
  readonly value: Value;
  /** What the register holds, or the device reports; null when the part cannot tell. */
  readonly latch: Value | null;
  /** Where that comes from: read back, or said by the device itself. */
  readonly by?: 'latch' | 'report';
  /** The reading the property names as its proof; absent when it names none, or none that exists. */
  readonly proof?: Reading | undefined;
}

/**
 * Where the property names an independent reading as its proof, that one decides. A reading that
 * cannot be trusted proves nothing and contradicts nothing.
 */
export function weigh(
  { tolerance, proof, safe }: Pick<SiteProperty, 'tolerance' | 'proof' | 'safe'>,
  { value, latch, by = 'latch', proof: reading }: Findings,
): Measurement {
  if (latch !== null && !isNear(latch, value, tolerance)) {
    const holder = by === 'report' ? 'the device reports' : 'the output register holds';
    return { measured: latch, evidence: by, contradiction: `${holder} ${String(latch)}` };
  }
  const byRegister: Measurement = { measured: latch, evidence: latch === null ? 'none' : by };
  if (proof === undefined || reading === undefined) return byRegister;
  const seen = { ...proof.reading, reading };
  if (!isTrustworthy(reading) || reading.value === null) return { ...byRegister, proof: seen };
  const verdict = judgeProof(proof, { value, isSafe: value === safe, seen: reading.value });
  return { ...verdict, evidence: 'sensor', proof: seen };
}

/** Without an `off` condition, off means that the `on` condition does not hold. */
function judgeProof(
  { reading, on, off }: NonNullable<SiteProperty['proof']>,
  { value, isSafe, seen }: { value: Value; isSafe: boolean; seen: Value },
): Pick<Measurement, 'measured' | 'contradiction'> {
  const looksOn = outside(on, seen) === undefined;
  const looksOff = off === undefined ? !looksOn : outside(off, seen) === undefined;
  if (isSafe ? looksOff : looksOn) return { measured: value };
  const opposite = typeof value === 'boolean' ? !value : null;
  const measured = (isSafe ? looksOn : looksOff) ? opposite : null;
  return { measured, contradiction: `${formatAddress(reading)} disagrees` };
}

/**
 * After a write: what is true now? The output register is read back; where the property names an
 * independent reading as its proof, that one decides after the settle time. A reading that cannot
 * be trusted proves nothing and contradicts nothing.
 */
import {
  formatAddress,
  isTrustworthy,
  type PropertyAddress,
  type Reading,
  type Value,
} from '../core/reading.ts';
import type { Evidence } from '../core/receipt.ts';
import type { Actuator } from './actuator.ts';
import { outside } from './interlocks/requires.ts';

export interface Measurement {
  readonly measured: Value | null;
  readonly evidence: Evidence;
  readonly proof?: PropertyAddress & { readonly reading: Reading };
  /** What does not fit, in words; absent when the world followed. */
  readonly contradiction?: string;
}

export interface MeasureParts {
  readonly actuator: Actuator;
  readonly value: Value;
  /** Samples a reading afresh; undefined when there is no such property. */
  readonly look: (address: PropertyAddress) => Promise<Reading | undefined>;
}

export async function measure({ actuator, value, look }: MeasureParts): Promise<Measurement> {
  const latch = await actuator.readBack();
  const { tolerance, proof } = actuator.property.spec;
  if (latch !== null && !isNear(latch, value, tolerance)) {
    return {
      measured: latch,
      evidence: 'latch',
      contradiction: `the output register holds ${String(latch)}`,
    };
  }
  const byRegister: Measurement = { measured: latch, evidence: latch === null ? 'none' : 'latch' };
  const reading = proof === undefined ? undefined : await look(proof.reading);
  if (proof === undefined || reading === undefined) return byRegister;
  const seen = { ...proof.reading, reading };
  if (!isTrustworthy(reading) || reading.value === null) return { ...byRegister, proof: seen };
  return {
    ...judgeProof(proof, actuator.isSafe(value), value, reading),
    evidence: 'sensor',
    proof: seen,
  };
}

/** A register holds steps, not numbers: a thousandth of the value is rounding, not contradiction. */
const REGISTER_ROUNDING = 0.001;

function isNear(left: Value, right: Value, tolerance: number): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  return Math.abs(left - right) <= tolerance + REGISTER_ROUNDING * Math.abs(right);
}

type Proof = NonNullable<Actuator['property']['spec']['proof']>;

/** Without an `off` condition, off means that the `on` condition does not hold. */
function judgeProof(
  proof: Proof,
  wantsSafe: boolean,
  value: Value,
  reading: Reading,
): Pick<Measurement, 'measured' | 'contradiction'> {
  const looksOn = reading.value !== null && outside(proof.on, reading.value) === undefined;
  const looksOff =
    proof.off === undefined
      ? !looksOn
      : reading.value !== null && outside(proof.off, reading.value) === undefined;
  if (wantsSafe ? looksOff : looksOn) return { measured: value };
  const opposite = typeof value === 'boolean' ? !value : null;
  const measured = (wantsSafe ? looksOn : looksOff) ? opposite : null;
  return { measured, contradiction: `${formatAddress(proof.reading)} disagrees` };
}

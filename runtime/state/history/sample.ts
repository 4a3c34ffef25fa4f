/** One measured value of one series, and how a run of them is kept: as differences in time and value. */
import { ByteTextReader, ByteTextWriter } from './byte-text.ts';
import { decimalsOf } from './decimal.ts';

export interface Sample {
  /** Epoch ms. */
  readonly at: number;
  readonly value: number;
}

/** @param samples in the order of their times. The steps of a regular time are all alike, so their differences are 0. */
export function encodeSamples(samples: readonly Sample[]): string {
  const writer = new ByteTextWriter();
  const decimals = decimalsOf(samples.map(({ value }) => value));
  writer.unsigned(decimals);
  const before = { at: 0, step: 0, value: 0 };
  for (const { at, value } of samples) {
    const steps = Math.round(value * 10 ** decimals);
    writer.signed(at - before.at - before.step);
    writer.signed(steps - before.value);
    before.step = before.at === 0 ? 0 : at - before.at;
    before.at = at;
    before.value = steps;
  }
  return writer.text();
}

export function decodeSamples(text: string): Sample[] {
  const reader = new ByteTextReader(text);
  const scale = 10 ** reader.unsigned();
  const samples: Sample[] = [];
  const before = { at: 0, step: 0, value: 0 };
  while (!reader.isAtEnd) {
    const at = before.at + before.step + reader.signed();
    before.value += reader.signed();
    before.step = before.at === 0 ? 0 : at - before.at;
    before.at = at;
    samples.push({ at, value: before.value / scale });
  }
  return samples;
}

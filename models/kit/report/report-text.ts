/** What was measured of a model, as a page to read: `REPORT.md` beside it. */
import type { Agreement, HeadAgreement, TensorUse } from './agreement.ts';

export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly value: string;
}

export interface ReportParts {
  readonly id: string;
  /** Of the `.tflite`. */
  readonly sizeBytes: number;
  /** What the recipe measured itself, of examples that were not learned. */
  readonly figures: readonly Figure[];
  readonly agreement: Agreement;
}

export function reportText({ id, sizeBytes, figures, agreement }: ReportParts): string {
  return `# ${id}: what was measured

Written by \`make models\`. The model has ${(sizeBytes / 1_000).toFixed(1)} kB.

| what | value |
| ---- | ----- |
${figures.map(({ what, value }) => `| ${what} | ${value} |`).join('\n')}

Int8 against float, of ${agreement.examples} examples:

| output | same best | largest difference | mean difference |
| ------ | --------- | ------------------ | --------------- |
${agreement.heads.map(headLine).join('\n')}

| tensor | from | to | one step | at an end |
| ------ | ---- | -- | -------- | --------- |
${agreement.tensors.map(tensorLine).join('\n')}
`;
}

function headLine({ name, sameBest, largestDifference, meanDifference }: HeadAgreement): string {
  const numbers = [largestDifference, meanDifference].map((value) => value.toFixed(4));
  return `| ${name} | ${percent(sameBest)} | ${numbers.join(' | ')} |`;
}

function tensorLine({ name, low, high, scale, atEnd }: TensorUse): string {
  const numbers = [low, high].map((value) => value.toFixed(3));
  return `| ${name} | ${numbers.join(' | ')} | ${scale.toPrecision(3)} | ${percent(atEnd)} |`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** How one shipped model is made. `models/<id>/<id>.recipe.ts` exports one as `recipe`; `make models` makes them all. */
import type { QuantizedModel } from './int8/quantized-model.ts';
import type { Agreement } from './report/agreement.ts';
import { cardText, type CardPlan } from './report/card-text.ts';
import { reportText, type Figure } from './report/report-text.ts';
import { writeQuantized } from './tflite/write-quantized.ts';

export interface Recipe {
  /** The name of its folder. */
  readonly id: string;
  /** The same each time: all chance comes from seeds. @param tell how far it is, a line each */
  readonly make: (tell: (line: string) => void) => Made;
}

export interface Made {
  readonly model: QuantizedModel;
  readonly card: CardPlan;
  readonly figures: readonly Figure[];
  readonly agreement: Agreement;
}

/** Name of each file of the model's folder → what stands in it. */
export function filesOf(id: string, made: Made): Readonly<Record<string, Uint8Array>> {
  const { model, card, figures, agreement } = made;
  const bytes = writeQuantized(model, `Boardtalk ${id}: ${card.title.en}`);
  const report = reportText({ id, sizeBytes: bytes.length, figures, agreement });
  const encoder = new TextEncoder();
  return {
    [`${id}.tflite`]: bytes,
    'model.yaml': encoder.encode(cardText(id, card, bytes)),
    'REPORT.md': encoder.encode(report),
  };
}

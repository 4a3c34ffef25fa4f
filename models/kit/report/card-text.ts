/** `model.yaml`, which whoever runs the model reads: `runtime/inference/model-card.ts` is its form. */
import { createHash } from 'node:crypto';

type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** All that the model's file does not say itself. `id`, `sha256`, `licence` and `trust` come by themselves. */
export interface CardPlan {
  readonly title: { readonly en: string; readonly zh?: string };
  /** Where its examples come from. */
  readonly source: string;
  /** As in the card: `{ kind: 'vector' }`. */
  readonly input: Plain;
  readonly output: Plain;
  /** Any other key of a card: `latencyBudget`. */
  readonly more?: Readonly<Record<string, Plain>>;
}

/** JSON is YAML too, and quotes whatever stands in a name. @param bytes of the `.tflite` */
export function cardText(id: string, plan: CardPlan, bytes: Uint8Array): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { title, source, input, output, more = {} } = plan;
  const lines = {
    ...{ id, title, sha256, licence: 'Apache-2.0', source, trust: 'own' },
    ...{ ...more, input, output },
  };
  const text = Object.entries(lines).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return `# Written by \`make models\`. What each key means: models/README.md\n${text.join('')}`;
}

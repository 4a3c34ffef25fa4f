/** A template → one of the sentences that it stands for, by chance. */
import type { Random } from '../../kit/random.ts';

export type Slots = ReadonlyMap<string, readonly string[]>;

/** Slots fill slots; deeper is a circle. */
const DEEPEST = 12;

/** @throws Error where a template names a slot that there is not: a mistake of ours */
export function drawSentence(template: string, slots: Slots, random: Random): string {
  return fill(template, slots, random, 0);
}

function fill(template: string, slots: Slots, random: Random, depth: number): string {
  if (depth > DEEPEST) throw new Error(`the slots of "${template}" go round in a circle`);
  return chosen(template, random).replace(/<([^<>]+)>/g, (_, slot: string) => {
    const choices = slots.get(slot) ?? [];
    const choice = choices[random.below(Math.max(1, choices.length))];
    if (choice === undefined) throw new Error(`there is no slot <${slot}>`);
    return fill(choice, slots, random, depth + 1);
  });
}

/** Innermost brackets first. */
function chosen(template: string, random: Random): string {
  let text = template;
  while (/\([^()]*\)/.test(text))
    text = text.replace(/\(([^()]*)\)/g, (_, inside: string) => {
      const choices = inside.split('|');
      return choices[random.below(choices.length)] ?? '';
    });
  return text;
}

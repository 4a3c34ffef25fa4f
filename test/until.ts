import { setTimeout as sleep } from 'node:timers/promises';
import { turn } from './real-work.ts';

/** What is near comes in these; whoever goes on looking without a pause takes the processor from what is waited for. */
const TURNS = 50;

/** Waits for what a real process brings about: looks at every turn of the event loop, and soon only every millisecond. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns += 1) await (turns < TURNS ? turn() : sleep(1));
}

import { turn } from './real-work.ts';

/** Waits for what a real process brings about: looks at every turn of the event loop, and sleeps never. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

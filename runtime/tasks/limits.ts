/** What every command has in common, whatever it asks for. */

/** A command is carried out now or never: a board that was away must not act on last minute's wish. */
export const DEADLINE_MS = 30_000;

/** Of what was said, in the task and in the journal. */
export const MAX_WORDS = 500;

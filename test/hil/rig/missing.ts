/** What this machine lacks for a virtual board: a reason to skip it, loudly, and no failure of what is tested. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

/** The last line that a program which failed had to say. */
export function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}

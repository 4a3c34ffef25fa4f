/** The rooms that carry the promises of this project: `check-coverage.ts` asks which of their lines ran. */
export const COVERED_ROOMS = ['core', 'state', 'policy', 'devices', 'tasks'].map(
  (room) => `runtime/${room}`,
);

export function isCovered(file: string): boolean {
  return COVERED_ROOMS.some((room) => file.startsWith(`${room}/`));
}

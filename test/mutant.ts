/** Models that are nearly right: what a bad card, a bad line or a bad person makes of one. */

/** From 0 to 1, the same numbers for the same seed. Source: mulberry32, public domain. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Half with bytes changed anywhere, half with numbers that are sizes, places or choices made absurd. */
export function mutantOf(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = Uint8Array.from(original);
  const below = (end: number): number => Math.floor(random() * end);
  const times = 1 + below(2);
  const change = random() < 0.5 ? changeByte : changeField;
  for (let time = 0; time < times; time += 1) change(bytes, below);
  return bytes;
}

type Below = (end: number) => number;

function changeByte(bytes: Uint8Array, below: Below): void {
  bytes[below(bytes.length)] = below(256);
}

/** Offsets, lengths, shapes and enums are small numbers; weights, read as 32 bits, hardly ever. */
const SMALL = 4_096;
const ABSURD = [0, 1, -1, 2, 127, 255, 65_536, 2_147_483_647, -2_147_483_648];
const TRIES = 200;

function changeField(bytes: Uint8Array, below: Below): void {
  const view = new DataView(bytes.buffer);
  for (let tried = 0; tried < TRIES; tried += 1) {
    const at = below(bytes.length >> 2) << 2;
    const value = view.getInt32(at, true);
    if (value < 1 || value > SMALL) continue;
    const near = value + (below(3) - 1) * (1 + below(8));
    view.setInt32(at, below(2) === 0 ? near : (ABSURD[below(ABSURD.length)] ?? 0), true);
    return;
  }
}

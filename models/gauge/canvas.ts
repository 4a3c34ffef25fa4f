/** A small grey picture, and strokes and discs with soft edges on it. */

export type Point = readonly [x: number, y: number];

export interface Stroke {
  readonly from: Point;
  readonly to: Point;
  /** Half of its width, at each end, in pixels. */
  readonly fromHalf: number;
  readonly toHalf: number;
  /** 0 is black, 1 white. */
  readonly tone: number;
}

export class Canvas {
  readonly size: number;
  /** Row by row, 0 to 1. */
  readonly tones: Float32Array;

  constructor(size: number, tone: number) {
    this.size = size;
    this.tones = new Float32Array(size * size).fill(tone);
  }

  disc([x, y]: Point, radius: number, tone: number): void {
    this.#each([x - radius, y - radius], [x + radius, y + radius], (across, down) => {
      const [right, below] = [across - x, down - y];
      return { cover: radius - Math.sqrt(right * right + below * below) + 0.5, tone };
    });
  }

  stroke({ from, to, fromHalf, toHalf, tone }: Stroke): void {
    const most = Math.max(fromHalf, toHalf) + 1;
    const low: Point = [Math.min(from[0], to[0]) - most, Math.min(from[1], to[1]) - most];
    const high: Point = [Math.max(from[0], to[0]) + most, Math.max(from[1], to[1]) + most];
    const [right, below] = [to[0] - from[0], to[1] - from[1]];
    const square = Math.max(1e-9, right * right + below * below);
    this.#each(low, high, (across, down) => {
      const along = ((across - from[0]) * right + (down - from[1]) * below) / square;
      const share = Math.min(1, Math.max(0, along));
      const [x, y] = [across - from[0] - share * right, down - from[1] - share * below];
      const half = fromHalf + share * (toHalf - fromHalf);
      return { cover: half - Math.sqrt(x * x + y * y) + 0.5, tone };
    });
  }

  /** Each pixel by what is there and where it is, -1 to 1 from the middle. */
  change(to: (tone: number, x: number, y: number) => number): void {
    const half = this.size / 2;
    for (let index = 0; index < this.tones.length; index += 1) {
      const [x, y] = [index % this.size, Math.floor(index / this.size)];
      this.tones[index] = to(this.tones[index] ?? 0, (x + 0.5) / half - 1, (y + 0.5) / half - 1);
    }
  }

  /** The mean of each pixel and those beside it, along both directions. */
  blur(radius: number): void {
    if (radius < 1) return;
    this.#blurLines(radius, 1, this.size);
    this.#blurLines(radius, this.size, 1);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.tones, (tone) => Math.round(255 * Math.min(1, Math.max(0, tone))));
  }

  #blurLines(radius: number, step: number, nextLine: number): void {
    const before = Float32Array.from(this.tones);
    for (let line = 0; line < this.size; line += 1)
      for (let at = 0; at < this.size; at += 1) {
        let [sum, count] = [0, 0];
        for (
          let near = Math.max(0, at - radius);
          near <= Math.min(this.size - 1, at + radius);
          near += 1
        ) {
          sum += before[line * nextLine + near * step] ?? 0;
          count += 1;
        }
        this.tones[line * nextLine + at * step] = sum / count;
      }
  }

  /** Lays a tone over each pixel between two corners, as far as it is covered. */
  #each(
    low: Point,
    high: Point,
    paint: (x: number, y: number) => { readonly cover: number; readonly tone: number },
  ): void {
    const [left, top] = [Math.max(0, Math.floor(low[0])), Math.max(0, Math.floor(low[1]))];
    const right = Math.min(this.size - 1, Math.ceil(high[0]));
    const bottom = Math.min(this.size - 1, Math.ceil(high[1]));
    for (let y = top; y <= bottom; y += 1)
      for (let x = left; x <= right; x += 1) {
        const { cover, tone } = paint(x + 0.5, y + 0.5);
        if (cover <= 0) continue;
        const [index, share] = [y * this.size + x, Math.min(1, cover)];
        const before = this.tones[index] ?? 0;
        this.tones[index] = before + (tone - before) * share;
      }
  }
}

/** How busy all processors of the board were since it was last asked. */
import type { CpuInfo } from 'node:os';

export class BoardLoad {
  readonly #cpus: () => readonly Pick<CpuInfo, 'times'>[];
  #before: { readonly busy: number; readonly all: number } | undefined;

  /** @param cpus as `os.cpus` has them: times since the boot */
  constructor(cpus: () => readonly Pick<CpuInfo, 'times'>[]) {
    this.#cpus = cpus;
  }

  /** 0–100; undefined the first time. */
  percent(): number | undefined {
    const before = this.#before;
    const now = this.#cpus().reduce(
      ({ busy, all }, { times }) => {
        const total = times.user + times.nice + times.sys + times.idle + times.irq;
        return { busy: busy + total - times.idle, all: all + total };
      },
      { busy: 0, all: 0 },
    );
    this.#before = now;
    if (before === undefined || now.all <= before.all) return undefined;
    return (100 * (now.busy - before.busy)) / (now.all - before.all);
  }
}

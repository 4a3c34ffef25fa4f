/**
 * A GPIO chip of the kernel's simulator (`gpio-chip.sh`), and the hand that moves its lines from
 * outside. A line's level is read here as a meter would, past everything that is tested.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stimulus } from '../../contracts/gpio-bench.ts';

const SCRIPT = '/boardtalk/hil/gpio-chip.sh';

export interface ChipPlan {
  /** What drivers of real chips call it: `pinctrl-bcm2711`. */
  readonly label: string;
  /** How many lines it has. */
  readonly size: number;
  /** The line that somebody else holds from the start, and who. */
  readonly taken?: readonly [offset: number, holder: string];
}

export class SimulatedChip {
  readonly #plan: ChipPlan;
  readonly #lines: string;
  #isRemoved = false;

  constructor(plan: ChipPlan) {
    const { label, size, taken = [] } = plan;
    const words = [label, size, ...taken].map(String);
    this.#plan = plan;
    this.#lines = execFileSync('sh', [SCRIPT, ...words], { encoding: 'utf8' }).trim();
  }

  /** Puts a level on an input from outside. */
  drive(offset: number, level: boolean): void {
    writeFileSync(this.#file(offset, 'pull'), level ? 'pull-up' : 'pull-down');
  }

  /** What a meter on the line shows. */
  level(offset: number): boolean {
    return readFileSync(this.#file(offset, 'value'), 'utf8').trim() === '1';
  }

  /** Pulls it out of the board, if it is not out yet. */
  remove(): void {
    if (this.#isRemoved) return;
    this.#isRemoved = true;
    writeFileSync(`/sys/kernel/config/gpio-sim/${this.#plan.label}/live`, '0');
  }

  #file(offset: number, name: string): string {
    return join(this.#lines, `sim_gpio${String(offset)}`, name);
  }
}

/** The lines of a chip by the names that a board gives them: `GPIO17` is the one at 17. */
export function stimulusOf(chip: SimulatedChip): Stimulus {
  const offset = (line: string): number => Number(/^GPIO(\d+)$/.exec(line)?.[1]);
  return {
    // Nobody lets go of a simulated line: the last level from outside stays, until a bias is asked for.
    drive: (line, level) => {
      if (level !== undefined) chip.drive(offset(line), level);
    },
    level: (line) => chip.level(offset(line)),
  };
}

/** What a technician does with a bus. */
import type { Action } from '../../actions/action.ts';
import type { BusBench } from './bus-bench.ts';
import { busReadAction } from './bus-read.action.ts';
import { busScanAction } from './bus-scan.action.ts';

export function busActions(bench: BusBench): readonly Action[] {
  return [busScanAction(bench), busReadAction(bench)];
}

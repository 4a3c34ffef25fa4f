/** An MCP3008 on `spi0-0` (DS21295 §6.1, figure 6-1): a code for each input. */
import type { SpiDevice } from '../../runtime/hal/spi.ts';
import type { PluggedPart } from '../../test/plugged-part.ts';
import type { SimRig } from '../../test/sim-rig.ts';

export function plugMcp3008({ board }: SimRig, codes: readonly number[]): PluggedPart {
  const state = { transfers: 0, isPlugged: true };
  const device: SpiDevice = {
    id: 'spi0-0',
    transfer: ([start = 0, head = 0]) => {
      state.transfers += 1;
      // Nobody drives the line: a pull-up makes ones of it.
      if (!state.isPlugged || start !== 1) return Promise.resolve(Uint8Array.of(0xff, 0xff, 0xff));
      const code = codes[(head >> 4) & 0b111] ?? 0;
      // Before the null bit the output is high-impedance.
      return Promise.resolve(Uint8Array.of(0xff, 0b1111_1000 | (code >> 8), code & 0xff));
    },
  };
  Object.assign(board, { spi: () => device });
  return {
    get transfers() {
      return state.transfers;
    },
    plug: () => {
      state.isPlugged = true;
    },
    unplug: () => {
      state.isPlugged = false;
    },
  };
}

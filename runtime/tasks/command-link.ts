/** How a signed command reaches the board that owns the pin. In one node a call, across the site the mesh: `app.ts` decides. */
import type { PropertyAddress } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';

export interface CommandLink {
  /** The bytes are all the board gets to see. @param onSettling it is written, and the world is given time. */
  send(
    board: string,
    command: Uint8Array,
    onSettling: (progress: { readonly waitingFor?: PropertyAddress }) => void,
  ): Promise<Outcome>;
}

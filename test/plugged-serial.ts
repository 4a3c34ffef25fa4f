/** A part on a serial port of the simulated board, which has none: what it answers, and what it says by itself. */
import { delay } from '../runtime/core/clock.ts';
import { HalError } from '../runtime/hal/errors.ts';
import type { SerialPort } from '../runtime/hal/serial.ts';
import type { PluggedPart } from './plugged-part.ts';
import type { SimRig } from './sim-rig.ts';

export interface SerialFixture {
  readonly answer?: (request: Uint8Array) => Uint8Array;
  /** Said once a second, from when the port is open. */
  readonly talk?: () => Uint8Array;
}

const TALK_EVERY_MS = 1_000;

/** With damage, one bit of the sixth byte is wrong. */
export function plugSerial(
  { board, clock }: SimRig,
  id: string,
  { answer, talk }: SerialFixture,
): PluggedPart {
  const state = { transfers: 0, isPlugged: true, isDamaged: false };
  const onWire = (bytes: Uint8Array): Uint8Array =>
    state.isDamaged ? bytes.map((byte, index) => (index === 5 ? byte ^ 1 : byte)) : bytes;
  const open = (): SerialPort => {
    const listeners = new Set<(bytes: Uint8Array) => void>();
    let timer: { cancel: () => void } | undefined;
    const say = (): void => {
      timer = clock.after(TALK_EVERY_MS, say);
      if (!state.isPlugged || talk === undefined) return;
      for (const listener of listeners) listener(onWire(talk()));
    };
    return {
      id,
      open: () => {
        state.transfers += 1;
        if (talk !== undefined && timer === undefined) say();
        return Promise.resolve();
      },
      exchange: async (request, { withinMs }) => {
        state.transfers += 1;
        if (state.isPlugged && answer !== undefined) return onWire(answer(request));
        await delay(clock, withinMs);
        throw new HalError('HAL_TIMEOUT', `${id} brought nothing`);
      },
      onBytes: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      reset: () => {
        timer?.cancel();
        timer = undefined;
        return Promise.resolve();
      },
      close: () => {
        timer?.cancel();
        return Promise.resolve();
      },
    };
  };
  Object.assign(board, { serial: open });
  return {
    get transfers() {
      return state.transfers;
    },
    plug: () => void (state.isPlugged = true),
    unplug: () => void (state.isPlugged = false),
    damage: (isDamaged) => void (state.isDamaged = isDamaged),
  };
}

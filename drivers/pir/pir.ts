/**
 * A PIR motion sensor on one input line: presence, which lasts a while after the last movement.
 *
 * Part: HC-SR501, AM312 and others with an active-high output of 3.3 V. The HC-SR501 drives its
 * output for the time that its trimmer sets, and is blind for about a minute after power-up (its
 * data sheet: "initialization … around one minute"); `hold` bridges the pauses in between.
 */
import type { Timer } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver, type Sample } from '../../runtime/hal/driver.ts';
import { durationOption, pinOption } from '../../runtime/hal/driver-options.ts';

export const pir = defineDriver({
  id: 'pir',
  title: 'PIR motion sensor',
  about: {
    bus: 'gpio',
    wiring: { VCC: '5V; the AM312 takes 3V3 as well', OUT: 'the line', GND: 'GND' },
    verified: {
      level: 'simulated',
      source: 'the lines of the simulated board',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    pin: pinOption,
    activeLow: z.boolean().default(false).describe('The output is low while something moves'),
    hold: durationOption
      .prefault('30s')
      .describe('How long presence lasts after the last movement; 30s'),
  }),
  channels: [
    { name: 'presence', type: 'boolean', writable: false },
    { name: 'motion', type: 'boolean', writable: false },
  ],
  claims: ({ pin }) => [formatClaim({ kind: 'gpio', line: pin })],

  open({ board, clock, name }, { pin, activeLow, hold }) {
    const line = board.gpio.open(pin, { direction: 'in', consumer: name, activeLow });
    const listeners = new Set<(sample: Sample) => void>();
    let presence = false;
    let leaving: Timer | undefined;

    const leave = (): void => {
      leaving = undefined;
      // An edge that a lossy backend swallowed must not end the presence of somebody who moves.
      presence = line.read();
      tell();
    };
    /** Looks at the line: movement makes presence, its end starts the hold time. */
    const look = (): Sample => {
      const motion = line.read();
      if (motion) {
        leaving?.cancel();
        leaving = undefined;
        presence = true;
      } else if (presence) leaving ??= clock.after(hold, leave);
      return { presence, motion };
    };
    const tell = (): void => {
      const sample = look();
      for (const listener of listeners) listener(sample);
    };
    line.onEdge(tell);

    return Promise.resolve({
      read: () => Promise.resolve(look()),
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        leaving?.cancel();
        line.close();
        return Promise.resolve();
      },
    });
  },
});

/**
 * A contact, button, float switch or any other two-level signal on one input line.
 *
 * Contacts bounce for 1.5 to 6 ms, bad ones for longer (J. Ganssle, "A Guide to Debouncing"): a new
 * level counts once it has stood still for `debounce`. Until then the old one is read.
 */
import type { Timer } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver, type Sample } from '../../runtime/hal/driver.ts';
import { durationOption, pinOption } from '../../runtime/hal/driver-options.ts';

export const digitalInput = defineDriver({
  id: 'digital-input',
  title: 'Contact or other two-level input',
  options: z.strictObject({
    pin: pinOption,
    activeLow: z.boolean().default(false).describe('A low line is read as true'),
    bias: z.enum(['none', 'pull-up', 'pull-down']).default('none'),
    debounce: durationOption
      .prefault('20ms')
      .describe('How long a new level has to stand still; 20ms'),
  }),
  channels: [{ name: 'active', type: 'boolean', writable: false }],
  claims: ({ pin }) => [formatClaim({ kind: 'gpio', line: pin })],

  open({ board, clock, name }, { pin, activeLow, bias, debounce }) {
    const line = board.gpio.open(pin, { direction: 'in', consumer: name, activeLow, bias });
    const listeners = new Set<(sample: Sample) => void>();
    let active = line.read();
    let timer: Timer | undefined;

    const settle = (): void => {
      const level = line.read();
      if (level === active) return;
      active = level;
      for (const listener of listeners) listener({ active });
    };
    line.onEdge(() => {
      timer?.cancel();
      timer = clock.after(debounce, settle);
    });

    return Promise.resolve({
      read: () => Promise.resolve({ active }),
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        timer?.cancel();
        line.close();
        return Promise.resolve();
      },
    });
  },
});

/**
 * A contact, float switch or any other two-level signal on one input line. A new level counts once
 * it has stood still for `debounce`; until then the old one is read.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { DebouncedLevel } from '../../runtime/hal/debounced-level.ts';
import { defineDriver, type Sample } from '../../runtime/hal/driver.ts';
import { biasOption, durationOption, pinOption } from '../../runtime/hal/driver-options.ts';

export const digitalInput = defineDriver({
  id: 'digital-input',
  title: 'Contact or other two-level input',
  about: {
    bus: 'gpio',
    wiring: { 'one side': 'the line', 'other side': 'GND with a pull-up, 3V3 with a pull-down' },
    verified: {
      level: 'simulated',
      source: 'the lines of the simulated board',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    pin: pinOption,
    activeLow: z.boolean().default(false).describe('A low line is read as true'),
    bias: biasOption,
    debounce: durationOption
      .prefault('20ms')
      .describe('How long a new level has to stand still; 20ms'),
  }),
  channels: [{ name: 'active', type: 'boolean', writable: false }],
  claims: ({ pin }) => [formatClaim({ kind: 'gpio', line: pin })],

  open({ board, clock, name }, { pin, activeLow, bias, debounce: debounceMs }) {
    const listeners = new Set<(sample: Sample) => void>();
    const onLevel = (active: boolean): void => {
      for (const listener of listeners) listener({ active });
    };
    const contact = new DebouncedLevel({
      ...{ gpio: board.gpio, pin, options: { consumer: name, activeLow, bias } },
      ...{ clock, debounceMs, onLevel },
    });

    return Promise.resolve({
      read: () => Promise.resolve({ active: contact.level }),
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        contact.close();
        return Promise.resolve();
      },
    });
  },
});

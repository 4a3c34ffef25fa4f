/**
 * A push button on one input line: pressed now, held for long, and how often it was pressed.
 *
 * Part: any momentary contact. Between the line and ground it needs `bias: pull-up` and
 * `activeLow: true`, which are the defaults; between the line and 3.3 V `pull-down` and `false`.
 */
import type { Timer } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { DebouncedLevel } from '../../runtime/hal/debounced-level.ts';
import { defineDriver, type Sample } from '../../runtime/hal/driver.ts';
import { biasOption, durationOption, pinOption } from '../../runtime/hal/driver-options.ts';

export const button = defineDriver({
  id: 'button',
  title: 'Push button',
  about: {
    bus: 'gpio',
    wiring: { 'one side': 'the line', 'other side': 'GND, with the defaults' },
    verified: {
      level: 'simulated',
      source: 'the lines of the simulated board',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    pin: pinOption,
    activeLow: z.boolean().default(true).describe('Pressed pulls the line low'),
    bias: biasOption.default('pull-up'),
    debounce: durationOption
      .prefault('20ms')
      .describe('How long a new level has to stand still; 20ms'),
    longPress: durationOption.prefault('1s').describe('From when on a press counts as held; 1s'),
  }),
  channels: [
    { name: 'pressed', type: 'boolean', writable: false },
    { name: 'held', type: 'boolean', writable: false },
    { name: 'presses', type: 'number', writable: false },
  ],
  claims: ({ pin }) => [formatClaim({ kind: 'gpio', line: pin })],

  open({ board, clock, name }, { pin, activeLow, bias, debounce: debounceMs, longPress }) {
    const listeners = new Set<(sample: Sample) => void>();
    let held = false;
    let presses = 0;
    let holding: Timer | undefined;

    const tell = (): void => {
      for (const listener of listeners) listener({ pressed: contact.level, held, presses });
    };
    const press = (): void => {
      holding = clock.after(longPress, () => {
        held = true;
        tell();
      });
    };
    const onLevel = (pressed: boolean): void => {
      holding?.cancel();
      held = false;
      if (pressed) {
        presses += 1;
        press();
      }
      tell();
    };
    const contact = new DebouncedLevel({
      ...{ gpio: board.gpio, pin, options: { consumer: name, activeLow, bias } },
      ...{ clock, debounceMs, onLevel },
    });
    if (contact.level) press();

    return Promise.resolve({
      read: () => Promise.resolve({ pressed: contact.level, held, presses }),
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        holding?.cancel();
        contact.close();
        return Promise.resolve();
      },
    });
  },
});

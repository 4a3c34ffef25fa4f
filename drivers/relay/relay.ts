/**
 * Relay, contactor or any other load behind one output line.
 *
 * Part: relay modules with an optocoupler input (SRD-05VDC-SL-C boards and alike); many are
 * active-low: their LED conducts when the line pulls down, and that is what `activeLow` says.
 * Proof: what is read back is the output register, not the contact.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { pinOption } from '../../runtime/hal/driver-options.ts';

export const relay = defineDriver({
  id: 'relay',
  title: 'Relay or other load behind one output',
  about: {
    bus: 'gpio',
    wiring: { IN: 'the line', VCC: '5V or 3V3, as the module asks', GND: 'GND' },
    verified: {
      level: 'kernel',
      source:
        'gpio-sim of Linux 6.1 in a virtual machine: an order in chat, the line read by another program',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    pin: pinOption,
    activeLow: z.boolean().default(false).describe('The relay pulls when the line is low'),
  }),
  channels: [{ name: 'on', type: 'boolean', writable: true }],
  claims: ({ pin }) => [formatClaim({ kind: 'gpio', line: pin })],

  open({ board, name }, { pin, activeLow }) {
    const line = board.gpio.open(pin, { direction: 'out', consumer: name, activeLow });
    return Promise.resolve({
      read: () => Promise.resolve({ on: line.read() }),
      write: (channel, value) =>
        new Promise((resolve) => {
          if (channel !== 'on' || typeof value !== 'boolean')
            throw new DriverError(
              'DRIVER_BAD_WRITE',
              `${name}.${channel} cannot be ${String(value)}; "on" can be true or false`,
            );
          line.write(value);
          resolve();
        }),
      registers: (_channel, value) => [board.gpio.register(pin, (value === true) !== activeLow)],
      close: () => {
        line.close();
        return Promise.resolve();
      },
    });
  },
});

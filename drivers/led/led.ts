/**
 * A light-emitting diode that the kernel drives: the ones on the board, and those of a device tree.
 *
 * Kernel ABI: Documentation/ABI/testing/sysfs-class-led. A trigger of the kernel (heartbeat, disk)
 * is let go at the first write; until then the diode stays the kernel's.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';

/** "Writing 0 turns it off"; more than `max_brightness` is cut to it (drivers/leds/led-core.c). */
const OFF = '0';
const FULL = '255';

export const led = defineDriver({
  id: 'led',
  title: 'LED of the board, through the kernel',
  about: {
    bus: 'led',
    wiring: {},
    verified: {
      level: 'simulated',
      source: "the kernel's files in the simulated tree",
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    led: z
      .string()
      .regex(/^[\w:.+-]+$/, 'write the name of the LED, as in ACT')
      .refine((name) => !/^\.+$/.test(name), 'a name is no relative path')
      .describe('Its name, as `ls /sys/class/leds` lists it: ACT'),
  }),
  channels: [{ name: 'on', type: 'boolean', writable: true }],
  claims: (options) => [formatClaim({ kind: 'led', id: options.led })],

  open({ board: { sysfs }, name }, options) {
    const folder = `class/leds/${options.led}`;
    const brightness = `${folder}/brightness`;
    return Promise.resolve({
      read: async () => ({ on: Number(await sysfs.read(brightness)) > 0 }),
      write: async (channel, value) => {
        if (channel !== 'on' || typeof value !== 'boolean') {
          const message = `${name}.${channel} cannot be ${String(value)}; "on" can be true or false`;
          throw new DriverError('DRIVER_BAD_WRITE', message);
        }
        // The one in force stands in brackets.
        if (!(await sysfs.read(`${folder}/trigger`)).includes('[none]'))
          await sysfs.write(`${folder}/trigger`, 'none');
        await sysfs.write(brightness, value ? FULL : OFF);
      },
      registers: (_channel, value) => [
        { kind: 'file', path: sysfs.resolve(brightness), text: value === true ? FULL : OFF },
      ],
      close: () => Promise.resolve(),
    });
  },
});

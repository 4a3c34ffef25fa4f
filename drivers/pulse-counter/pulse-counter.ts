/**
 * A meter that gives pulses: flow meters with a Hall switch, S0 energy meters, anemometers.
 *
 * Example: Sea YF-S201, f [Hz] = 7.5 × Q [l/min] (its data sheet), so `perUnit: 7.5` reads l/min.
 * The rate comes from the time between the pulses of a sliding window, so it is right from the
 * second pulse on; in silence it sinks as it must, and is 0 when the window is empty.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { biasOption, durationOption, pinOption } from '../../runtime/hal/driver-options.ts';

export const pulseCounter = defineDriver({
  id: 'pulse-counter',
  title: 'Meter that gives pulses',
  about: {
    bus: 'gpio',
    wiring: {
      red: '5V, as the meter asks',
      yellow: 'the line, through a divider where it is 5 V',
      black: 'GND',
    },
    verified: {
      level: 'simulated',
      source: 'the flow meter of the simulated board',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    pin: pinOption,
    perUnit: z.number().positive().describe('Pulses per second that one unit of the rate gives'),
    bias: biasOption.default('pull-up'),
    window: durationOption
      .prefault('1s')
      .describe('Pulses older than this do not count; fewer than two in it are a rate of 0; 1s'),
  }),
  channels: [{ name: 'rate', type: 'number', writable: false }],
  claims: ({ pin }) => [formatClaim({ kind: 'gpio', line: pin })],

  open({ board, clock, name }, { pin, perUnit, bias, window }) {
    const line = board.gpio.open(pin, { direction: 'in', consumer: name, bias });
    /** By the kernel's timestamps: pulses that were heard late, in one burst, keep their distance. */
    const pulsesMs: number[] = [];
    let heardMs = 0;

    line.onEdge(({ level, timestampNs }) => {
      if (!level) return;
      const pulseMs = Number(timestampNs) / 1e6;
      pulsesMs.push(pulseMs);
      while (pulseMs - (pulsesMs[0] ?? pulseMs) >= window) pulsesMs.shift();
      heardMs = clock.monotonicMs();
    });

    return Promise.resolve({
      read: () => {
        const silenceMs = clock.monotonicMs() - heardMs;
        if (silenceMs >= window) pulsesMs.length = 0;
        return Promise.resolve({ rate: frequencyHz(pulsesMs, silenceMs) / perUnit });
      },
      close: () => {
        line.close();
        return Promise.resolve();
      },
    });
  },
});

/** While the next pulse is overdue, the frequency is at most what its absence allows. */
export function frequencyHz(pulsesMs: readonly number[], silenceMs: number): number {
  const first = pulsesMs[0];
  const last = pulsesMs.at(-1);
  if (first === undefined || last === undefined || first === last) return 0;
  const periodMs = (last - first) / (pulsesMs.length - 1);
  return 1_000 / Math.max(periodMs, silenceMs);
}

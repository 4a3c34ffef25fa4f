/**
 * Microchip MCP3008: eight analog inputs of 10 bits, each measured against ground.
 *
 * Bus: SPI, mode 0.
 * Data sheet: DS21295; §5 and §6.1. SPI has no acknowledge, so that zeros of a missing chip cannot
 * be told from 0 V; ones can, since the chip sends a null bit before its result.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';

/** Electrical Characteristics: 1.35 MHz at 2.7 V, 3.6 MHz at 5 V. */
const SPI = { mode: 0, maxHz: 1_000_000 } as const;
/** §6.1, figure 6-1: a start bit at the end of the first byte; SGL/DIFF and the input at the head of the second. */
const START = 0b1;
const SINGLE_ENDED = 0b1000_0000;
const NULL_BIT = 0b100;
const INPUTS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

export const mcp3008 = defineDriver({
  id: 'mcp3008',
  title: 'Microchip MCP3008: eight analog inputs',
  about: {
    bus: 'spi',
    wiring: {
      'VDD, VREF': '3V3',
      'AGND, DGND': 'GND',
      CLK: 'SCLK',
      DOUT: 'MISO',
      DIN: 'MOSI',
      CS: 'the chip select',
    },
    verified: {
      level: 'datasheet',
      source:
        'Microchip DS21295, its bits, on our own model of the chip; the same in Linux mcp320x.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    device: z
      .string()
      .regex(/^spi\d+-\d+$/, 'write the bus and its chip select, as in spi0-0')
      .describe('The bus and its chip select, as the board file names it: spi0-0'),
    reference: z.number().min(0.25).max(5.5).default(3.3).describe('Volts at VREF'),
  }),
  channels: INPUTS.map((input) => ({
    ...{ name: channelOf(input), type: 'number', unit: 'V', range: [0, 5.5], writable: false },
  })),
  claims: ({ device }) => [formatClaim({ kind: 'spi', device })],

  open({ board, name }, { device, reference }) {
    const spi = board.spi(device, SPI);
    return Promise.resolve({
      read: async () => {
        const sample: Record<string, number> = {};
        for (const input of INPUTS) {
          const answer = await spi.transfer(requestFor(input));
          sample[channelOf(input)] = (codeOf(answer, name) / 1_024) * reference;
        }
        return sample;
      },
      close: () => Promise.resolve(),
    });
  },
});

export function requestFor(input: number): Uint8Array {
  return Uint8Array.of(START, SINGLE_ENDED | (input << 4), 0);
}

/** §6.1: the null bit, then ten bits, at the end of three bytes. @throws DriverError DRIVER_BAD_ANSWER */
export function codeOf(answer: Uint8Array, name: string): number {
  const [, high = NULL_BIT, low = 0] = answer;
  if ((high & NULL_BIT) === 0) return ((high & 0b11) << 8) | low;
  const text = Buffer.from(answer).toString('hex');
  throw new DriverError(
    'DRIVER_BAD_ANSWER',
    `${name} sent ${text}; a null bit stands before its result`,
  );
}

function channelOf(input: number): string {
  return `ch${String(input)}`;
}

/**
 * What the driver of devices behind MQTT is told: topics, payloads and templates of each channel.
 * Made from what a device announces (`mesh/devices/`), and as well written by hand.
 */
import { findUnit } from '../core/units.ts';
import { z } from '../core/schema.ts';

/** MQTT 3.1.1 §4.7.3: 64 KiB. Nobody needs a tenth of that. */
export const MAX_TOPIC = 256;
export const MAX_TEMPLATE = 1_024;
const MAX_PAYLOAD = 512;

/** A topic that is published to: no wildcard, none of the broker's own. */
const topic = z
  .string()
  .min(1)
  .max(MAX_TOPIC)
  .regex(/^[^$+#\0][^+#\0]*$/, 'a topic without + and #, not beginning with $');
const payload = z.string().max(MAX_PAYLOAD);
const template = z.string().min(1).max(MAX_TEMPLATE);

const source = z.strictObject({
  topic: topic.describe('Where the device says it'),
  template: template.optional().describe('What of the message is the value'),
});

const state = source.extend({
  on: payload.optional().describe('What means true'),
  off: payload.optional().describe('What means false'),
  passing: z.array(payload).max(8).default([]).describe('What it says on its way, and is neither'),
});

const command = z.strictObject({
  topic: topic.describe('Where the device listens'),
  on: payload.optional().describe('What makes it true'),
  off: payload.optional().describe('What makes it false'),
  template: template.optional().describe('The message, with the value in it'),
  qos: z.literal([0, 1]).default(0).describe('Quality of service'),
  retain: z.boolean().default(false).describe('The broker keeps the message'),
});

const channel = z.strictObject({
  type: z.enum(['boolean', 'number']).describe('What kind of value'),
  unit: z
    .string()
    .refine((symbol) => findUnit(symbol) !== undefined, 'not a known unit')
    .optional()
    .describe('Of the value after `scale` and `offset`'),
  range: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low < high, 'the first number must be the smaller one')
    .optional()
    .describe('What it can be, in the unit'),
  scale: z.number().default(1).describe('What the device says is multiplied with it'),
  offset: z.number().default(0).describe('And then added'),
  integer: z.boolean().default(false).describe('The device takes whole numbers only'),
  momentary: z.boolean().default(false).describe('It falls back by itself, as a button does'),
  state: state.optional().describe('Where the device says how it stands'),
  command: command.optional().describe('How it is changed'),
  endsAfterMs: z
    .number()
    .positive()
    .optional()
    .describe('It says only that it is true, and is false again after this, ms'),
  expireAfterMs: z
    .number()
    .positive()
    .optional()
    .describe('A value older than this is worth nothing, ms'),
});

const availability = z.strictObject({
  mode: z.enum(['all', 'any', 'latest']).default('latest').describe('Which of several decides'),
  topics: z
    .array(
      source.extend({
        online: payload.default('online').describe('What means that it is there'),
        offline: payload.default('offline').describe('What means that it is not'),
      }),
    )
    .min(1)
    .max(8)
    .describe('Where it is said whether the device is there'),
});

export const mqttOptionsSchema = z.strictObject({
  account: z
    .string()
    .min(1)
    .describe('Whose messages are listened to: boardtalk broker grant NAME'),
  availability: z
    .array(availability)
    .max(8)
    .default([])
    .describe('All of them must say it is there'),
  channels: z
    .record(z.string().regex(/^[a-z0-9-]+$/), channel)
    .describe('What it measures, and what can be changed'),
});

export type MqttOptions = z.infer<typeof mqttOptionsSchema>;
export type MqttOptionsInput = z.input<typeof mqttOptionsSchema>;
export type MqttChannel = MqttOptions['channels'][string];
export type MqttChannelInput = z.input<typeof channel>;
export type MqttAvailability = MqttOptions['availability'][number];
export type MqttAvailabilityInput = z.input<typeof availability>;

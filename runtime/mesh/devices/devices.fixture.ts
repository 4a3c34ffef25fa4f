/** Announcements → what they become, as a test wants to look at it. */
import { mqttOptionsSchema } from '../../hal/mqtt-options.ts';
import { readAnnouncement } from './announcement.ts';
import { buildDevice, type BuiltDevice } from './build-device.ts';

type Config = Readonly<Record<string, unknown>>;

export function build(announcements: Readonly<Record<string, Config>>, names = {}): BuiltDevice {
  const entities = Object.entries(announcements).flatMap(([topic, config]) => {
    const read = readAnnouncement(topic, JSON.stringify(config));
    if (typeof read === 'string') throw new Error(read);
    return read;
  });
  return buildDevice('bridge', entities, { id: 'device', names });
}

export function optionsOf({ device }: BuiltDevice): ReturnType<typeof mqttOptionsSchema.parse> {
  return mqttOptionsSchema.parse(device?.part.options);
}

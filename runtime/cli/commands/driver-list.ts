/** `boardtalk driver list`: the parts that can be named in a site, and what each driver was verified against. */
import { describeDriver, type DriverDescription } from '../../hal/describe-driver.ts';
import type { OwnCommand } from '../command.ts';

export const driverListCommand: OwnCommand = {
  name: 'driver list',
  help: 'List the parts that can be named in devices.yaml, and what each was verified against.',
  positional: [],
  options: {},
  async run({ output, host }) {
    const { drivers } = await host();
    const loaded = await Promise.all(Object.values(drivers).map((load) => load()));
    const described = loaded.map(describeDriver);
    output.answer(described, () => described.map(sayDriver).join('\n'));
    return 0;
  },
};

function sayDriver({ id, title, bus, verified, ...offers }: DriverDescription): string {
  const facts = [
    ...(bus === undefined ? [] : [bus]),
    sayChannels(offers),
    ...(verified === undefined ? [] : [`verified: ${verified.level}, ${verified.date}`]),
  ];
  return `${id}: ${title}\n  ${facts.join('; ')}`;
}

/** `temperature [Cel], humidity [%RH]` */
export function sayChannels({
  channels,
  channelsFromOptions,
}: Pick<DriverDescription, 'channels' | 'channelsFromOptions'>): string {
  if (channelsFromOptions) return 'channels: as its options say';
  return channels
    .map(({ name, unit }) => (unit === undefined ? name : `${name} [${unit}]`))
    .join(', ');
}

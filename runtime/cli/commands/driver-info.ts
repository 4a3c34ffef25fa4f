/** `boardtalk driver info`: one driver with its options, its channels, and how its part is wired. */
import { nearest } from '../../core/nearest.ts';
import { formatAddress } from '../../hal/claim.ts';
import {
  describeDriver,
  type DriverDescription,
  type DriverOption,
} from '../../hal/describe-driver.ts';
import type { OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { argument } from './model-options.ts';
import { sayChannels } from './driver-list.ts';

export const driverInfoCommand: OwnCommand = {
  name: 'driver info',
  help: 'Say how a part is wired, what it offers, and which options it takes.',
  positional: ['ID'],
  options: {},
  async run({ output, host }, given) {
    const id = argument(given, 0, 'ID');
    const { drivers } = await host();
    const load = Object.hasOwn(drivers, id) ? drivers[id] : undefined;
    if (load === undefined) throw unknownDriver(id, Object.keys(drivers));
    const driver = describeDriver(await load());
    output.answer({ ok: true, ...driver }, () => sayDriver(driver).join('\n'));
    return 0;
  },
};

function unknownDriver(id: string, known: readonly string[]): CliError {
  const near = nearest(id, known);
  const hint =
    near === undefined
      ? 'List them with: boardtalk driver list'
      : `Did you mean: boardtalk driver info ${near}`;
  return new CliError('CLI_BAD_ARGUMENTS', `there is no driver "${id}"`, { hint });
}

function sayDriver(driver: DriverDescription): readonly string[] {
  const { id, title, bus, wiring = {}, verified, options } = driver;
  const wires = Object.entries(wiring).map(([pin, place]) => `  ${pin} → ${place}`);
  return [
    `${id}: ${title}`,
    ...(bus === undefined ? [] : [`bus: ${bus}`]),
    ...(wires.length === 0 ? [] : ['wiring:', ...wires]),
    `offers: ${sayChannels(driver)}`,
    ...(options.length === 0 ? [] : ['options:', ...options.map(sayOption)]),
    ...(verified === undefined
      ? []
      : [`verified: ${verified.level}, ${verified.date}: ${verified.source}`]),
  ];
}

function sayOption({ name, help, required, default: standard }: DriverOption): string {
  const isAddress = name === 'address' && typeof standard === 'number';
  const value = isAddress ? formatAddress(standard) : JSON.stringify(standard);
  const otherwise = standard === undefined ? '' : `, else ${value}`;
  return `  ${name}: ${help ?? ''} (${required ? 'required' : `optional${otherwise}`})`;
}

/** `boardtalk model calibrate`: two pictures of a gauge, and what it shows in them. */
import { resolve } from 'node:path';
import type { CalibratedDial, KnownPicture } from '../../inference/calibrate-dial.ts';
import type { OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { argument, directoryFor, namedModel } from './model-options.ts';

export const modelCalibrateCommand: OwnCommand = {
  name: 'model calibrate',
  help: 'Tell a model that reads gauges what a gauge shows in two pictures: model calibrate gauge low.jpg=0 high.jpg=10 --as boiler',
  positional: ['ID', 'PICTURE=VALUE', 'PICTURE=VALUE'],
  options: {
    as: { placeholder: 'ID', help: 'What the model of this gauge is called' },
    unit: { placeholder: 'UNIT', help: 'What the gauge measures in' },
    config: { placeholder: 'DIR', help: 'The site directory that gets it' },
  },
  async run(context, given) {
    const { options } = given;
    const id = options.get('as');
    if (id === undefined) throw new CliError('CLI_BAD_ARGUMENTS', '--as ID is missing');
    const known = (index: number): KnownPicture =>
      knownPicture(argument(given, index, 'PICTURE=VALUE'), context.around.cwd);
    const pictures = [known(1), known(2)] as const;
    const { calibrateDial } = await import('../../inference/calibrate-dial.ts');
    const found = await namedModel(context, given);
    const directory = directoryFor(context, options);
    const order = { id, directory, pictures, unit: options.get('unit') };
    const calibrated = await calibrateDial(found, order);
    context.output.answer({ ok: true, id, ...calibrated }, () => say(id, calibrated));
    return 0;
  },
};

/** Some gauges are made so; more often the pictures were swapped. */
const BACKWARD =
  'notice: its needle goes counter-clockwise as the value grows; where yours does not, the pictures are swapped';

function knownPicture(given: string, cwd: string): KnownPicture {
  const [, path, digits = ''] = /^(.+)=(-?\d+(?:\.\d+)?)$/.exec(given) ?? [];
  const value = Number(digits);
  if (path !== undefined && Number.isFinite(value)) return { path: resolve(cwd, path), value };
  throw new CliError('CLI_BAD_ARGUMENTS', `"${given}" is no PICTURE=VALUE such as low.jpg=0`);
}

function say(id: string, { folder, scale }: CalibratedDial): string {
  const lines = scale.map(
    ({ turn, value }) => `${value} at ${(turn * 360).toFixed(1)}° clockwise from straight down`,
  );
  const [one, other] = scale;
  const isBackward = one.turn < other.turn !== one.value < other.value;
  return [
    `${id} is in ${folder}`,
    ...lines,
    ...(isBackward ? [BACKWARD] : []),
    `try it with: boardtalk model run ${id} PICTURE`,
  ].join('\n');
}

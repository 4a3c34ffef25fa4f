/** `boardtalk version` */
import manifest from '../../../package.json' with { type: 'json' };
import type { OwnCommand } from '../command.ts';

export const versionCommand: OwnCommand = {
  name: 'version',
  help: 'Say which Boardtalk this is, and on what it runs.',
  positional: [],
  options: {},
  run({ output }) {
    const { version } = manifest;
    const node = process.version;
    const platform = `${process.platform}-${process.arch}`;
    output.answer(
      { version, node, platform },
      () => `boardtalk ${version} (Node ${node}, ${platform})`,
    );
    return Promise.resolve(0);
  },
};

/** One LED as the kernel shows it (Documentation/ABI/testing/sysfs-class-led), with its brightness in a real file. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { plugFiles, type PluggedPart } from '../../test/plugged-part.ts';
import type { SimRig } from '../../test/sim-rig.ts';

const FOLDER = 'class/leds/ACT';
const MAX_BRIGHTNESS = 255;

export function plugLed(rig: SimRig): PluggedPart {
  const path = rig.board.sysfs.resolve(`${FOLDER}/brightness`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '0');
  let trigger = 'heartbeat';
  return plugFiles(rig, {
    [`${FOLDER}/brightness`]: {
      read: () => readFileSync(path, 'latin1'),
      write: (text) => {
        writeFileSync(path, String(Math.min(Number(text), MAX_BRIGHTNESS)));
      },
    },
    [`${FOLDER}/trigger`]: {
      read: () =>
        ['none', 'heartbeat', 'mmc0']
          .map((name) => (name === trigger ? `[${name}]` : name))
          .join(' '),
      write: (text) => {
        trigger = text;
      },
    },
  });
}

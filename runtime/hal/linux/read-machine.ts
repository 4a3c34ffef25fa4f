/** What a machine says of itself: its device tree, or the DMI table of a PC. Reads files, and asks no hardware. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineMarks } from '../../config/match-board.ts';

export interface Machine extends MachineMarks {
  /** For people: `Raspberry Pi 4 Model B Rev 1.4`, `LENOVO 10MR0009US`. */
  readonly model?: string;
}

/** Devicetree Specification v0.4, §2.3.1 and §2.3.2: texts, each ended by a zero. */
const TREE = 'proc/device-tree';
/** Kernel ABI: Documentation/ABI/testing/sysfs-class-dmi. Serial numbers are for root alone, and not read. */
const DMI = 'sys/class/dmi/id';
const DMI_FIELDS = /^(sys_vendor|(product|board|chassis|bios)_(name|vendor|version|type|family))$/;

/** @param root `/`, or where the files of another machine lie */
export async function readMachine(root = '/'): Promise<Machine> {
  const compatible = textsOf(await read(join(root, TREE, 'compatible')));
  const dmi = await readDmi(join(root, DMI));
  const [ownModel] = textsOf(await read(join(root, TREE, 'model')));
  const maker = [dmi['sys_vendor'], dmi['product_name']].filter(Boolean).join(' ');
  const model = ownModel ?? (maker === '' ? undefined : maker);
  return { compatible, dmi, ...(model === undefined ? {} : { model }) };
}

async function readDmi(directory: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(directory).catch((): string[] => []);
  const fields = await Promise.all(
    names
      .filter((name) => DMI_FIELDS.test(name))
      .map(async (name) => [name, (await read(join(directory, name)))?.trim() ?? ''] as const),
  );
  return Object.fromEntries(fields.filter(([, text]) => text !== ''));
}

/** undefined where there is no such file, or none that may be read. */
function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

function textsOf(content: string | undefined): readonly string[] {
  return content?.split('\0').filter((text) => text !== '') ?? [];
}

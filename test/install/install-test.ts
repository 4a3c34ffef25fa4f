/**
 * Installs on a whole Debian that runs in QEMU under its own systemd, and tests the service there. What
 * this machine lacks for it is said, and counted as skipped.
 *
 *   node --import tsx test/install/install-test.ts
 */
import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endTestsWithThisProcess, runTestProcess } from '../guards/test-process.ts';
import { closingLine, judge, tell, type TestReport } from '../guards/test-report.ts';
import { packDirectory } from '../hil/rig/cpio.ts';
import { kernelFor } from '../hil/rig/kernel.ts';
import { MACHINES } from '../hil/rig/machine.ts';
import { Missing } from '../hil/rig/missing.ts';
import { toEnvironment, type Rig } from '../hil/rig/rig.ts';
import { requireTools } from '../hil/rig/tools.ts';
import { CACHE, makeCard, makeStick } from './disks.ts';

const TEST = 'test/install/service.hil.ts';

/** It ends what hangs, and is far beyond what a busy machine makes of it. */
const LIMIT_MS = 3_600_000;

async function main(): Promise<TestReport> {
  const rig = await prepare();
  if (rig instanceof Missing) {
    process.stdout.write(`\n!! SKIPPED: nothing was installed: ${rig.message}\n`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const end = await runTestProcess(TEST, LIMIT_MS, toEnvironment(rig));
  return tell(TEST, judge(end), end.output);
}

async function prepare(): Promise<Rig | Missing> {
  try {
    const [machine] = MACHINES.filter(({ id }) => id === 'x64');
    if (machine === undefined) throw new Error('there is no machine x64');
    requireTools(machine, ['debootstrap', 'mkfs.ext4']);
    if (process.getuid?.() !== 0) throw new Missing('debootstrap must run as root');
    const kernel = await kernelFor(machine);
    makeCard();
    makeStick();
    return { machine, kernel, image: firstDisk(kernel) };
  } catch (error) {
    if (error instanceof Missing) return error;
    throw error;
  }
}

/** The memory disk that finds the card: modules, busybox, `boot.sh`. */
function firstDisk(kernel: string): string {
  const tree = join(CACHE, 'first');
  const image = `${tree}.cpio`;
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(join(tree, 'bin'), { recursive: true });
  copyFileSync(join(kernel, 'busybox'), join(tree, 'bin/busybox'));
  cpSync(join(kernel, 'root/lib/modules'), join(tree, 'lib/modules'), { recursive: true });
  copyFileSync('test/install/boot.sh', join(tree, 'init'));
  chmodSync(join(tree, 'init'), 0o755);
  packDirectory(tree, image);
  return image;
}

endTestsWithThisProcess();
const report = await main();
process.stdout.write(`\n${closingLine(report)}\n`);
process.exitCode = report.failed === 0 ? 0 : 1;

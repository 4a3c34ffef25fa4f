/** The boards that QEMU can be: processor, kernel, and what each is called where. Data only. */

/** The target: two cores, four gigabytes. */
const SIZE = ['-smp', '2', '-m', '4096'];

const FIRST_SERIAL = ['-serial', 'stdio'];

export interface Machine {
  readonly id: string;
  /** As Node calls its processor. */
  readonly arch: 'x64' | 'arm64';
  /** As Debian's packages do. */
  readonly debian: 'amd64' | 'arm64';
  /** As the kernel's make does, and the prefix of the compiler for it on x64. */
  readonly kernelArch: 'x86' | 'arm64';
  readonly cross: string;
  readonly release: 'bookworm' | 'bookworm-backports';
  readonly qemu: readonly [program: string, ...words: string[]];
  readonly console: 'ttyS0' | 'ttyAMA0' | 'ttyS1';
  /** Which of its serial ports that is, in QEMU's words. */
  readonly serial: readonly string[];
  /** The file of the kernel's package that says what is soldered on, where QEMU does not. */
  readonly deviceTree?: string;
  /** Which files of `guest/` are its tests. */
  readonly tests: '.guest.ts' | '.pi3.ts';
  /** The port that leads to the host's tests needs it. */
  readonly hasNetwork: boolean;
}

const X64 = {
  id: 'x64',
  arch: 'x64',
  debian: 'amd64',
  kernelArch: 'x86',
  cross: '',
  release: 'bookworm',
  qemu: ['qemu-system-x86_64', '-M', 'q35', '-cpu', 'max', ...SIZE],
  console: 'ttyS0',
  serial: FIRST_SERIAL,
  tests: '.guest.ts',
  hasNetwork: true,
} as const satisfies Machine;

const ARM64 = {
  id: 'arm64',
  arch: 'arm64',
  debian: 'arm64',
  kernelArch: 'arm64',
  cross: 'aarch64-linux-gnu-',
  release: 'bookworm',
  qemu: ['qemu-system-aarch64', '-M', 'virt', '-cpu', 'cortex-a72', ...SIZE],
  console: 'ttyAMA0',
  serial: FIRST_SERIAL,
  tests: '.guest.ts',
  hasNetwork: true,
} as const satisfies Machine;

export const MACHINES: readonly Machine[] = [X64, ARM64];

/** Slower to build, and seldom different: once a night. */
export const NIGHTLY_MACHINES: readonly Machine[] = [
  // The numbers of GPIO lines begin at 512 there, and at 1016 before.
  { ...X64, id: 'x64-6.12', release: 'bookworm-backports' },
  // The driver of a real chip. QEMU's board of this name has four cores and 1 GB, and no other size.
  {
    ...ARM64,
    id: 'raspi3b',
    qemu: ['qemu-system-aarch64', '-M', 'raspi3b'],
    deviceTree: 'bcm2837-rpi-3-b.dtb',
    // The first one is on the chip for Bluetooth.
    console: 'ttyS1',
    serial: ['-serial', 'null', ...FIRST_SERIAL],
    tests: '.pi3.ts',
    hasNetwork: false,
  },
];

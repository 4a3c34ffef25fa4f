/** The boards that QEMU can be: processor, kernel, and what each is called where. Data only. */

/** The target: two cores, four gigabytes. */
const SIZE = ['-smp', '2', '-m', '4096'];

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
  readonly console: 'ttyS0' | 'ttyAMA0';
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
} as const satisfies Machine;

export const MACHINES: readonly Machine[] = [X64, ARM64];

/** Slower to build, and seldom different: once a night. */
export const NIGHTLY_MACHINES: readonly Machine[] = [
  // The numbers of GPIO lines begin at 512 there, and at 1016 before.
  { ...X64, id: 'x64-6.12', release: 'bookworm-backports' },
];

/** Who may use a device: the group to join, by name. */
import { readFileSync, statSync } from 'node:fs';
import { HalError } from '../errors.ts';

/** Subsystem and usual group of what has no group yet (Documentation of udev; systemd's 50-udev-default.rules). */
const GROUPS: readonly (readonly [device: RegExp, subsystem: string, group: string])[] = [
  [/^\/dev\/gpiochip/, 'gpio', 'gpio'],
  [/^\/dev\/i2c-/, 'i2c-dev', 'i2c'],
  [/^\/dev\/spidev/, 'spidev', 'spi'],
  [/^\/dev\/tty/, 'tty', 'dialout'],
];

/** @param refused a device or file, or several of which one is needed and nobody can say which */
export function noPermission(refused: string | readonly string[], cause?: unknown): HalError {
  const paths = [refused].flat();
  const message = `this process may not use ${paths.join(', ')}`;
  return new HalError('HAL_NO_PERMISSION', message, { hint: hintFor(paths), cause });
}

function hintFor(paths: readonly string[]): string {
  const groups = new Set(paths.flatMap((path) => groupOf(path) ?? []));
  groups.delete('root');
  const names = [...groups].join(',');
  if (names !== '') {
    const what = groups.size === 1 ? 'group' : 'groups';
    return `Join the ${what} ${names} and start again: sudo usermod -aG ${names} ${userName()}`;
  }
  const [path = ''] = paths;
  const [, subsystem, group] = GROUPS.find(([device]) => device.test(path)) ?? [];
  const rule =
    subsystem === undefined || group === undefined
      ? ''
      : ` (a udev rule: SUBSYSTEM=="${subsystem}", GROUP="${group}", MODE="0660")`;
  return `Give ${paths.join(', ')} to a group${rule}, and join it.`;
}

function groupOf(path: string): string | undefined {
  try {
    const { gid } = statSync(path);
    return fieldsOf('/etc/group').find(([, , id]) => id === String(gid))?.[0];
  } catch {
    return undefined;
  }
}

function userName(): string {
  const uid = String(process.getuid?.());
  return fieldsOf('/etc/passwd').find(([, , id]) => id === uid)?.[0] ?? uid;
}

function fieldsOf(file: string): readonly (readonly string[])[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
}

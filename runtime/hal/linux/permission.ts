/** Who may use a device: the group to join, by name. */
import { readFileSync, statSync } from 'node:fs';
import { HalError } from '../errors.ts';

/** @param path a device or file that was refused */
export function noPermission(path: string, cause?: unknown): HalError {
  const group = groupOf(path);
  const hint =
    group === undefined || group === 'root'
      ? `Give ${path} to a group (a udev rule: SUBSYSTEM=="gpio", GROUP="gpio", MODE="0660"), and join it.`
      : `Join the group ${group} and start again: sudo usermod -aG ${group} ${userName()}`;
  return new HalError('HAL_NO_PERMISSION', `this process may not use ${path}`, { hint, cause });
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

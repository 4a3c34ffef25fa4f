/** What a delegate is called in messages and in `info.kernels`. */
import { basename } from 'node:path';
import type { DelegateOptions } from './session.ts';

/** `libedgetpu.so.1.0` is the delegate edgetpu. */
export function delegateName({ path }: DelegateOptions): string {
  return basename(path)
    .replace(/^lib/, '')
    .replace(/\.so.*$/, '');
}

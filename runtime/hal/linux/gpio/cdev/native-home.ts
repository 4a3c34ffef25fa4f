/**
 * Where the native part lies: `provisioning/gpio-native.ts` compiles it there. In the built form it
 * lies beside the entry point, so this is right there too.
 */
import { join } from 'node:path';

const NATIVE_HOME = join(import.meta.dirname, 'native/lib', process.arch);

/** The addon that speaks with the GPIO character device. */
export const ADDON = join(NATIVE_HOME, 'gpio.node');

/** The program that brings an output to a value when this process is gone (`safe-write.c`). */
export const SAFE_WRITER = join(NATIVE_HOME, 'safe-write');

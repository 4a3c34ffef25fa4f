/** What the process of a model sees of ours. */

/** What loaders, libraries and Node itself go by. */
const PASSED_ON = [
  ...['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'TFLITE_LIB'],
  ...['NODE_OPTIONS', 'NODE_PATH', 'NODE_COMPILE_CACHE', 'NODE_V8_COVERAGE'],
];

/**
 * Passwords often lie in an environment, and a model may be anybody's: so no more than is needed.
 * @param names of what an accelerator's driver goes by
 */
export function environmentFor(names: readonly string[] = []): NodeJS.ProcessEnv {
  const kept = [...PASSED_ON, ...names].map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}

/** What the shell is told. Decided by codes alone, never by the text of a message. */

/** 0 done · 1 failed · 2 usage or configuration · 3 refused by policy or an interlock · 4 not reachable */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

const NOT_REACHABLE = ['CLI_NOT_REACHABLE', 'CLI_NO_ACCESS', 'CLI_CONNECTION_LOST'];
const FAILED = [
  'CLI_SOCKET_BUSY',
  'CLI_BAD_MESSAGE',
  'CLI_TOO_MANY_REQUESTS',
  'CLI_JOURNAL_BROKEN',
  'CLI_FILE_NOT_WRITTEN',
  'CLI_CHANNEL_TROUBLE',
];

const REFUSED = ['TASK_CONFIRM', 'MESH_STANDS_BACK'];

/** Refusals of what was written, not of what was meant. */
const MISTAKEN_WORDS = [
  'DEVICE_UNKNOWN',
  'DEVICE_BAD_VALUE',
  'DEVICE_NOT_WRITABLE',
  'TASK_IN_THE_PAST',
];

/** For what was thrown, here or on the node. */
export function exitCodeOfError(code: string): ExitCode {
  if (NOT_REACHABLE.includes(code)) return 4;
  if (FAILED.includes(code)) return 1;
  return /^(CLI|CONFIG|ACTION)_/.test(code) ? 2 : 1;
}

/** For a sentence in a chat: nothing in it is wrong usage, it was only not understood. */
export function exitCodeOfReply({ error }: { error?: { code: string } | undefined }): ExitCode {
  if (error === undefined) return 0;
  return exitCodeOfRefusal(error.code) === 3 ? 3 : 1;
}

/** For an expected "no". One that no rule stands behind is a failure: a sensor contradicted, a run was interrupted. */
export function exitCodeOfRefusal(code: string): ExitCode {
  if (/^(POLICY|INTERLOCK|MODE|COMMAND)_/.test(code) || REFUSED.includes(code)) return 3;
  return code.startsWith('ACTION_') || MISTAKEN_WORDS.includes(code) ? 2 : 1;
}

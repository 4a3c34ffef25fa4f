/** What can go wrong between a person's terminal and the node: code → what to do next. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';

export const CLI_ERRORS = {
  CLI_UNKNOWN_COMMAND: 'See what there is with: boardtalk help',
  CLI_UNKNOWN_OPTION: 'See the commands and their options with: boardtalk help',
  CLI_BAD_ARGUMENTS: 'See how to write it with: boardtalk help',
  CLI_NO_SITE: 'Name the site directory with --config DIR; a sample is provisioning/site.',
  CLI_SITE_INVALID: 'Correct the lines above, then check them with: boardtalk config check DIR',
  CLI_NOT_REACHABLE: 'start it with: boardtalk up',
  CLI_NO_ACCESS: 'Run this as the user who runs the node.',
  CLI_CONNECTION_LOST:
    'The node stopped, or has too many connections. See its log; what was asked may have been done: boardtalk journal',
  CLI_SOCKET_BUSY: 'Stop the other node, or name another data directory with --data DIR.',
  CLI_SOCKET_PATH_TOO_LONG: 'Name a data directory with a shorter path with --data DIR.',
  CLI_BAD_MESSAGE: 'Use the boardtalk command of the same version as the node.',
  CLI_LINE_TOO_LONG: 'Say it in fewer words, or in several messages.',
  CLI_JOURNAL_BROKEN:
    'Keep the data directory as it is. An earlier copy of the whole of it can be put back while the node is stopped.',
  CLI_UNKNOWN_BOARD:
    'Describe it as boards/README.md says, or name a board with: boardtalk board list',
  CLI_FILE_NOT_WRITTEN: 'Name a file in a directory that you may write to.',
  CLI_CHANNEL_TROUBLE: 'Correct what the platform says, then try it again.',
  CLI_TOO_MANY_REQUESTS: 'Wait for the answers to the earlier requests.',
} as const;

export class CliError extends AppError<keyof typeof CLI_ERRORS> {
  constructor(code: keyof typeof CLI_ERRORS, message: string, details?: ErrorDetails) {
    super(CLI_ERRORS, code, message, details);
  }
}

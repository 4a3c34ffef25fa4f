/** What can go wrong between this process and the hardware: code → what to do next. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';

export const HAL_ERRORS = {
  HAL_NO_SUCH_LINE: 'List the lines of this board with: boardtalk pins',
  HAL_LINE_BUSY: 'One line belongs to one part. Find the other one with: boardtalk pins',
  HAL_NO_SUCH_BUS: 'Name a bus that the board file in boards/ declares.',
  HAL_NO_ACK:
    'Check the wiring, the supply and the address of the part; scan with: boardtalk bus scan',
  HAL_TIMEOUT: 'Check the wiring and the supply of the part.',
  HAL_NO_SUCH_FILE: 'Check that the kernel driver is loaded and the part is connected.',
  HAL_BOARD_FILE: 'Correct the board file; its form is described in boards/README.md.',
} as const;

export class HalError extends AppError<keyof typeof HAL_ERRORS> {
  constructor(code: keyof typeof HAL_ERRORS, message: string, details?: ErrorDetails) {
    super(HAL_ERRORS, code, message, details);
  }
}

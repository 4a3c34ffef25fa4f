/** What can go wrong between this process and the hardware: code → what to do next. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';
import type { Refusal } from '../core/refusal.ts';

export const HAL_ERRORS = {
  HAL_NO_SUCH_LINE: 'List the lines of this board with: boardtalk pins',
  HAL_LINE_BUSY: 'One line belongs to one part. Find the other one with: boardtalk pins',
  HAL_PLACE_TAKEN: 'One place belongs to one part: give one of the two another one.',
  HAL_NOT_AN_OUTPUT: 'Only an open output can be written; open the line as an output first.',
  HAL_NO_BIAS:
    'Put a resistor at the line, or leave the bias out; a newer kernel has one built in.',
  HAL_LINE_GONE:
    'The chip of the line is gone: plug it in again. The line then comes back by itself.',
  HAL_NO_GPIO:
    'Boot a kernel with CONFIG_GPIO_CDEV (5.10 or newer) or CONFIG_GPIO_SYSFS, and build the native part with: make build',
  HAL_NO_SUCH_BUS: 'Name a bus that the board file in boards/ declares.',
  HAL_NO_ACK: 'Check the wiring, the supply and the address of the part.',
  HAL_TIMEOUT: 'Check the wiring and the supply of the part.',
  HAL_BUS_MISSING: 'Turn the bus on as boards/README.md says, or plug the adapter in.',
  HAL_BUS_LOST: 'Plug the adapter in again; the part is then asked again by itself.',
  HAL_BUS_BUSY: 'One port belongs to one part or one Modbus line. End what else uses it.',
  HAL_ADDRESS_BUSY:
    'A driver of the kernel has this part: use the driver of Boardtalk for hwmon or IIO, or take it from the device tree.',
  HAL_NO_RAW_READ:
    'Read it as a thing. A chip that is not in the configuration is put there first: boardtalk driver list',
  HAL_UNREACHABLE:
    'Check the address, the network cable and the supply; in many devices Modbus TCP must be switched on.',
  HAL_NO_PERMISSION: 'Add the user that runs Boardtalk to the group of the device.',
  HAL_NO_PACKAGE: 'Install Boardtalk with its optional packages: npm ci --include=optional',
  HAL_MODBUS_EXCEPTION: 'Compare unit, table and address with the register map in the manual.',
  HAL_NO_SUCH_FILE: 'Check that the kernel driver is loaded and the part is connected.',
  HAL_KERNEL_REFUSED: 'The kernel driver does not take this value; check the options of the part.',
  HAL_BOARD_FILE: 'Correct the board file; its form is described in boards/README.md.',
  HAL_SIM_NOT_WIRED: 'List the elements of the simulated plant with: boardtalk sim show',
  HAL_SIM_FAULT_IMPOSSIBLE: 'List what can break in each element with: boardtalk sim show',
  HAL_SIM_NOT_SETTABLE: 'List what can be set, and to what, with: boardtalk sim show',
} as const;

type HalCode = keyof typeof HAL_ERRORS;

export class HalError extends AppError<HalCode> {
  constructor(code: HalCode, message: string, details?: ErrorDetails) {
    super(HAL_ERRORS, code, message, details);
  }
}

/** For what a person asked and this room cannot do: an answer, not an accident. */
export function refuseHal(code: HalCode, message: string): Refusal {
  return { code, message, hint: HAL_ERRORS[code] };
}

/** Nobody answered on a bus that can be asked who does. */
export function noAckOn(bus: string, place: string, cause?: unknown): HalError {
  const hint = `Check the wiring, the supply and the address of the part. Who answers says: boardtalk bus scan ${bus}`;
  return new HalError('HAL_NO_ACK', `nothing answers at ${place}`, { hint, cause });
}

/** How many tests there are at least; `hil` on each virtual board, `pi3` on QEMU's Raspberry Pi 3. Raised by hand when tests are added; lowering it shows in the diff. */
export const TEST_FLOOR = { unit: 5_700, e2e: 335, hil: 97, pi3: 7 };

/** "For example" of the MH-Z19B manual, page 7: 544 ppm. */
export const EXAMPLE_544_PPM = Uint8Array.of(0xff, 0x86, 0x02, 0x20, 0, 0, 0, 0, 0x58);

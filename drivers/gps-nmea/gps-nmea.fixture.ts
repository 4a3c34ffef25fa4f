/** Sentences of receivers, as they were recorded or printed. */

/**
 * u-blox 6 "Receiver Description Including Protocol Specification", examples of GGA and RMC; VTG is
 * heard and ignored.
 */
export const WITH_FIX = [
  '$GPGGA,092725.00,4717.11399,N,00833.91590,E,1,08,1.01,499.6,M,48.0,M,,*5B',
  '$GPRMC,083559.00,A,4717.11437,N,00833.91522,E,0.004,77.52,091202,,,A*57',
  '$GPVTG,77.52,T,,M,0.004,N,0.008,K,A*06',
];

/** A NEO-6M indoors, just switched on. */
export const WITHOUT_FIX = [
  '$GPTXT,01,01,02,ANTSTATUS=DONTKNOW*33',
  '$GPRMC,,V,,,,,,,,,,N*53',
  '$GPVTG,,,,,,,,,N*30',
  '$GPGGA,,,,,,0,00,99.99,,,,,,*48',
  '$GPGSA,A,1,,,,,,,,,,,,,99.99,99.99,99.99*30',
];

export function bytesOf(sentences: readonly string[]): Uint8Array {
  return Buffer.from(sentences.map((sentence) => `${sentence}\r\n`).join(''), 'latin1');
}

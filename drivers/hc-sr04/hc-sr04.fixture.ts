/** The files of the kernel's srf04 driver: millimetres, and the scale that makes metres of them. */
export function srf04Files(distanceMm: number): Readonly<Record<string, string>> {
  const folder = 'bus/iio/devices/iio:device0';
  return {
    [`${folder}/name`]: 'srf04\n',
    [`${folder}/in_distance_raw`]: `${String(distanceMm)}\n`,
    [`${folder}/in_distance_scale`]: '0.001000\n',
  };
}

/** srf04_read: distance in mm of an echo that lasted so long. */
export function echoMm(echoNs: number): number {
  return Math.trunc((echoNs * 106) / 617_176);
}

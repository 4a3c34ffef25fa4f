/**
 * The trimming of a BME280 or BMP280, and its compensation formulas in double precision: data sheet
 * BST-BME280-DS002 table 16 and §8.1, BST-BMP280-DS001 §8.1. Names are those of the sheets.
 */
export interface Trim {
  readonly T: readonly [t1: number, t2: number, t3: number];
  /** P1 to P9. */
  readonly P: readonly number[];
  /** H1 to H6; undefined on a BMP280. */
  readonly H: readonly [number, number, number, number, number, number] | undefined;
}

/** Table 16: 0x88 … 0x9F, little-endian; T1 and P1 without a sign. */
const TEMPERATURE_AND_PRESSURE = { first: 0x88, length: 24 } as const;
/** 0xA1: H1. */
const H1 = 0xa1;
/** 0xE1 … 0xE7: H2 to H6. */
const HUMIDITY = { first: 0xe1, length: 7 } as const;

export const TRIM_REGISTERS = { TEMPERATURE_AND_PRESSURE, H1, HUMIDITY } as const;

/** @param humidity H1, then 0xE1 … 0xE7; absent on a BMP280 */
export function parseTrim(block: Buffer, humidity?: Buffer): Trim {
  return {
    T: [block.readUInt16LE(0), block.readInt16LE(2), block.readInt16LE(4)],
    P: [
      block.readUInt16LE(6),
      ...[8, 10, 12, 14, 16, 18, 20, 22].map((offset) => block.readInt16LE(offset)),
    ],
    H: humidity && parseHumidity(humidity),
  };
}

/** H4 and H5 are 12 bits and share 0xE5: H4 = E4[11:4] E5[3:0], H5 = E6[11:4] E5[7:4]. */
function parseHumidity(bytes: Buffer): NonNullable<Trim['H']> {
  const shared = bytes.readUInt8(5);
  return [
    bytes.readUInt8(0),
    bytes.readInt16LE(1),
    bytes.readUInt8(3),
    (bytes.readInt8(4) << 4) | (shared & 0x0f),
    (bytes.readInt8(6) << 4) | (shared >> 4),
    bytes.readInt8(7),
  ];
}

/** t_fine: the temperature as the other two formulas want it, 5120 steps a degree. */
export function fineTemperature(adc: number, { T: [t1, t2, t3] }: Trim): number {
  const first = (adc / 16_384 - t1 / 1_024) * t2;
  const second = (adc / 131_072 - t1 / 8_192) ** 2 * t3;
  return first + second;
}

export function temperatureC(tFine: number): number {
  return tFine / 5_120;
}

/** Pa; NaN when the trimming makes no sense. */
export function pressurePa(adc: number, tFine: number, { P }: Trim): number {
  const [p1 = NaN, p2 = NaN, p3 = NaN, p4 = NaN, p5 = NaN, p6 = NaN, p7 = NaN, p8 = NaN, p9 = NaN] =
    P;
  const fine = Math.trunc(tFine) / 2 - 64_000;
  const offset = ((fine * fine * p6) / 32_768 + fine * p5 * 2) / 4 + p4 * 65_536;
  const slope = (1 + ((p3 * fine * fine) / 524_288 + p2 * fine) / 524_288 / 32_768) * p1;
  if (slope === 0) return NaN;
  const pressure = ((1_048_576 - adc - offset / 4_096) * 6_250) / slope;
  return (
    pressure + ((p9 * pressure * pressure) / 2_147_483_648 + (pressure * p8) / 32_768 + p7) / 16
  );
}

/** %RH, 0 to 100. */
export function humidityPercent(adc: number, tFine: number, trim: NonNullable<Trim['H']>): number {
  const [h1, h2, h3, h4, h5, h6] = trim;
  const fine = Math.trunc(tFine) - 76_800;
  const raw =
    (adc - (h4 * 64 + (h5 / 16_384) * fine)) *
    (h2 / 65_536) *
    (1 + (h6 / 67_108_864) * fine * (1 + (h3 / 67_108_864) * fine));
  return Math.min(100, Math.max(0, raw * (1 - (h1 * raw) / 524_288)));
}

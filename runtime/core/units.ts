/**
 * The units a property may have. Symbols are SenML's (RFC 8428 §12.1 and RFC 8798 §3) where one is
 * registered; `l/min` and `%` are what people say, and carry the factor to the registered unit.
 */
export interface Unit {
  /** What is configured, shown and spoken. */
  readonly symbol: string;
  /** The symbol people expect to read: `22.4 °C`. */
  readonly display: string;
  /** The registered SenML unit, and how much of it one of ours is. */
  readonly senml: { readonly unit: string; readonly factor: number };
  readonly decimals: number;
}

function unit(symbol: string, display: string, decimals: number, senml = symbol, factor = 1): Unit {
  return { symbol, display, decimals, senml: { unit: senml, factor } };
}

const UNITS: readonly Unit[] = [
  unit('Cel', '°C', 1),
  unit('%RH', '%RH', 0),
  unit('%', '%', 0, '/', 0.01),
  unit('lx', 'lx', 0),
  unit('V', 'V', 2),
  unit('A', 'A', 2),
  unit('W', 'W', 0),
  unit('Pa', 'Pa', 0),
  unit('m', 'm', 2),
  unit('Hz', 'Hz', 1),
  unit('l/min', 'l/min', 1, 'l/s', 1 / 60),
];

const bySymbol = new Map(UNITS.map((entry) => [entry.symbol, entry]));

/** Every symbol a configuration may name. */
export const unitSymbols: readonly string[] = UNITS.map((entry) => entry.symbol);

/** undefined for a symbol nobody declared. */
export function findUnit(symbol: string): Unit | undefined {
  return bySymbol.get(symbol);
}

/** `22.4 °C`, `62 %`, `3.2 l/min`; a unitless number keeps at most two decimals. */
export function formatQuantity(value: number, symbol?: string): string {
  const known = symbol === undefined ? undefined : findUnit(symbol);
  if (known === undefined) return String(Math.round(value * 100) / 100);
  return `${value.toFixed(known.decimals)} ${known.display}`;
}

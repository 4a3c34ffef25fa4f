/**
 * The units a property may have. Symbols are SenML's (RFC 8428 §12.1 and RFC 8798 §3) where one is
 * registered; `l/min`, `bar` and `%` are what people say, and carry the factor to the registered unit.
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

const UNITS: readonly Unit[] = [
  registered('Cel', '°C', 1),
  registered('%RH', '%RH', 0),
  registered('lx', 'lx', 0),
  registered('V', 'V', 2),
  registered('A', 'A', 2),
  registered('W', 'W', 0),
  registered('Pa', 'Pa', 0),
  registered('m', 'm', 2),
  registered('Hz', 'Hz', 1),
  registered('VA', 'VA', 0),
  registered('var', 'var', 0),
  registered('kWh', 'kWh', 2),
  registered('ppm', 'ppm', 0),
  registered('m/s', 'm/s', 1),
  registered('lat', '° N', 5),
  registered('lon', '° E', 5),
  registered('1/min', '1/min', 0),
  registered('J', 'J', 0),
  { symbol: 'deg', display: '°', decimals: 0, senml: { unit: 'rad', factor: Math.PI / 180 } },
  // RFC 8798 §3 has hPa, and no bar.
  { symbol: 'bar', display: 'bar', decimals: 1, senml: { unit: 'hPa', factor: 1_000 } },
  { symbol: '%', display: '%', decimals: 0, senml: { unit: '/', factor: 0.01 } },
  { symbol: 'l/min', display: 'l/min', decimals: 1, senml: { unit: 'l/s', factor: 1 / 60 } },
];

function registered(symbol: string, display: string, decimals: number): Unit {
  return { symbol, display, decimals, senml: { unit: symbol, factor: 1 } };
}

const bySymbol = new Map(UNITS.map((entry) => [entry.symbol, entry]));
const bySenml = new Map(UNITS.map((entry) => [entry.senml.unit, entry]));

/** Every symbol a configuration may name. */
export const unitSymbols: readonly string[] = UNITS.map((entry) => entry.symbol);

/** undefined for a symbol nobody declared. */
export function findUnit(symbol: string): Unit | undefined {
  return bySymbol.get(symbol);
}

/** By the registered unit of a SenML record; each stands for one of ours. */
export function findSenmlUnit(unit: string): Unit | undefined {
  return bySenml.get(unit);
}

/** `22.4 °C`, `62 %`, `3.2 l/min`; a unitless number keeps at most two decimals. */
export function formatQuantity(value: number, symbol?: string): string {
  const known = symbol === undefined ? undefined : findUnit(symbol);
  if (known === undefined) return String(Math.round(value * 100) / 100);
  return `${value.toFixed(known.decimals)} ${known.display}`;
}

/** The units and classes of Home Assistant in the words of this house. What is not here is a number without a unit. */
import type { SiteProperty, Titles } from '../../config/site.ts';

interface Conversion {
  readonly unit?: string;
  readonly scale?: number;
  readonly offset?: number;
}

/** `unit_of_measurement` → ours, and how much of ours one is. */
const UNITS: Readonly<Record<string, Conversion>> = {
  '°C': { unit: 'Cel' },
  '°F': { unit: 'Cel', scale: 5 / 9, offset: -160 / 9 },
  K: { unit: 'Cel', offset: -273.15 },
  '%': { unit: '%' },
  lx: { unit: 'lx' },
  V: { unit: 'V' },
  mV: { unit: 'V', scale: 1e-3 },
  A: { unit: 'A' },
  mA: { unit: 'A', scale: 1e-3 },
  W: { unit: 'W' },
  kW: { unit: 'W', scale: 1e3 },
  Pa: { unit: 'Pa' },
  hPa: { unit: 'Pa', scale: 100 },
  mbar: { unit: 'Pa', scale: 100 },
  kPa: { unit: 'Pa', scale: 1e3 },
  bar: { unit: 'Pa', scale: 1e5 },
  m: { unit: 'm' },
  cm: { unit: 'm', scale: 1e-2 },
  mm: { unit: 'm', scale: 1e-3 },
  Hz: { unit: 'Hz' },
  'L/min': { unit: 'l/min' },
  'l/min': { unit: 'l/min' },
  'm³/h': { unit: 'l/min', scale: 1_000 / 60 },
  // Where they are known: see UNITS in core/units.ts.
  kWh: { unit: 'kWh' },
  Wh: { unit: 'kWh', scale: 1e-3 },
  VA: { unit: 'VA' },
  ppm: { unit: 'ppm' },
};

/** The relative humidity of air has a unit of its own. */
const HUMIDITY = new Set(['humidity']);

export function conversionOf(
  unit: string | undefined,
  deviceClass: string | undefined,
  isKnown: (unit: string) => boolean,
): Conversion {
  if (unit === undefined) return {};
  if (unit === '%' && HUMIDITY.has(deviceClass ?? '')) return { unit: '%RH' };
  const found = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  if (found?.unit === undefined || !isKnown(found.unit)) return {};
  return found;
}

interface Class {
  readonly name: string;
  readonly title: Titles;
  readonly words?: SiteProperty['words'];
}

/** `device_class` of a sensor → what the property is called. */
export const SENSOR_CLASSES: Readonly<Record<string, Class>> = {
  temperature: { name: 'temperature', title: { en: 'temperature', zh: '温度' } },
  humidity: { name: 'humidity', title: { en: 'humidity', zh: '湿度' } },
  moisture: { name: 'moisture', title: { en: 'moisture', zh: '土壤湿度' } },
  illuminance: { name: 'illuminance', title: { en: 'illuminance', zh: '照度' } },
  pressure: { name: 'pressure', title: { en: 'pressure', zh: '压力' } },
  atmospheric_pressure: { name: 'pressure', title: { en: 'air pressure', zh: '气压' } },
  carbon_dioxide: { name: 'co2', title: { en: 'CO2', zh: '二氧化碳' } },
  battery: { name: 'battery', title: { en: 'battery', zh: '电量' } },
  power: { name: 'load', title: { en: 'power draw', zh: '功率' } },
  energy: { name: 'energy', title: { en: 'energy', zh: '电能' } },
  voltage: { name: 'voltage', title: { en: 'voltage', zh: '电压' } },
  current: { name: 'current', title: { en: 'current', zh: '电流' } },
  frequency: { name: 'frequency', title: { en: 'frequency', zh: '频率' } },
  distance: { name: 'distance', title: { en: 'distance', zh: '距离' } },
  volume_flow_rate: { name: 'flow', title: { en: 'flow', zh: '流量' } },
  signal_strength: { name: 'signal', title: { en: 'signal strength', zh: '信号强度' } },
  pm25: { name: 'pm25', title: { en: 'PM2.5', zh: 'PM2.5' } },
};

/** `device_class` of a binary sensor: what true means (Home Assistant, binary sensor: device class). */
export const BINARY_CLASSES: Readonly<Record<string, Class>> = {
  motion: of('motion', 'motion', '移动', 'somebody-nobody'),
  occupancy: of('occupancy', 'occupancy', '占用', 'somebody-nobody'),
  presence: of('presence', 'presence', '有人', 'somebody-nobody'),
  door: of('open', 'door', '门', 'open-closed'),
  garage_door: of('open', 'garage door', '车库门', 'open-closed'),
  window: of('open', 'window', '窗', 'open-closed'),
  opening: of('open', 'opening', '开口', 'open-closed'),
  lock: of('unlocked', 'unlocked', '未锁', 'yes-no'),
  moisture: of('leak', 'leak', '漏水', 'yes-no'),
  smoke: of('smoke', 'smoke', '烟雾', 'yes-no'),
  gas: of('gas', 'gas', '燃气', 'yes-no'),
  battery: of('battery-low', 'battery low', '电量低', 'yes-no'),
  tamper: of('tamper', 'tamper', '防拆', 'yes-no'),
  vibration: of('vibration', 'vibration', '振动', 'yes-no'),
  problem: of('problem', 'problem', '故障', 'yes-no'),
  running: of('running', 'running', '运行中', 'yes-no'),
  plug: of('plugged', 'plugged in', '已插入', 'yes-no'),
  light: of('light-seen', 'light seen', '有光', 'yes-no'),
};

function of(name: string, en: string, zh: string, words: SiteProperty['words']): Class {
  return { name, title: { en, zh }, words };
}

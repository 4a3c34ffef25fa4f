/** A small site for the tests: two areas, one board, the things of a greenhouse. Titles can be exchanged and things added. */
import type { Site, SiteProperty, SiteThing } from '../config/site.ts';

const PROPERTY: Omit<SiteProperty, 'name' | 'title' | 'source'> = {
  aliases: { en: [], zh: [] },
  type: 'number',
  words: 'on-off',
  writable: false,
  everyMs: 5_000,
  staleAfterMs: 15_000,
  faultyAfterMs: 60_000,
  settleMs: 0,
  tolerance: 0,
  onRestart: 'safe',
  safe: 0,
  interlocks: [],
};

export function property(name: string, zh: string, more: Partial<SiteProperty> = {}): SiteProperty {
  const title = { en: name.charAt(0).toUpperCase() + name.slice(1), zh };
  return {
    ...PROPERTY,
    name,
    title,
    source: { kind: 'part', part: name, channel: name },
    ...more,
  };
}

export function power(): SiteProperty {
  return property('power', '电源', { type: 'boolean', writable: true, safe: false });
}

export function thing(
  id: string,
  titles: readonly [en: string, zh: string],
  where: readonly [kind: string, area: string],
  properties: readonly SiteProperty[],
): SiteThing {
  const [kind, area] = where;
  return {
    id,
    board: 'greenhouse-board',
    title: { en: titles[0], zh: titles[1] },
    aliases: { en: [], zh: [] },
    area,
    kind,
    role: 'operator',
    properties,
  };
}

export function aliased(named: SiteThing, en: readonly string[], zh: readonly string[]): SiteThing {
  return { ...named, aliases: { en, zh } };
}

export function regulator(
  id: string,
  titles: readonly [en: string, zh: string],
  rule: { area: string; output: string; direction: 'raise' | 'lower' },
): SiteThing {
  const [outputThing = '', outputProperty = ''] = rule.output.split('.');
  const config = {
    title: { en: titles[0], zh: titles[1] },
    aliases: { en: [], zh: [] },
    area: rule.area,
    reading: { thing: 'climate', property: 'temperature' },
    output: { thing: outputThing, property: outputProperty },
    setpoint: 20,
    range: [5, 35] as [number, number],
    enabled: false,
    'two-point': { hysteresis: 0.5, direction: rule.direction },
  };
  return thing(
    id,
    titles,
    ['regulator', rule.area],
    [
      property('setpoint', '设定值', {
        unit: 'Cel',
        writable: true,
        range: [5, 35],
        source: { kind: 'regulator', regulator: config, role: 'setpoint' },
      }),
      property('active', '启用', {
        type: 'boolean',
        writable: true,
        safe: false,
        source: { kind: 'regulator', regulator: config, role: 'active' },
      }),
    ],
  );
}

const percent = { unit: '%', range: [0, 100] as const };

export const GREENHOUSE_THINGS: readonly SiteThing[] = [
  thing('pump', ['Pump', '水泵'], ['pump', 'pump-room'], [power()]),
  aliased(
    thing(
      'grow-light',
      ['Grow light', '补光灯'],
      ['light', 'greenhouse'],
      [power(), property('level', '亮度', { ...percent, writable: true })],
    ),
    ['plant light'],
    ['植物灯'],
  ),
  thing('heater', ['Heater', '加热器'], ['heater', 'greenhouse'], [power()]),
  thing(
    'vent',
    ['Vent', '天窗'],
    ['vent', 'greenhouse'],
    [property('position', '开度', { ...percent, writable: true })],
  ),
  thing(
    'tank',
    ['Water tank', '水箱'],
    ['tank', 'pump-room'],
    [property('level', '水位', percent)],
  ),
  thing(
    'flow',
    ['Flow meter', '流量计'],
    ['meter', 'pump-room'],
    [property('rate', '流量', { unit: 'l/min' })],
  ),
  thing(
    'climate',
    ['Climate sensor', '温湿度传感器'],
    ['sensor', 'greenhouse'],
    [
      property('temperature', '温度', { unit: 'Cel' }),
      property('humidity', '湿度', { unit: '%RH' }),
    ],
  ),
  thing(
    'light',
    ['Light sensor', '光照传感器'],
    ['sensor', 'greenhouse'],
    [property('illuminance', '光照', { unit: 'lx' })],
  ),
  thing(
    'door',
    ['Door', '门'],
    ['door', 'greenhouse'],
    [property('open', '门', { type: 'boolean', words: 'open-closed', safe: false })],
  ),
  aliased(
    thing(
      'estop',
      ['Emergency stop', '急停按钮'],
      ['button', 'pump-room'],
      [property('pressed', '按下', { type: 'boolean', words: 'pressed-released', safe: false })],
    ),
    ['e-stop'],
    ['急停'],
  ),
  regulator('heating', ['Heating', '供暖'], {
    area: 'greenhouse',
    output: 'heater.power',
    direction: 'raise',
  }),
  regulator('cooling', ['Cooling', '降温'], {
    area: 'greenhouse',
    output: 'vent.position',
    direction: 'lower',
  }),
];

export function greenhouse(things: readonly SiteThing[] = GREENHOUSE_THINGS): Site {
  return {
    id: 'greenhouse',
    title: 'Greenhouse',
    language: 'en',
    timezone: 'Europe/Berlin',
    areas: [
      {
        id: 'greenhouse',
        title: { en: 'Greenhouse', zh: '温室' },
        aliases: { en: [], zh: ['大棚'] },
      },
      { id: 'pump-room', title: { en: 'Pump room', zh: '泵房' }, aliases: { en: [], zh: [] } },
    ],
    boards: [
      {
        id: 'greenhouse-board',
        model: 'sim',
        title: { en: 'Greenhouse board', zh: '温室控制板' },
        parts: [],
        things,
      },
    ],
    discovered: {},
    platforms: [],
    people: [],
    warnings: [],
  };
}

/** The same site with a second pump in the greenhouse. */
export function withTwoPumps(): Site {
  return greenhouse([
    ...GREENHOUSE_THINGS.filter((one) => one.id !== 'pump'),
    thing('pump-1', ['Pump 1', '1号泵'], ['pump', 'pump-room'], [power()]),
    thing('pump-2', ['Pump 2', '2号泵'], ['pump', 'greenhouse'], [power()]),
  ]);
}

const OTHER_TITLES: Readonly<Record<string, readonly [de: string, es: string]>> = {
  pump: ['Pumpe', 'Bomba'],
  'grow-light': ['Pflanzenlampe', 'Lámpara de cultivo'],
  heater: ['Heizung', 'Calefactor'],
  vent: ['Dachfenster', 'Claraboya'],
  tank: ['Wassertank', 'Depósito'],
  door: ['Tür', 'Puerta'],
  greenhouse: ['Gewächshaus', 'Invernadero'],
  'pump-room': ['Pumpenraum', 'Sala de bombas'],
};

/** The same site with German and Spanish titles. */
export function inFourLanguages(): Site {
  const site = greenhouse(GREENHOUSE_THINGS.map(titled));
  return { ...site, areas: site.areas.map(titled) };
}

function titled<Named extends Pick<SiteThing, 'id' | 'title'>>(named: Named): Named {
  const [de, es] = OTHER_TITLES[named.id] ?? [];
  return { ...named, title: { ...named.title, de, es } };
}

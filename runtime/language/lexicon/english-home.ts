/** English words for what homes have and measure, for colours and timers, and for what is of another trade. */
import type { LexiconEntry } from '../lexicon.ts';

const COLORS: readonly (readonly [amount: number, words: string])[] = [
  [0xffffff, 'white'],
  [0xff0000, 'red'],
  [0xff8000, 'orange'],
  [0xffff00, 'yellow'],
  [0x00ff00, 'green'],
  [0x0000ff, 'blue'],
  [0x8000ff, 'purple|violet'],
  [0xff80c0, 'pink'],
  [0x00ffff, 'cyan|turquoise'],
];

export const ENGLISH_HOME: readonly LexiconEntry[] = [
  // What something senses: also how a thing is, where it says so itself
  [
    { tag: 'measure', measure: 'temperature', or: { tag: 'state', on: true, measure: 'hot' } },
    'hot',
  ],
  [{ tag: 'state', on: true, measure: 'hot' }, 'overheated|overheating|heated up|burning hot'],
  [
    { tag: 'measure', measure: 'temperature', or: { tag: 'state', on: true, measure: 'cold' } },
    'cold',
  ],
  [{ tag: 'state', on: true, measure: 'cold' }, 'frozen|freezing|freezing cold|ice cold'],
  [
    { tag: 'measure', measure: 'humidity', or: { tag: 'state', on: false, measure: 'leak' } },
    'dry',
  ],
  [{ tag: 'state', on: true, measure: 'leak' }, 'wet|flooded|leaking|leaks|under water|flooding'],
  [
    { tag: 'state', on: true, measure: 'battery' },
    'low|empty battery|running low|nearly empty|almost empty',
  ],
  [{ tag: 'state', on: false, measure: 'battery' }, 'normal|charged|fully charged'],
  [{ tag: 'state', on: true, measure: 'charging' }, 'charging|being charged|recharging'],
  [{ tag: 'state', on: false, measure: 'charging' }, 'not charging'],
  [{ tag: 'state', on: true, measure: 'connected' }, 'connected|reachable|paired'],
  [{ tag: 'state', on: false, measure: 'connected' }, 'disconnected|unreachable'],
  [{ tag: 'state', on: true, measure: 'plugged' }, 'plugged in|plugged'],
  [{ tag: 'state', on: false, measure: 'plugged' }, 'unplugged'],
  [
    { tag: 'state', on: true, measure: 'powered' },
    'powered|under power|receiving power|powered on',
  ],
  [{ tag: 'state', on: false, measure: 'powered' }, 'unpowered|without power'],
  [
    { tag: 'state', on: true, or: { tag: 'state', on: true, measure: 'running' } },
    'running|in operation|in use',
  ],
  [{ tag: 'state', on: true, measure: 'unsafe' }, 'unsafe|dangerous|in danger|at risk'],
  [{ tag: 'state', on: false, measure: 'unsafe' }, 'safe|secure'],
  [{ tag: 'state', on: true, measure: 'vibration' }, 'vibrating|shaking|vibrates'],
  [{ tag: 'state', on: true, measure: 'tamper' }, 'tampered|tampered with'],
  [{ tag: 'state', on: false, measure: 'update' }, 'up to date|updated'],
  [{ tag: 'state', on: true, measure: 'update' }, 'out of date|outdated'],
  [{ tag: 'state', on: false, measure: 'problem' }, 'fine'],
  [
    {
      ...{ tag: 'person', presence: true },
      or: { tag: 'state', on: true, measure: 'occupancy', presence: true },
    },
    'occupied',
  ],
  [{ tag: 'state', on: false, measure: 'home' }, 'gone|away|not home|not at home'],
  [
    { tag: 'filler', or: { tag: 'state', on: true, measure: 'home' } },
    'at home|in the house|in my house|in our house|in the home|in my home|in our home',
  ],
  [{ tag: 'aside', or: { tag: 'state', on: true, measure: 'home' } }, 'home'],
  [{ tag: 'lock', or: { tag: 'state', on: false, measure: 'unlocked' } }, 'locked|locked up'],
  [{ tag: 'state', on: true, measure: 'unlocked' }, 'unlocked|not locked'],
  [
    { tag: 'state', on: true, facet: 'detection' },
    'detected|sensed|detecting|triggered|tripped|detects',
  ],
  [{ tag: 'state', on: false, facet: 'detection' }, 'clear|cleared|not detected|undetected'],

  // What is measured
  [{ tag: 'measure', measure: 'co' }, 'carbon monoxide|co|carbon monoxide level|co level'],
  [{ tag: 'measure', measure: 'co2' }, 'carbon dioxide|co 2|co2|carbon dioxide level|co2 level'],
  [{ tag: 'measure', measure: 'no2' }, 'nitrogen dioxide|no2|no 2'],
  [{ tag: 'measure', measure: 'no' }, 'nitrogen monoxide|nitric oxide'],
  [{ tag: 'measure', measure: 'n2o' }, 'nitrous oxide|n2o|n 2 o|laughing gas'],
  [{ tag: 'measure', measure: 'so2' }, 'sulphur dioxide|sulfur dioxide|so2|so 2'],
  [{ tag: 'measure', measure: 'ozone' }, 'ozone|o3|o 3'],
  [{ tag: 'measure', measure: 'pm1' }, 'pm1|pm 1|pm1 particles'],
  [{ tag: 'measure', measure: 'pm25' }, 'pm2.5|pm 2.5|pm25|pm 25|fine dust|fine particles'],
  [{ tag: 'measure', measure: 'pm10' }, 'pm10|pm 10|coarse dust'],
  [
    { tag: 'measure', measure: 'voc' },
    'voc|vocs|volatile organic compounds|volatile organic compound|organic compounds|volatile organic compounds parts|volatile organic compound parts',
  ],
  [{ tag: 'measure', measure: 'aqi' }, 'air quality|air quality index|aqi'],
  [
    { tag: 'measure', measure: 'battery' },
    'battery|batteries|battery level|charge|charge level|battery charge|battery percentage',
  ],
  [{ tag: 'measure', measure: 'signal' }, 'signal|signal strength|reception'],
  [
    { tag: 'measure', measure: 'data-rate' },
    'data rate|download speed|upload speed|download rate|upload rate|bandwidth|throughput|transfer rate|transfer speed|data speed|data transfer rate',
  ],
  [
    { tag: 'measure', measure: 'data-size' },
    'size|data size|file size|storage size|amount of data',
  ],
  [{ tag: 'measure', measure: 'distance' }, 'distance|mileage|range'],
  [
    { tag: 'measure', measure: 'duration' },
    'duration|remaining duration|remaining time|time needed',
  ],
  [{ tag: 'measure', measure: 'weight' }, 'weight|mass'],
  [
    { tag: 'measure', measure: 'money' },
    'cost|costs|price|monetary|balance|amount of money|money|monetary amount|monetary value',
  ],
  [
    { tag: 'measure', measure: 'energy' },
    'energy|electricity|energy consumption|amount of energy|energy produced|energy used',
  ],
  [
    { tag: 'measure', measure: 'stored-energy' },
    'stored energy|energy stored|energy storage|stored energy amount|amount of stored energy|stored amount of energy',
  ],
  [{ tag: 'measure', measure: 'frequency' }, 'frequency'],
  [
    { tag: 'measure', measure: 'current' },
    'electric current|electrical current|current draw|amperage|electricity current',
  ],
  [
    { tag: 'measure', measure: 'load' },
    'power|power draw|active power|load|power usage|electric power|electrical power',
  ],
  [{ tag: 'measure', measure: 'power-factor' }, 'power factor'],
  [{ tag: 'measure', measure: 'apparent-power' }, 'apparent power'],
  [{ tag: 'measure', measure: 'reactive-power' }, 'reactive power'],
  [
    { tag: 'measure', measure: 'irradiance' },
    'irradiance|irradiation|radiation|solar radiation|amount of radiation',
  ],
  [{ tag: 'measure', measure: 'speed' }, 'speed|velocity|wind speed|how fast'],
  [
    { tag: 'measure', measure: 'rain' },
    'rain|rainfall|precipitation|snow|snowfall|accumulated rain|accumulated rainfall|accumulated snow|accumulated precipitation|total rainfall|total precipitation|' +
      'amount of rain|amount of precipitation|amount of snow|rain amount|snow amount|precipitation amount',
  ],
  [
    { tag: 'measure', measure: 'rain-rate' },
    'rain intensity|rainfall intensity|precipitation intensity|intensity of rain|intensity of rainfall|intensity of precipitation|intensity of the rain|snow intensity|snowfall intensity|' +
      'intensity of snow|rain rate|rainfall rate|precipitation rate|intensity',
  ],
  [
    { tag: 'measure', measure: 'volume' },
    'total volume|stored volume|total stored volume|volume stored|amount stored|stored amount|volume of water|volume storage',
  ],
  [
    { tag: 'measure', measure: 'water' },
    'water|consumed water|water consumption|amount of water|amount of consumed water|total amount of consumed water|total amount of water|total water|water usage|used water|water used|water consumed',
  ],
  [{ tag: 'measure', measure: 'gas' }, 'gas|gas consumption|amount of gas|gas volume|gas usage'],
  [
    { tag: 'measure', measure: 'pressure' },
    'air pressure|atmospheric pressure|barometric pressure|water pressure',
  ],
  [
    { tag: 'measure', measure: 'sound-pressure' },
    'sound pressure|acoustic pressure|noise level|sound level|loudness',
  ],
  [
    { tag: 'measure', measure: 'moisture' },
    'moisture|moisture level|soil moisture|moistness|water content',
  ],
  [
    { tag: 'measure', measure: 'leak' },
    'leak|water leak|water sensor|water sensors|leak sensor|leak sensors|leakage|flood',
  ],
  [{ tag: 'measure', measure: 'sound' }, 'sound|noise|sounds|noises|sound sensor|sound sensors'],
  [{ tag: 'measure', measure: 'motion' }, 'motion|movement|motions|any movement'],
  [{ tag: 'measure', measure: 'occupancy' }, 'occupancy'],
  [{ tag: 'measure', measure: 'smoke' }, 'smoke'],
  [{ tag: 'measure', measure: 'tamper' }, 'tampering|tamper'],
  [{ tag: 'measure', measure: 'problem' }, 'problem|problems|trouble|fault|faults|issue|issues'],
  [{ tag: 'measure', measure: 'update' }, 'update|updates'],
  [{ tag: 'measure', measure: 'vibration' }, 'vibration|vibrations'],
  [{ tag: 'measure', measure: 'cold' }, 'cold sensor|cold sensors'],
  [{ tag: 'measure', measure: 'hot' }, 'heat sensor|heat sensors'],
  [{ tag: 'measure', measure: 'light' }, 'light sensor|light sensors'],
  [{ tag: 'measure', measure: 'temperature' }, 'current temperature|air temperature'],
  [{ tag: 'measure', measure: 'humidity' }, 'current humidity|air humidity'],
  [{ tag: 'measure', measure: 'color' }, 'color|colour'],
  [
    { tag: 'aside' },
    'current value|current value of|current state|current level|the current|my current|indicated|measured|shown|reported|available|securely|level|levels|concentration|concentration of|total|amount|the amount of|floor|percentage|index|value of|' +
      'left in|accumulated|measurement|according to|displayed|detected by|coming from|average|there any|any of|sign of|signs of',
  ],

  // Several at once, and everywhere
  [
    { tag: 'all' },
    'all over|throughout|across|each of|all over the house|entire home|entire house|whole house|every area|all rooms',
  ],
  [
    { tag: 'filler' },
    'all over the place|in each room|in every room|in all rooms|in every area|across every room|across all rooms|across the home|across my home|throughout the home|throughout the house|' +
      'throughout my home|in the entire home|in the entire house|in the whole house|in the whole home|in my entire home|in my place|in this house|in this home|every room|each room|everywhere in the house|across every area',
  ],
  [
    { tag: 'switch', on: true, verb: true, kind: 'light' },
    'light up|illuminate|lights up|brighten up',
  ],
  [{ tag: 'switch', on: false, kind: 'light' }, 'lights out|light out'],
  [
    { tag: 'switch', on: true, verb: true },
    'change to|transition to|change over to|apply|execute|trigger',
  ],

  ...COLORS.map(([amount, words]): LexiconEntry => [
    { tag: 'quantity', amount, unit: 'color' },
    words,
  ]),

  [
    { tag: 'here' },
    'here|in here|this room|in this room|the room|in the room|my room|in my room|our room|in our room|this space|in this space|' +
      'this area|in this area|around here|right here',
  ],
  [{ tag: 'moment', or: { tag: 'measure', measure: 'date' } }, 'date|the date'],
  [{ tag: 'moment' }, 'time|the time|what time|what day|what date|day of the week|clock'],
  [
    { tag: 'dismiss' },
    'forget|never mind|nevermind|dismiss|drop it|forget about|bye|goodbye|shut up|be quiet|go away',
  ],

  // Timers
  [{ tag: 'timer' }, 'timer|countdown|stopwatch|egg timer'],
  [{ tag: 'timer', many: true }, 'timers|countdowns'],
  [{ tag: 'pause' }, 'pause|suspend|freeze|hold on|hang on'],
  [{ tag: 'resume' }, 'resume|continue|unpause|go on with|restart'],
  [{ tag: 'add' }, 'add|extend|lengthen|prolong|add another|give'],
  [{ tag: 'take' }, 'take|remove|subtract|shorten|take away|deduct|cut'],
  [{ tag: 'named' }, 'named|called|labeled|labelled|with the name|by the name of'],
  [{ tag: 'left' }, 'left|remaining|remains|time left|how long|how much time|how long is left'],

  // Of another trade
  [{ tag: 'beyond', or: { tag: 'measure', measure: 'volume' } }, 'volume|the volume'],
  [
    { tag: 'beyond' },
    'play|plays|song|songs|track|tracks|music|album|artist|playlist|podcast|movie|film|tv show|show on the tv|channel|skip|replay|' +
      'go back|next|previous|tv volume|mute|unmute|weather|forecast|shopping list|grocery list|to do list|' +
      'todo list|chores list|broadcast|announce|vacuum|vacuum cleaner|joke|alarm clock|recipe|news|my show|my back|your back|radio|on the list|list item',
  ],
];

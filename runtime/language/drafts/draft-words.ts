/**
 * How people say that something shall happen by itself, in each language: how often, at what time, when what is
 * so, and that they want to be told. Patterns of whole phrases: what stands between them is read by the grammar
 * like any other question or order.
 */

export interface DraftWords {
  /** "every weekday", "jeden Morgen": with groups that name the days or the half of the day. */
  readonly often: readonly Often[];
  /** Of each so many minutes or hours: `count`, and `unit`, which begins with m or h. */
  readonly interval: RegExp;
  /** A time of the day: `hour`, `minute`, `half` (past), `before` (half to), `part` of the day. */
  readonly time: RegExp;
  /** What makes 7 a 19. */
  readonly evening: RegExp;
  readonly morning: RegExp;
  readonly noon: RegExp;
  readonly midnight: RegExp;
  readonly numbers: readonly string[];
  /** Begins or divides a sentence: what follows must be so. */
  readonly when: RegExp;
  /** Ends what must be so, where nothing begins it. */
  readonly then?: RegExp;
  /** Wants to be told. */
  readonly tell: RegExp;
  /** `called`, `to`. */
  readonly report: RegExp;
  /** "for five minutes", at the end of what must be so: `count`, `unit`. */
  readonly lasting: RegExp;
  /** Turns "the door opens" into a question that the grammar can read. */
  readonly ask: readonly (readonly [RegExp, string])[];
}

export interface Often {
  readonly pattern: RegExp;
  /** The field of cron; default: every day. */
  readonly days?: string;
  readonly half?: 'am' | 'pm';
}

const EN_NUMBER = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';
const EN_EVERY = '(?:every(?: single)?|each|on)';

const weekdays = (names: readonly string[], wrap: (name: string) => RegExp): readonly Often[] =>
  names.map((name, index) => ({ pattern: wrap(name), days: String(index) }));

export const ENGLISH_DRAFTS: DraftWords = {
  often: [
    { pattern: new RegExp(`\\b${EN_EVERY} (?:weekdays?|workdays?|working days?)\\b`), days: '1-5' },
    { pattern: new RegExp(`\\b${EN_EVERY} (?:weekends?)\\b`), days: '0,6' },
    { pattern: /\b(?:every|each) morning\b/, half: 'am' },
    { pattern: /\b(?:every|each) (?:evening|night|afternoon)\b/, half: 'pm' },
    { pattern: /\b(?:every(?: single)? day|each day|daily(?! \w*\s?report))\b/ },
    ...weekdays(
      ['sun', 'mon', 'tues', 'wednes', 'thurs', 'fri', 'satur'],
      (name) => new RegExp(`\\b${EN_EVERY} ${name}days?\\b`),
    ),
  ],
  interval:
    /\b(?:every (?:(?<count>\d+|two|three|four|five|six|ten|twelve) )?(?<unit>minutes?|hours?)|(?<hourly>hourly))\b/,
  time: new RegExp(
    `(?:\\bat |\\b(?=noon|midday|midnight))(?:(?<noon>noon|midday|midnight)|(?:(?<half>half past) )?(?<hour>\\d{1,2}|${EN_NUMBER})(?::(?<minute>\\d{2}))?(?: ?o'?clock)?(?: ?(?<part>am|pm|a\\.m\\.|p\\.m\\.|in the (?:morning|afternoon|evening)))?)(?![\\w:.%]| ?(?:%|degrees?|minutes?|seconds?|hours?|percent))`,
  ),
  evening: /pm|p\.m|afternoon|evening/,
  morning: /am|a\.m|morning/,
  noon: /noon|midday/,
  midnight: /midnight/,
  numbers: `|${EN_NUMBER}`.split('|'),
  when: /\b(?:if|when|whenever|as soon as|once|every time|each time)\b/,
  tell: /(?:\b(?:please )?(?:tell|notify|alert|warn|inform) (?:me|us)|\blet (?:me|us) know|\bsend (?:me|us) (?:a |an )?(?:message|note|notification|alert))\b/,
  report:
    /\b(?:send|post|mail|push) (?:me |us )?(?:the |our |a |an )?(?<called>[\p{L}]+(?: [\p{L}]+)?) report(?: to (?<to>#?[\p{L}\p{N}_-]+))?/u,
  lasting:
    /,? for (?:more than |at least )?(?<count>\d+|a|an|one|two|three|four|five|ten) (?<unit>seconds?|minutes?|hours?)$/,
  ask: [
    [
      /\b(?:falls|drops|goes|gets|sinks|comes|stays|runs)(?: down)? (?:below|under|beneath)\b/,
      'is below',
    ],
    [/\b(?:rises|goes|climbs|gets|comes|stays)(?: up)? (?:above|over)\b/, 'is above'],
    [/\bexceeds\b/, 'is above'],
    [/\b(?:opens|is opened|gets opened)$/, 'is open'],
    [/\b(?:closes|is closed|gets closed|shuts)$/, 'is closed'],
    [/\b(?:starts|turns on|comes on|goes on|switches on|is (?:switched|turned) on)$/, 'is on'],
    [/\b(?:stops|turns off|goes off|switches off|is (?:switched|turned) off)$/, 'is off'],
    [/^(.+?) (is|are) (.+)$/, '$2 $1 $3'],
  ],
};

const ZH_PART = '凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚|早';
const ZH_NUMBER = '十一|十二|十|一|二|两|三|四|五|六|七|八|九|零';

export const CHINESE_DRAFTS: DraftWords = {
  often: [
    { pattern: /每个?工作日|工作日(?:每天)?|周一到周五/, days: '1-5' },
    { pattern: /每个?周末|周末/, days: '0,6' },
    { pattern: /每(?:天|日|个)?(?:早上|早晨|早|上午)/, half: 'am' },
    { pattern: /每(?:天|日|个)?(?:晚上|晚|下午|傍晚)/, half: 'pm' },
    { pattern: /每天|每日/ },
    ...weekdays(
      ['[日天]', '一', '二', '三', '四', '五', '六'],
      (name) => new RegExp(`每个?(?:周|星期|礼拜)${name}`),
    ),
  ],
  interval: /每隔?(?<count>\d+|十|两|三|五|六)?个?(?<unit>分钟|小时)(?:一次)?/,
  time: new RegExp(
    `(?:在)?(?<part>${ZH_PART})?(?:(?<hour>\\d{1,2}|二十[一二三]?|十[一二三四五六七八九]|${ZH_NUMBER})(?:点|:|时(?!间))(?:钟|整)?(?:(?<half>半)|(?<minute>\\d{1,2})分?)?)`,
  ),
  evening: /下午|傍晚|晚/,
  morning: /早|上午|凌晨|清晨/,
  noon: /(?!)/,
  midnight: /(?!)/,
  numbers: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'],
  when: /(?:如果|要是|假如|若是|当|一旦|每当|只要|每次)/,
  then: /(?:的话|的时候|时候|时|之后|后|，|,|就)/,
  tell: /(?:并且|并|然后|再|同时|，|,)?(?:就)?(?:请)?(?:告诉我|通知我|提醒我|跟我说一声|给我发(?:条)?消息|发(?:条)?消息给我)(?:一声)?/,
  report:
    /(?:把|将)?(?:给我)?(?:发送?|推送)?(?<called>日|周|月|每日|每周|每月)报(?:表)?(?:(?:发送?|推送?)?(?:到|给|至) ?(?<to>#?[\p{Script=Latin}\p{N}_-]+|我)|(?:发送?|推送)?)/u,
  lasting:
    /(?:超过|持续|达到|已经)(?<count>\d+|一|两|三|五|十)个?(?<unit>秒钟?|分钟?|小时)(?:以上)?$/,
  ask: [
    [/(?:降到|低到|掉到|跌到|降至)(.+?)(?:以下)?$/, '低于$1'],
    [/(?:升到|涨到|高到|升至)(.+?)(?:以上)?$/, '高于$1'],
    [/(?:被打开|打开了?|开启了?|开了|开)$/, '开着'],
    [/(?:被关闭|关闭了?|关上了?|关了|关)$/, '关着'],
    [/$/, '吗'],
  ],
};

const DE_NUMBER = 'eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf';

export const GERMAN_DRAFTS: DraftWords = {
  often: [
    { pattern: /\b(?:jeden (?:werktag|arbeitstag)|werktags|an werktagen)\b/, days: '1-5' },
    { pattern: /\b(?:jedes wochenende|am wochenende)\b/, days: '0,6' },
    { pattern: /\b(?:jeden morgen|jeden vormittag)\b/, half: 'am' },
    { pattern: /\b(?:jeden (?:abend|nachmittag)|jede nacht)\b/, half: 'pm' },
    { pattern: /(?:\bjeden tag\b|\btäglich\b)/ },
    ...weekdays(
      ['sonntag', 'montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag'],
      (name) => new RegExp(`\\b(?:jeden ${name}|${name}s)\\b`),
    ),
  ],
  interval:
    /(?:\balle (?<count>\d+|zwei|drei|fünf|zehn) (?<unit>minuten|h?stunden)\b|\b(?<hourly>stündlich|jede stunde)\b)/,
  time: new RegExp(
    `\\bum (?:(?<before>halb) )?(?<hour>\\d{1,2}|${DE_NUMBER})(?::(?<minute>\\d{2}))?(?: uhr(?: (?<more>\\d{1,2}|dreißig))?)?(?: (?<part>morgens|abends|nachmittags|früh))?(?![\\p{L}\\d:])`,
    'u',
  ),
  evening: /abend|nachmittag/,
  morning: /morgen|früh/,
  noon: /(?!)/,
  midnight: /(?!)/,
  numbers: `|${DE_NUMBER}`.split('|'),
  when: /\b(?:immer wenn|jedes mal,? wenn|wenn|falls|sobald)\b/,
  tell: /(?:\bsage? (?:es )?mir(?: (?:bescheid|es))?|\bgib (?:mir|uns) bescheid|\bbenachrichtige (?:mich|uns)|\binformiere (?:mich|uns)|\bmelde es mir)(?![\p{L}])/u,
  report:
    /(?:sende|schicke?) (?:mir )?(?:den |einen )?(?<called>tages|wochen|monats)bericht(?: (?:an|nach|in) (?<to>#?[\p{L}\p{N}_-]+))?/u,
  lasting:
    /,? (?:seit|länger als|für) (?<count>\d+|einer|eine|zwei|drei|fünf|zehn) (?<unit>sekunden?|minuten?|stunden?)(?= |$)/u,
  ask: [
    [/^(.+?) (?:ist|sind|steht|liegt|fällt|sinkt|steigt|geht)$/, 'ist $1'],
    [/^(.+?) (?:öffnet|aufgeht|sich öffnet|geöffnet wird|offen ist)$/, 'ist $1 offen'],
    [/^(.+?) (?:schließt|zugeht|sich schließt|geschlossen wird)$/, 'ist $1 geschlossen'],
    [/^(.+?) (?:startet|angeht|anspringt|läuft|eingeschaltet wird)$/, 'ist $1 an'],
    [/^(.+?) (?:stoppt|ausgeht|ausgeschaltet wird)$/, 'ist $1 aus'],
  ],
};

const ES_NUMBER = 'una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce';

export const SPANISH_DRAFTS: DraftWords = {
  often: [
    {
      pattern: /(?:de lunes a viernes|entre semana|cada día laborable|los días laborables)/,
      days: '1-5',
    },
    { pattern: /(?:los fines de semana|cada fin de semana)/, days: '0,6' },
    { pattern: /(?:cada mañana|todas las mañanas)/, half: 'am' },
    { pattern: /(?:cada (?:tarde|noche)|todas las (?:tardes|noches))/, half: 'pm' },
    { pattern: /(?:todos los d[ií]as|cada d[ií]a|diariamente)/ },
    ...weekdays(
      ['domingos?', 'lunes', 'martes', 'mi[ée]rcoles', 'jueves', 'viernes', 's[áa]bados?'],
      (name) => new RegExp(`(?:los|cada) ${name}`),
    ),
  ],
  interval: /cada (?:(?<count>\d+|dos|tres|cinco|diez) )?(?<unit>minutos?|horas?)/,
  time: new RegExp(
    `\\ba las? (?<hour>\\d{1,2}|${ES_NUMBER})(?::(?<minute>\\d{2}))?(?: y (?<half>media))?(?: de la (?<part>mañana|tarde|noche))?(?![\\p{L}\\d:])`,
    'u',
  ),
  evening: /tarde|noche/,
  morning: /mañana/,
  noon: /(?!)/,
  midnight: /(?!)/,
  numbers: `|${ES_NUMBER}`.split('|'),
  when: /(?:^|(?<= ))(?:siempre que|cada vez que|en cuanto|si|cuando)(?= )/,
  tell: /(?:av[íi]same|d[íi]melo|notif[íi]came|inf[óo]rmame|m[áa]ndame un mensaje|env[íi]ame un mensaje)/,
  report:
    /(?:env[íi]a|manda)(?:me)? (?:el |un )?informe (?<called>diario|semanal|mensual)(?: a (?<to>#?[\p{L}\p{N}_-]+))?/u,
  lasting:
    /,? durante (?<count>\d+|un|una|dos|tres|cinco|diez) (?<unit>segundos?|minutos?|horas?)$/,
  ask: [
    [
      /^(.+?) (?:baja|cae|está|es) (?:por debajo )?(?:del?|bajo el?) (.+)$/,
      'está $1 por debajo de $2',
    ],
    [
      /^(.+?) (?:sube|pasa|supera|está) (?:por encima )?(?:del?|el|los) (.+)$/,
      'está $1 por encima de $2',
    ],
    [/^(?:se abre (.+)|(.+) se abre)$/, 'está abierta $1$2'],
    [/^(?:se cierra (.+)|(.+) se cierra)$/, 'está cerrada $1$2'],
    [/^(?:se enciende (.+)|(.+) se enciende)$/, 'está encendida $1$2'],
    [/^(.+?) (está|es) (.+)$/, '$2 $1 $3'],
  ],
};

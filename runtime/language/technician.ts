/**
 * What a technician asks of buses and pins: whole sentences in a fixed form, since addresses and lines
 * are no words. All of it reads, except the orders to test a pin: these are orders in every letter, and
 * a question mark makes them none.
 */
import type { ActionCall } from './understanding.ts';

/** `i2c1`, `grove-i2c`: buses are called what they are. */
const BUS = String.raw`(?<bus>(?:[a-z0-9]+-)?i2c\d*)`;
const NUMBER = String.raw`0x[0-9a-f]{2,4}`;

const SCANS = [
  new RegExp(`^(?:please )?(?:bus scan|scan)(?: the)?(?: bus)? ${BUS}(?: bus)?(?: please)?$`),
  new RegExp(`^(?:what|who) is (?:there )?(?:connected )?(?:on|at|to)(?: the)?(?: bus)? ${BUS}$`),
  new RegExp(`^(?:请)?扫描(?:一下)?(?:总线)? ?${BUS} ?(?:总线)?$`),
  new RegExp(`^${BUS} ?(?:总线)?上(?:有|接了|连了)(?:些)?(?:什么|哪些)(?:设备|芯片|部件)?$`),
];

/** "the i2c bus" names the only one, or the first. */
const SCANS_ANY =
  /^(?:(?:please )?(?:bus scan|scan(?: the)?(?: i2c)? bus)|(?:请)?扫描(?:一下)?(?: ?i2c ?)?总线)$/;

const READS = [
  new RegExp(
    `^(?:please )?(?:bus read|read(?: register)?|读取?(?:寄存器)?) ?${BUS} (?<address>${NUMBER}) (?<register>${NUMBER})(?: (?<length>\\d{1,2}))?$`,
  ),
];

/** `gpio17`, `pin:11`, `pin 11`, `p9_12`, `pinctrl-rp1/17`: how a board calls its lines always has a number in it. */
const PIN = String.raw`(?:(?:pin|line) (?=[a-z]))?(?<pin>(?:gpio |pin[ :])?[a-z0-9_.\-]*(?:\/)?\d[a-z0-9_]*)`;
const SECONDS = String.raw`(?<seconds>\d{1,2}) ?(?:s|sec|seconds?|秒钟?)`;

const TESTS = [
  new RegExp(`^(?:please )?(?:pins test|test(?: the)?) ${PIN}(?: for ${SECONDS})?$`),
  new RegExp(`^(?:请)?测试(?:一下)?(?:引脚|针脚)? ?${PIN} ?(?:${SECONDS})?$`),
];
const WATCHES = [
  new RegExp(
    `^(?:please )?(?:watch|listen to|pins test --watch)(?: the)? ${PIN}(?: for ${SECONDS})?$`,
  ),
  new RegExp(`^(?:请)?监听(?:一下)?(?:引脚|针脚)? ?${PIN} ?(?:${SECONDS})?$`),
];
const CODES = [
  /^(?:(?:the )?code(?: is)?:? |pins code |验证码(?:是)?[ :]?)?(?<code>\d{3}[ -]?\d{3})$/,
];
const STOPS = /^(?:pins stop|stop (?:the )?(?:pin )?test(?:ing)?|(?:停止|结束)(?:引脚)?测试)$/;

/** @param text normalised; undefined: it says something else */
export function readTechnician(text: string): ActionCall | undefined {
  const sentence = text.replace(/[\s?.!。？！吗]+$/u, '');
  const test = /[?？吗]/u.test(text) ? undefined : readTest(sentence);
  if (test !== undefined) return test;
  const calibration = /[?？吗]/u.test(text) ? undefined : readCalibration(sentence);
  if (calibration !== undefined) return calibration;
  const help = readHelp(sentence.replace(/呢$/u, ''));
  if (help !== undefined) return help;
  if (SCANS_ANY.test(sentence)) return { action: 'bus-scan', args: {} };
  const scan = match(SCANS, sentence);
  // "the i2c bus" has no number.
  if (scan !== undefined)
    return { action: 'bus-scan', args: scan['bus'] === 'i2c' ? {} : { bus: scan['bus'] } };
  const read = match(READS, sentence);
  if (read === undefined) return undefined;
  const { bus, address, register, length } = read;
  const count = length === undefined ? {} : { length: Number(length) };
  return { action: 'bus-read', args: { bus, address, register, ...count } };
}

const NAME = String.raw`(?<target>[\p{L}\d][\p{L}\d ._-]*)`;
const VALUE = String.raw`(?<value>-?\d+(?:\.\d+)?)(?: ?[%a-z°/µ²³\p{Script=Han}]{1,6})?`;

const CALIBRATIONS: readonly (readonly [string, RegExp])[] = [
  [
    'calibrate-save',
    /^(?:please )?(?:(?:calibrate )?save(?: the)? calibration|calibrate save|保存校准)$/,
  ],
  [
    'calibrate-undo',
    new RegExp(
      `^(?:undo (?:the )?calibration of (?:the )?|calibrate undo |撤销校准 ?)${NAME}$`,
      'u',
    ),
  ],
  [
    'calibrate-loop',
    new RegExp(
      `^calibrate(?: loop)? (?:the )?${NAME}:? 4 ?ma (?:is|=|means) (?<low>-?[\\d.]+)[^\\d]*(?:,| and )? ?20 ?ma (?:is|=|means) (?<high>-?[\\d.]+)(?: ?[%a-z°/µ²³]{1,6})?$`,
      'u',
    ),
  ],
  [
    'calibrate-loop',
    new RegExp(
      `^校准 ?${NAME}[：: ]4 ?ma ?[是=为] ?(?<low>-?[\\d.]+)[^\\d]*20 ?ma ?[是=为] ?(?<high>-?[\\d.]+)(?: ?[%a-z°/µ²³]{1,6})?$`,
      'u',
    ),
  ],
  ['calibrate-point', new RegExp(`^(?:(?:calibrate )?point(?: is)? |校准点 ?)${VALUE}$`, 'u')],
  ['calibrate-point', new RegExp(`^(?:it (?:shows|reads) |现在显示 ?)${VALUE}(?: now)?$`, 'u')],
  ['calibrate-point', new RegExp(`^(?:the )?(?!it )${NAME} (?:shows|reads) ${VALUE} now$`, 'u')],
  ['calibrate-point', new RegExp(`^${NAME}现在(?:显示|指向|指着) ?${VALUE}$`, 'u')],
  ['calibrate', new RegExp(`^(?:please )?(?:calibrate (?:the )?|(?:请)?校准 ?)${NAME}$`, 'u')],
];

/** Of a name in words, the action asks which thing has it. */
function readCalibration(sentence: string): ActionCall | undefined {
  for (const [action, pattern] of CALIBRATIONS) {
    const groups = pattern.exec(sentence);
    if (groups === null) continue;
    const { target, value, low, high } = groups.groups ?? {};
    const numbers = Object.entries({ value, low, high }).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, Number(text)] as const],
    );
    return {
      action,
      args: { ...(target && { target: target.trim() }), ...Object.fromEntries(numbers) },
    };
  }
  return undefined;
}

const SHOWS = [
  new RegExp(`^(?:show )?(?:the )?calibration of (?:the )?${NAME}$`, 'u'),
  new RegExp(`^(?:显示)? ?${NAME}的校准$`, 'u'),
];
const WIRINGS = [
  new RegExp(
    `^how (?:do|can|should|must) (?:i|we|you) (?:wire|connect|hook up|attach)(?: up)?(?: the| an| a)? ${NAME}$`,
    'u',
  ),
  new RegExp(`^how (?:is|are)(?: the| an| a)? ${NAME} (?:wired|connected|hooked up)$`, 'u'),
  new RegExp(`^(?:show )?(?:the )?wiring (?:of|for)(?: the| an| a)? ${NAME}$`, 'u'),
  new RegExp(`^(?:请问)?(?:怎么|怎样|如何)(?:接线?|连接) ?${NAME}$`, 'u'),
  new RegExp(`^${NAME} ?(?:该)?(?:怎么|怎样|如何)(?:接线?|连接)$`, 'u'),
];

function readHelp(sentence: string): ActionCall | undefined {
  const target = match(WIRINGS, sentence)?.['target'];
  if (target !== undefined) return { action: 'wiring', args: { target: target.trim() } };
  const shown = match(SHOWS, sentence)?.['target'];
  return shown === undefined
    ? undefined
    : { action: 'calibration', args: { target: shown.trim() } };
}

function readTest(sentence: string): ActionCall | undefined {
  if (STOPS.test(sentence)) return { action: 'pins-stop', args: {} };
  const code = match(CODES, sentence);
  if (code !== undefined) return { action: 'pins-code', args: { code: code['code'] } };
  const watch = match(WATCHES, sentence);
  const { pin, seconds } = watch ?? match(TESTS, sentence) ?? {};
  if (pin === undefined) return undefined;
  const long = seconds === undefined ? {} : { seconds: Number(seconds) };
  return { action: 'pins-test', args: { pin, ...(watch && { watch: true }), ...long } };
}

type Groups = Readonly<Record<string, string | undefined>>;

function match(patterns: readonly RegExp[], sentence: string): Groups | undefined {
  return patterns.map((pattern) => pattern.exec(sentence)?.groups).find(Boolean);
}

/**
 * How a GPIO line is written, and which line of a board that is. `GPIO17`, `pin:11` and
 * `pinctrl-rp1/17` are one line, and one claim. A bare number is none: it means another pin on the
 * header, on the chip and in the next kernel.
 */
import { nearest } from '../core/nearest.ts';

/** Where a line really is. */
export interface LinePlace {
  /** Labels of its chip, as kernels give them, in order of preference. */
  readonly chip: readonly string[];
  readonly offset: number;
  /** Further names of the same line, such as the kernel's. */
  readonly also?: readonly string[] | undefined;
}

interface PinOfBoard {
  readonly pin: number;
  readonly line?: string | undefined;
  /** `P9`, where the board has several connectors. */
  readonly connector?: string | undefined;
  /** As printed on the board: `GND`, `3V3`. */
  readonly label?: string | undefined;
}

/** What of a board file tells lines apart. */
export interface LinesOfBoard {
  readonly simulated: boolean;
  readonly header: readonly PinOfBoard[];
  readonly lines: Readonly<Record<string, LinePlace>>;
}

/** `pca9535/3`: the line of a chip that no board file knows. */
const ON_CHIP = /^([^/:]+)\/(\d{1,3})$/;

/** The number of a chip is another one in the next kernel. */
const CHIP_NUMBER = /^gpiochip\d+$/;

/** Chips that are a part of a processor: a board whose file does not name them has none. */
const OF_A_SOC = /^(?:pinctrl-|raspberrypi-)/;

/** `line:WIFI_EN`: by a name that only the kernel knows. */
const BY_KERNEL = /^line:(.+)$/;

/** `pin:11`, and `pin:P9.11` where there are several connectors. */
const BY_PIN = /^pin:(?:([^.]+)\.)?(\d{1,3})$/;

/** The one name of the line; undefined when this board has none that is written so. */
export function findLine(board: LinesOfBoard, text: string): string | undefined {
  if (BY_PIN.test(text)) return findByPin(board, text);
  if (linesOf(board).includes(text)) return text;
  return findByPlace(board, text) ?? findByOtherName(board, text) ?? foreign(board, text);
}

/** `gpio:pin:11` → `gpio:GPIO17`; any other place, and what is no line of this board, as it is. */
export function canonicalClaim(board: LinesOfBoard | undefined, claim: string): string {
  const text = /^gpio:(.+)$/.exec(claim)?.[1];
  const line = text === undefined || board === undefined ? undefined : findLine(board, text);
  return line === undefined ? claim : `gpio:${line}`;
}

/** Every line that the board file names. */
export function linesOf({ header, lines }: LinesOfBoard): readonly string[] {
  return [...new Set([...header.flatMap(({ line }) => line ?? []), ...Object.keys(lines)])];
}

/** How to write it instead: `write GPIO17 (pin:11)` for 17. */
export function adviseLine(board: LinesOfBoard, text: string): string {
  const names = linesOf(board);
  if (!/^\d+$/.test(text)) return adviseWord(board, text);
  const byName = names.filter((name) => new RegExp(`^\\D+${text}$`).test(name));
  const byPin = findLine(board, `pin:${text}`);
  const ways = [...byName, ...(byPin === undefined ? [] : [`pin:${text} (which is ${byPin})`])];
  if (ways.length === 0)
    return 'write the name of the line, as in GPIO17, or its pin, as in pin:11';
  return `write ${ways.join(' or ')}: a bare number means another pin on the next kernel`;
}

function adviseWord(board: LinesOfBoard, text: string): string {
  const names = linesOf(board);
  const [, onChip] = ON_CHIP.exec(text) ?? [];
  if (onChip !== undefined) return adviseChip(names, onChip);
  if (names.length === 0)
    return 'the file of this board names no lines: write the label of the chip and the line, as in pca9535/3, or line:NAME, as gpioinfo shows them';
  const [, pin = ''] = /^pin[:_ -]?(\d+)$/i.exec(text) ?? [];
  if (pin !== '') return advisePin(board, pin);
  const [, connector = '', row = ''] = /^(?:pin:)?([A-Za-z]\w*)[._-](\d+)$/.exec(text) ?? [];
  const onConnector = `pin:${connector}.${row}`;
  if (findByPin(board, onConnector) !== undefined) return `did you mean ${onConnector}?`;
  // BCM17, gpio_17 and IO17 are the numbers of the chip.
  const [, number = ''] = /^(?:BCM|GPIO|IO)[_ -]?0*(\d+)$/i.exec(text) ?? [];
  const same = names.find((name) => number !== '' && name === `GPIO${number}`);
  const near = same ?? nearest(text, names);
  return near === undefined ? `write one of: ${names.join(', ')}` : `did you mean ${near}?`;
}

function adviseChip(names: readonly string[], chip: string): string {
  if (CHIP_NUMBER.test(chip))
    return 'a chip has another number in the next kernel: write its label instead, as gpioinfo shows it';
  const example = names[0] === undefined ? '' : `, as in ${names[0]}`;
  return `lines of the processor are written by the names of the board file${example}`;
}

/** `pin11` is pin 11, not a line whose number looks like it. */
function advisePin({ header }: LinesOfBoard, pin: string): string {
  const rows = header.filter((row) => row.pin === Number(pin));
  const [row] = rows;
  if (row === undefined) return `the header has no pin ${pin}`;
  if (rows.length > 1)
    return `say on which connector: ${rows.map(({ connector = '' }) => `pin:${connector}.${pin}`).join(', ')}`;
  return row.line === undefined
    ? `pin ${pin} is ${row.label ?? 'no line'}: choose another one`
    : `did you mean pin:${pin} (which is ${row.line})?`;
}

/** A number that stands on two connectors names no pin. */
function findByPin({ header }: LinesOfBoard, text: string): string | undefined {
  const [, connector, pin] = BY_PIN.exec(text) ?? [];
  const pins = header.filter(
    (row) => row.pin === Number(pin) && (connector === undefined || row.connector === connector),
  );
  return pins.length === 1 ? pins[0]?.line : undefined;
}

function findByPlace({ lines }: LinesOfBoard, text: string): string | undefined {
  const [, label = '', offset] = ON_CHIP.exec(text) ?? [];
  const isIt = ({ chip, offset: at }: LinePlace): boolean =>
    chip.includes(label) && at === Number(offset);
  return Object.keys(lines).find((name) => lines[name] !== undefined && isIt(lines[name]));
}

function findByOtherName({ lines }: LinesOfBoard, text: string): string | undefined {
  const name = BY_KERNEL.exec(text)?.[1] ?? text;
  if (Object.hasOwn(lines, name)) return name;
  return Object.keys(lines).find((line) => lines[line]?.also?.includes(name));
}

/** What a board file cannot know is for the kernel to find; the simulation has nothing but its file. */
function foreign({ simulated, lines }: LinesOfBoard, text: string): string | undefined {
  if (simulated) return undefined;
  const label = ON_CHIP.exec(text)?.[1];
  if (label === undefined) return BY_KERNEL.test(text) ? text : undefined;
  const isOwn = Object.values(lines).some(({ chip }) => chip.includes(label));
  return isOwn || CHIP_NUMBER.test(label) || OF_A_SOC.test(label) ? undefined : text;
}

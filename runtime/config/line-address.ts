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
}

/** What of a board file tells lines apart. */
export interface LinesOfBoard {
  readonly simulated: boolean;
  readonly header: readonly PinOfBoard[];
  readonly lines: Readonly<Record<string, LinePlace>>;
}

/** `pca9535/3`: the line of a chip that no board file knows. */
const ON_CHIP = /^([^/:]+)\/(\d{1,3})$/;

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
  if (!/^\d+$/.test(text)) {
    const near = nearest(text, names);
    return near === undefined ? `write one of: ${names.join(', ')}` : `did you mean ${near}?`;
  }
  const byName = names.filter((name) => new RegExp(`^\\D+${text}$`).test(name));
  const byPin = findLine(board, `pin:${text}`);
  const ways = [...byName, ...(byPin === undefined ? [] : [`pin:${text} (which is ${byPin})`])];
  if (ways.length === 0)
    return 'write the name of the line, as in GPIO17, or its pin, as in pin:11';
  return `write ${ways.join(' or ')}: a bare number means another pin on the next kernel`;
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
  return Object.keys(lines).find((line) => lines[line]?.also?.includes(name));
}

/** What a board file cannot know is for the kernel to find; the simulation has nothing but its file. */
function foreign({ simulated }: LinesOfBoard, text: string): string | undefined {
  return !simulated && (ON_CHIP.test(text) || BY_KERNEL.test(text)) ? text : undefined;
}

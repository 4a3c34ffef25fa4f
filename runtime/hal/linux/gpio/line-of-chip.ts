/** From what a configuration says to the chip that the kernel has: by its label, never by a number of its own. */
import { adviseLine, findLine, type LinesOfBoard } from '../../../config/line-address.ts';
import { HalError } from '../../errors.ts';

/** `pca9535/3` */
const ON_CHIP = /^(.+)\/(\d+)$/;

/** A chip as a back end finds it. */
export interface Chip {
  readonly label: string;
  /** Its device, as in `44e07000.gpio`: stands fast where labels are given in the order of finding. */
  readonly device?: string | undefined;
  /** How many lines it has. */
  readonly size: number;
  /** The offset of a line that the kernel calls so, where it names lines. */
  offsetOf(name: string): number | undefined;
}

export interface LineOfChip<Found extends Chip> {
  /** As the board calls it. */
  readonly name: string;
  readonly chip: Found;
  readonly offset: number;
}

/** @throws HalError HAL_NO_SUCH_LINE */
export function lineOfChip<Found extends Chip>(
  board: LinesOfBoard,
  text: string,
  chips: readonly Found[],
): LineOfChip<Found> {
  const name = findLine(board, text);
  if (name === undefined) {
    const hint = adviseLine(board, text);
    throw new HalError('HAL_NO_SUCH_LINE', `this board has no line ${text}`, { hint });
  }
  const place = board.lines[name];
  const found =
    place === undefined ? foreignLine(name, chips) : onChip(place.chip, place.offset, chips);
  if (found !== undefined) return { name, ...found };
  const labels = [...new Set(chips.map(({ label }) => label))].join(', ') || 'none';
  const wanted = place === undefined ? name : `${place.chip.join(' or ')}/${String(place.offset)}`;
  throw new HalError(
    'HAL_NO_SUCH_LINE',
    `the kernel has no line ${wanted}; the chips it has: ${labels}`,
    { hint: 'Check that the board is the one the configuration names: boardtalk board detect' },
  );
}

/** What the chip of a line may be called: empty where only the kernel knows; undefined for what is no line of this board. */
export function labelsOf(board: LinesOfBoard, text: string): readonly string[] | undefined {
  const name = findLine(board, text);
  if (name === undefined) return undefined;
  const [, label] = ON_CHIP.exec(name) ?? [];
  return board.lines[name]?.chip ?? (label === undefined ? [] : [label]);
}

type Place<Found> = { readonly chip: Found; readonly offset: number } | undefined;

/** `pca9535/3`, `line:WIFI_EN`: what the board file does not know. */
function foreignLine<Found extends Chip>(name: string, chips: readonly Found[]): Place<Found> {
  const [, label, offset] = ON_CHIP.exec(name) ?? [];
  if (label !== undefined) return onChip([label], Number(offset), chips);
  const [found, second] = chips.flatMap((chip) => {
    const at = chip.offsetOf(name.replace(/^line:/, ''));
    return at === undefined ? [] : [{ chip, offset: at }];
  });
  return second === undefined ? found : undefined;
}

/** @throws HalError HAL_NO_SUCH_LINE where two chips have the label: one of them would be guessed */
function onChip<Found extends Chip>(
  labels: readonly string[],
  offset: number,
  chips: readonly Found[],
): Place<Found> {
  for (const label of labels) {
    const labelled = chips.filter((candidate) => candidate.label === label);
    const [chip, second] =
      labelled.length > 0 ? labelled : chips.filter(({ device }) => device === label);
    if (second !== undefined)
      throw new HalError('HAL_NO_SUCH_LINE', `two chips are called ${label}`, {
        hint: 'Name the line as the kernel does: line:NAME',
      });
    if (chip !== undefined && offset < chip.size) return { chip, offset };
  }
  return undefined;
}

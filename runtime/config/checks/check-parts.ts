/** Does every part hang where it can? Drivers and their options, lines and buses, two parts on one pin. */
import type { z } from '../../core/schema.ts';
import { busOfPlace } from '../bus-lines.ts';
import type { BoardConfig } from '../devices-schema.ts';
import { diagnose } from '../form/diagnose.ts';
import { quote } from '../form/quote.ts';
import type { Path } from '../form/value-at.ts';
import { adviseLine, canonicalClaim, findLine } from '../line-address.ts';
import { partOptions } from '../part-options.ts';
import type { BoardVocabulary } from '../vocabulary.ts';
import type { SiteContext } from './site-context.ts';

type PartConfig = BoardConfig['parts'][string];
type Options = ReturnType<typeof partOptions>;

/** One place that one part occupies. */
interface Occupation {
  readonly part: string;
  /** `gpio:GPIO17`, `i2c1:0x44` */
  readonly claim: string;
  readonly path: Path;
}

export function checkParts(context: SiteContext): void {
  for (const [name, board] of Object.entries(context.file.boards)) {
    const path = ['boards', name];
    const model = findModel(context, board, path);
    const occupations = Object.entries(board.parts).flatMap(([part, config]) =>
      checkPart(context, config, { board, path: [...path, 'parts', part] }).map((place) => ({
        ...place,
        part,
      })),
    );
    checkShared(context, occupations, model);
    checkPorts(context, board, occupations);
    if (model === undefined) continue;
    for (const occupation of occupations) checkPlace(context, occupation, model);
    checkTaken(context, occupations, model);
  }
}

function findModel(
  { findings, vocabulary }: SiteContext,
  { board }: BoardConfig,
  path: Path,
): BoardVocabulary | undefined {
  const model = vocabulary.boards.get(board);
  if (model !== undefined) return model;
  const known = vocabulary.known.boards;
  // Its file has a mistake, which is told.
  if (known.includes(board)) return undefined;
  findings.unknown('board model', board, { path: [...path, 'board'], known });
  return undefined;
}

function checkPart(
  context: SiteContext,
  part: PartConfig,
  { board, path }: { readonly board: BoardConfig; readonly path: Path },
): Omit<Occupation, 'part'>[] {
  const { findings, vocabulary } = context;
  const driver = vocabulary.drivers.get(part.driver);
  if (driver === undefined) {
    const known = vocabulary.known.drivers;
    findings.unknown('driver', part.driver, { path: [...path, 'driver'], known });
    return [];
  }
  const options = partOptions(part);
  const issues = driver.options.safeParse(options).error?.issues ?? [];
  for (const finding of diagnose(driver.options, options, issues))
    findings.error({ ...finding, path: [...path, ...finding.path] });
  const known = withoutUnknown(options, issues);
  if (!driver.options.safeParse(known).success) return [];
  const camera = driver.looksThrough?.(known);
  if (camera !== undefined)
    checkCamera(context, board, camera, [...path, ...optionOf(camera, part)]);
  return driver.claims(known).map((claim) => ({ claim, path: placeOf(claim, part, path) }));
}

/** The option in which a name stands. */
function optionOf(name: string, part: PartConfig): Path {
  return Object.keys(part)
    .filter((key) => key !== 'driver' && part[key] === name)
    .slice(-1);
}

/** What looks needs a part of this board that takes pictures. */
function checkCamera(
  { findings, vocabulary }: SiteContext,
  { parts }: BoardConfig,
  camera: string,
  path: Path,
): void {
  const cameras = Object.keys(parts).filter(
    (name) => vocabulary.drivers.get(parts[name]?.driver ?? '')?.takesPictures === true,
  );
  if (cameras.includes(camera)) return;
  if (!Object.hasOwn(parts, camera)) {
    findings.unknown('part', camera, { path, known: cameras });
    return;
  }
  const hint = `name a part that does: ${cameras.join(', ') || 'there is none on this board'}`;
  findings.error({ path, message: `the part ${quote(camera)} takes no pictures`, hint });
}

/** A misspelled option does not hide that the pin is taken. */
function withoutUnknown(options: Options, issues: readonly z.core.$ZodIssue[]): Options {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  return Object.fromEntries(Object.entries(options).filter(([key]) => !unknown.includes(key)));
}

/** The option that names the place, where one does as it stands: the mistake is shown there. */
function placeOf(claim: string, part: PartConfig, path: Path): Path {
  const option = Object.keys(part).find(
    (key) => key !== 'driver' && claim.endsWith(String(part[key])),
  );
  return option === undefined ? path : [...path, option];
}

/** Two spellings of one line are one place. */
function checkShared(
  { findings }: SiteContext,
  occupations: readonly Occupation[],
  model: BoardVocabulary | undefined,
): void {
  const first = new Map<string, Occupation>();
  for (const occupation of occupations) {
    const { path } = occupation;
    const claim = canonicalClaim(model?.addressing, occupation.claim);
    const other = first.get(claim);
    first.set(claim, other ?? occupation);
    if (other === undefined) continue;
    const message = `${claim.replace(/^gpio:/, '')} is already used by the part ${quote(other.part)}`;
    findings.error({ path, message, hint: `that one stands at ${findings.placeOf(other.path)}` });
  }
}

/** A serial port belongs to one part, or to one Modbus line with one speed. */
function checkPorts(
  { findings }: SiteContext,
  { parts }: BoardConfig,
  occupations: readonly Occupation[],
): void {
  const first = new Map<string, Occupation>();
  for (const occupation of occupations) {
    const { claim, part, path } = occupation;
    if (!/^(?:serial|modbus):/.test(claim)) continue;
    const port = busOfPlace(claim);
    const other = first.get(port);
    first.set(port, other ?? occupation);
    if (other === undefined) continue;
    const place = findings.placeOf(other.path);
    const hint = `that one stands at ${place}`;
    const [kind, before] = [claim, other.claim].map((each) => each.split(':')[0]);
    if (kind !== before || kind === 'serial') {
      const message = `${port} belongs to the part ${quote(other.part)}`;
      if (claim !== other.claim) findings.error({ path, message, hint });
    } else if (lineOf(parts[part]) !== lineOf(parts[other.part])) {
      const message = `${port} has one speed, parity and stop bits for all, and the part ${quote(other.part)} has others`;
      findings.error({ path, message, hint });
    }
  }
}

/** As written: what a part leaves out, it leaves to the default of its driver. */
function lineOf(part: PartConfig | undefined): string {
  return JSON.stringify([part?.['baud'], part?.['parity'], part?.['stopBits']]);
}

/** A line that a bus takes is none while a part uses the bus. */
function checkTaken(
  { findings }: SiteContext,
  occupations: readonly Occupation[],
  { addressing, busLines }: BoardVocabulary,
): void {
  for (const { claim, path } of occupations) {
    const line = /^gpio:(.+)$/.exec(canonicalClaim(addressing, claim))?.[1];
    const buses = busLines.filter((each) => each.line === line).map(({ bus }) => bus);
    const user = occupations.find((other) => buses.includes(busOfPlace(other.claim)));
    if (line === undefined || user === undefined) continue;
    const bus = busOfPlace(user.claim);
    const message = `${line} belongs to the bus ${bus}, which the part ${quote(user.part)} uses`;
    const hint = `choose another line; that part stands at ${findings.placeOf(user.path)}`;
    findings.error({ path, message, hint });
  }
}

function checkPlace(
  { findings }: SiteContext,
  { claim, path }: Occupation,
  board: BoardVocabulary,
): void {
  const { addressing, buses, reserved } = board;
  const [bus = '', ...rest] = claim.split(':');
  if (bus !== 'gpio') {
    if (!isThere(claim, board)) findings.unknown('place', claim, { path, known: buses });
    return;
  }
  const text = rest.join(':');
  const line = findLine(addressing, text);
  if (line === undefined) {
    const message = `there is no line ${quote(text)}`;
    findings.error({ path, message, hint: adviseLine(addressing, text) });
    return;
  }
  const reason = Object.hasOwn(reserved, line) ? reserved[line] : undefined;
  if (reason !== undefined) findings.error({ path, message: `${line} is reserved: ${reason}` });
}

/** What a board file does not tell is believed where only the board itself can know: adapters and hosts. */
function isThere(claim: string, { buses, hasAdapters }: BoardVocabulary): boolean {
  const [kind = '', ...rest] = claim.split(':');
  // Chips with an address hang on I2C, chips that are selected on SPI.
  const hasAddress = rest.length > 0;
  if (/^i2c\d/.test(kind) && !hasAddress) return false;
  if (/^spi\d/.test(kind) && hasAddress) return false;
  if (buses.includes(kind) || buses.includes(claim)) return true;
  if (!hasAdapters) return false;
  const place = rest.join(':');
  const line = place.replace(/\/\d+$/, '');
  switch (kind) {
    case 'serial':
      return place.startsWith('/');
    case 'modbus':
      return line.startsWith('/') || line.includes(':') || buses.includes(`serial:${line}`);
    default:
      return false;
  }
}

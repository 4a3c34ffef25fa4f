/** What a technician is told of one pin: what hangs on it, which way it goes, how it stands. */
import type { Value } from '../../core/reading.ts';
import { busOfPlace } from '../../config/bus-lines.ts';
import type { SiteBoard, SitePart } from '../../config/site.ts';
import type { HeaderPin } from '../../hal/board.ts';
import type { LiveProperty } from '../live-property.ts';

export interface BoardWithHeader extends Pick<SiteBoard, 'id' | 'parts'> {
  readonly header: readonly HeaderPin[];
}

export interface PinRow {
  readonly board: string;
  readonly connector?: string;
  readonly pin: number;
  readonly label: string;
  /** The properties that hang on it, `thing.property`; parts that have none. */
  readonly use: readonly string[];
  readonly value: Value | null;
  /** As the board uses it; absent where nothing of the site tells. */
  readonly direction?: 'in' | 'out';
  /** The electrical one: of an active-low output that is on, low. Only what is trusted now. */
  readonly level?: 'high' | 'low';
  /** Epoch ms: when the value last became another one; absent while it did not since the node started. */
  readonly changedAt?: number;
  /** The buses it may belong to. */
  readonly buses?: readonly { readonly id: string; readonly inUse: boolean }[];
  readonly reserved?: string;
}

export function pinRow(
  board: BoardWithHeader,
  header: HeaderPin,
  properties: readonly LiveProperty[],
): PinRow {
  const { pin, label, line, connector, reserved, buses = [] } = header;
  const parts = board.parts.filter(({ claims }) => claims.includes(`gpio:${line ?? ''}`));
  const names = new Set(parts.map(({ name }) => name));
  const here = properties
    .filter(({ thing }) => thing.board === board.id)
    .filter(({ spec: { source } }) => source.kind === 'part' && names.has(source.part));
  const used = new Set(board.parts.flatMap(({ claims }) => claims.map(busOfPlace)));
  return {
    ...{ board: board.id, pin, label },
    ...(connector === undefined ? {} : { connector }),
    use: here.length > 0 ? here.map(({ name }) => name) : [...names],
    ...stateOf(here[0], parts),
    ...(buses.length === 0 ? {} : { buses: buses.map((id) => ({ id, inUse: used.has(id) })) }),
    ...(reserved === undefined ? {} : { reserved }),
  };
}

function stateOf(
  property: LiveProperty | undefined,
  parts: readonly SitePart[],
): Pick<PinRow, 'value' | 'direction' | 'level' | 'changedAt'> {
  if (property === undefined) return { value: null };
  const { value, quality } = property.reading();
  const isTrusted = quality === 'good' || quality === 'simulated';
  const changedAt = property.changedAt();
  const level = isTrusted ? levelOf(value, parts) : undefined;
  return {
    value,
    direction: property.spec.writable ? 'out' : 'in',
    ...(level === undefined ? {} : { level }),
    ...(changedAt === undefined ? {} : { changedAt }),
  };
}

/** Known where the value is nothing but the level of one line. */
function levelOf(value: Value | null, parts: readonly SitePart[]): PinRow['level'] {
  const [part] = parts;
  const lines = part?.claims.filter((claim) => claim.startsWith('gpio:')) ?? [];
  if (typeof value !== 'boolean' || lines.length !== 1) return undefined;
  return value === (part?.options['activeLow'] !== true) ? 'high' : 'low';
}

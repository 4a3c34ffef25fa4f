/** Readings on the wire: SenML in CBOR (RFC 8428), with our one extension label `q`. */
import type { Reading } from '../../core/reading.ts';

export interface PackReading {
  readonly property: string;
  readonly reading: Reading;
}

/** Readings of one thing; a late pack has many of one property. */
export interface Pack {
  readonly site: string;
  readonly node: string;
  readonly thing: string;
  readonly readings: readonly PackReading[];
}

/** @param now the sender's clock, epoch ms; it need not be trusted: times before 1978 travel as "so long ago". */
export function encodePack(_pack: Pack, _now: number): Uint8Array {
  return new Uint8Array();
}

export interface PackOrigin {
  readonly site: string;
  /** Whose topic it came on: a pack in another's name is refused. */
  readonly node: string;
  /** The receiver's clock, epoch ms. */
  readonly now: number;
}

/** @throws MeshError `MESH_BAD_MESSAGE`, `MESH_FOREIGN_NAME`, `MESH_FUTURE_READING` (more than 5 minutes ahead) */
export function decodePack(_bytes: Uint8Array, { site, node }: PackOrigin): Pack {
  return { site, node, thing: '', readings: [] };
}

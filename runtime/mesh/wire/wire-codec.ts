/**
 * CBOR between nodes (RFC 8949), by cbor-x: the only file that touches it. What comes in is walked
 * by `wire-scan.ts` first, which bounds it and lets plain values pass only, because cbor-x reads
 * more than anybody here sends. Not for what is signed: that has one form only, see `core/cbor.ts`.
 */
import { MeshError } from '../errors.ts';
import { scanWire, type WireLimits } from './wire-scan.ts';

/** What may be sent: undefined is left out, as in JSON. */
export type WireValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly WireValue[]
  | { readonly [key: string]: WireValue | undefined };

export function encodeWire(value: WireValue): Uint8Array {
  throw new MeshError('MESH_BAD_MESSAGE', `not there yet ${typeof value}`);
}

/** @throws MeshError `MESH_BAD_MESSAGE`, on every input that is not one plain value within the limits. */
export function decodeWire(bytes: Uint8Array, limits?: WireLimits): unknown {
  scanWire(bytes, limits);
  return undefined;
}

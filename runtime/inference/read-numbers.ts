/** Numbers from a file, as instruments and other programs write them. */
import { extname } from 'node:path';
import { errorMessage } from '../core/app-error.ts';
import { InferenceError } from './errors.ts';
import { readInput } from './read-input.ts';

type Parse = (bytes: Buffer) => ArrayLike<number>;

const PARSERS: Readonly<Partial<Record<string, Parse>>> = {
  '.bin': parseFloats,
  '.json': parseJson,
  '.csv': parseCsv,
};

/** By the ending of the name; what is none of these is taken for a picture. */
export function holdsNumbers(path: string): boolean {
  return PARSERS[extname(path).toLowerCase()] !== undefined;
}

/** `.bin` 32-bit floats, little-endian · `.json` a list, nested or not · `.csv` in any lines. @throws InferenceError INFERENCE_BAD_NUMBERS, INFERENCE_NO_INPUT */
export async function readNumbers(path: string): Promise<ArrayLike<number>> {
  const parse = PARSERS[extname(path).toLowerCase()] ?? parseCsv;
  const bytes = await readInput(path);
  try {
    return parse(bytes);
  } catch (cause) {
    const message = `${path} holds no numbers: ${errorMessage(cause)}`;
    throw new InferenceError('INFERENCE_BAD_NUMBERS', message, { cause });
  }
}

function parseFloats(bytes: Buffer): Float32Array {
  if (bytes.length % 4 !== 0) throw new Error(`${bytes.length} bytes are no 32-bit floats`);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) =>
    bytes.readFloatLE(index * 4),
  );
}

function parseJson(bytes: Buffer): number[] {
  const parsed: unknown = JSON.parse(bytes.toString());
  if (!Array.isArray(parsed)) throw new Error('it is no list');
  return parsed.flat(8).map((item: unknown, index) => {
    if (typeof item === 'number') return item;
    throw new Error(`item ${index + 1} is ${JSON.stringify(item).slice(0, 40)}`);
  });
}

/** A heading of words is no number, and is told. */
function parseCsv(bytes: Buffer): number[] {
  const words = bytes.toString().split(/[\s,;]+/);
  return words.filter((word) => word !== '').map(parseNumber);
}

function parseNumber(word: string): number {
  const number = Number(word);
  if (Number.isNaN(number)) throw new Error(`"${word.slice(0, 40)}" is no number`);
  return number;
}

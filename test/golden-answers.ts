/**
 * What the int8 models of other people answer to one made-up input each, whoever computes it: the same
 * bits by XNNPACK on x64 and arm64, natively and in wasm. Other kernels round otherwise.
 */
import { createHash } from 'node:crypto';
import {
  lengthOf,
  type TensorData,
  type TensorInfo,
} from '../runtime/inference/tflite-node/tflite-node.ts';

/** Model → SHA-256 of the bytes of its only output. */
export const GOLDEN_ANSWERS = {
  hello_world_int8: '021fb596db81e6d02bf3d2586ee3981fe519f275c0ac9ca76bbcf2ebb4097d96',
  kws_ref_model: '2f5dd97b0e693181afa1f5ed69d98d114d43b6ac04ffa522673f0b983a64961d',
  vww_96_int8: 'd5c7fda52321d2d57230d73b56f8dbfbc241aa78a12d8a8a6badd609851a36ba',
  ad01_int8: '8ac2c8986c58156172fbc38d0111cf1bc6a50b091e06e45a5ec95ce9dd97eb90',
  'tf2_mobilenet_v2_1.0_224_ptq':
    '0463b670fd1ca1eea6a63a6cc77d3ab907f97757a419653ead9b4966e7c87a75',
} as const;

/** 8-bit noise, the same everywhere: the generator of ANSI C, from 1. */
export function noiseFor(tensor: TensorInfo): TensorData {
  const data = new Uint8Array(lengthOf(tensor));
  let state = 1;
  for (let index = 0; index < data.length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    data[index] = state >>> 16;
  }
  return tensor.dtype === 'uint8' ? data : new Int8Array(data.buffer);
}

export function hashOf(answer: readonly TensorData[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of answer)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

/**
 * LiteRT as it runs in wasm: starts the module of @litertjs/core under Node, without the package's own
 * JavaScript, which is made for browsers and knows no int8. One instance is one model's: what a
 * model breaks in there dies with it, and its memory goes back as a whole.
 * Source of the bound names: @litertjs/core 2.5.3, src/wasm_binding_types.ts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { PACKAGE_HOME } from '../package-home.ts';

/** Of the package the module comes from; there is no other version to ask it for. */
export const LITERT_VERSION = '2.5.3';

/** The variant without relaxed SIMD: every Node runs it, and its integers are the same everywhere. */
const LOADER = 'litert_wasm_compat_internal.js';

/** Lives in wasm memory until it is deleted. */
export interface Deletable {
  delete(): void;
}

interface Vector<T> extends Deletable {
  push_back(item: T): void;
  size(): number;
  get(index: number): T;
}

export interface LoadedModel extends Deletable {
  getSignature(
    index: number,
  ): Deletable & { inputNames(): Vector<string>; outputNames(): Vector<string> };
}

export interface TensorBuffer extends Deletable {
  /** @returns where it lies in wasm memory, until unlock() */
  lock(mode: unknown): number;
  unlock(): void;
  packedSize(): number;
}

export interface CompiledModel extends Deletable {
  /** A promise only in the variant for suspending stacks. */
  run(signature: number, inputs: readonly TensorBuffer[]): readonly TensorBuffer[];
}

interface TensorType extends Deletable {
  bytes(): number;
}

/** Its functions throw an Error where LiteRT refuses, and WebAssembly.RuntimeError where it broke. */
export interface LitertModule {
  /** Another array after the memory grew. */
  readonly HEAPU8: Uint8Array;
  /** @returns 0 where there is no more memory */
  _malloc(sizeBytes: number): number;
  _free(pointer: number): void;
  readonly VectorInt32: new () => Vector<number>;
  readonly LiteRtEnvironment: { create(gpu: null): Deletable };
  readonly LiteRtLayout: { create(dimensions: Vector<number>): Deletable };
  readonly LiteRtRankedTensorType: {
    create(type: { value: number }, layout: Deletable): TensorType;
  };
  readonly LiteRtTensorBuffer: {
    createManaged(
      environment: Deletable,
      kind: unknown,
      type: TensorType,
      sizeBytes: number,
    ): TensorBuffer;
  };
  readonly LiteRtTensorBufferType: { readonly HOST_MEMORY: unknown };
  readonly LiteRtTensorBufferLockMode: { readonly READ: unknown; readonly WRITE: unknown };
  loadModel(environment: Deletable, pointer: number, sizeBytes: number): LoadedModel;
  compileModel(
    environment: Deletable,
    model: LoadedModel,
    options: { accelerator: 'wasm' },
  ): CompiledModel;
  setupLogging(): void;
}

interface ModuleOptions {
  readonly print: Say;
  readonly printErr: Say;
  /** Default: what lies beside the loader. */
  readonly wasmBinary?: Uint8Array;
}

type Factory = (options: ModuleOptions) => Promise<LitertModule>;
type Say = (line: string) => void;

/** Path of the loader; its .wasm lies beside it: packed in the package once built, else as npm put it. */
export function litertPath(): string {
  const own = join(PACKAGE_HOME, 'wasm', LOADER);
  if (existsSync(own)) return own;
  return createRequire(import.meta.url).resolve(`@litertjs/core/wasm/${LOADER}`);
}

/** @param say takes each line the module would print, beginning with its level: `ERROR: …` */
export async function startLitert(path: string, say: Say): Promise<LitertModule> {
  const holder: { exports: { default?: Factory } } = { exports: {} };
  const names = ['module', 'exports', 'require', '__filename', '__dirname'];
  const load = compileFunction(readFileSync(path, 'utf8'), names, { filename: path });
  const values = [holder, holder.exports, createRequire(path), path, dirname(path)];
  Reflect.apply(load, undefined, values);
  const factory = holder.exports.default;
  if (factory === undefined) throw new Error(`${path} exports no factory of a module`);
  const module = await factory({ print: say, printErr: say, ...unpack(path) });
  module.setupLogging();
  return module;
}

/** A third of the bytes on the board, for a tenth of a second when it is loaded. */
function unpack(path: string): Pick<ModuleOptions, 'wasmBinary'> {
  const packed = path.replace(/js$/, 'wasm.gz');
  return existsSync(packed) ? { wasmBinary: gunzipSync(readFileSync(packed)) } : {};
}

export function takeAll<T>(vector: Vector<T>): readonly T[] {
  const items = Array.from({ length: vector.size() }, (_, index) => vector.get(index));
  vector.delete();
  return items;
}

/** Why a model cannot run, told from its file before any library sees it. Pure. */
import type { TfliteErrorCode } from './errors.ts';
import type { FileGraph, FileTensor, ModelFile } from './model-file.ts';
import { ARRAY_OF } from './tensor.ts';

/** What is known of the place where it would run. */
export interface RunPlace {
  /** A delegate is named: custom operators may be its. */
  readonly hasDelegate: boolean;
  /** The library computes FULLY_CONNECTED with one scale for each row of the weights right; version 2.9 does not, silently. */
  readonly perChannelFullyConnected: boolean;
}

export interface Obstacle {
  readonly code: TfliteErrorCode;
  readonly message: string;
}

/**
 * Custom operators that are part of every TensorFlow Lite all the same.
 * Source: tensorflow/lite/core/kernels/register.cc, BuiltinOpResolver: AddCustom.
 */
const CUSTOM_EVERYWHERE = [
  ...['NumericVerify', 'Mfcc', 'AudioSpectrogram', 'TFLite_Detection_PostProcess'],
];

/** undefined: nothing that can be seen from here stands against it. */
export function whyNot(file: ModelFile, place: RunPlace): Obstacle | undefined {
  return (
    (place.hasDelegate ? undefined : customOperator(file)) ??
    unknownOperator(file) ??
    microOnly(file) ??
    (place.perChannelFullyConnected ? undefined : perChannelFullyConnected(file)) ??
    unusableBorder(file)
  );
}

function customOperator({ operators }: ModelFile): Obstacle | undefined {
  const names = operators
    .filter(({ kind, name }) => kind === 'custom' && !CUSTOM_EVERYWHERE.includes(name))
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  const message = `the model needs ${names.join(', ')}, which no built-in kernel computes`;
  return { code: 'TFLITE_CUSTOM_OPERATOR', message };
}

function unknownOperator({ operators }: ModelFile): Obstacle | undefined {
  const newer = operators.find(({ kind }) => kind === 'unknown');
  if (newer === undefined) return undefined;
  const message = `the model needs the operator ${newer.name}, which is newer than this program`;
  return { code: 'TFLITE_NOT_SUPPORTED', message };
}

/** The check every TensorFlow Lite makes and TensorFlow Lite Micro does not (interpreter_builder.cc, ParseQuantization). */
function microOnly({ graphs }: ModelFile): Obstacle | undefined {
  const odd = graphs.flatMap(({ tensors }) => tensors).find(isQuantizedBeyondItsRank);
  if (odd === undefined) return undefined;
  const dimension = odd.quantization?.quantizedDimension ?? 0;
  const message = `the tensor "${odd.name}" is quantized along dimension ${dimension}, and has ${odd.shape.length}`;
  return { code: 'TFLITE_MICRO_ONLY', message };
}

function isQuantizedBeyondItsRank({ quantization, shape }: FileTensor): boolean {
  if (quantization === undefined) return false;
  const { quantizedDimension } = quantization;
  return quantizedDimension < 0 || (shape.length > 0 && quantizedDimension >= shape.length);
}

/** Inputs of FULLY_CONNECTED: values, weights, bias. */
const WEIGHTS = 1;

function perChannelFullyConnected({ graphs, operators }: ModelFile): Obstacle | undefined {
  const isOne = ({ tensors, steps }: FileGraph): boolean =>
    steps.some(({ operator, inputs }) => {
      const weights = tensors[inputs[WEIGHTS] ?? -1];
      const scales = weights?.quantization?.scales.length ?? 0;
      return operators[operator]?.name === 'FULLY_CONNECTED' && scales > 1;
    });
  if (!graphs.some(isOne)) return undefined;
  const message = 'a fully connected layer has one scale for each row of its weights';
  return { code: 'TFLITE_PER_CHANNEL_FULLY_CONNECTED', message };
}

function unusableBorder({ graphs: [main] }: ModelFile): Obstacle | undefined {
  const border = [...main.inputs, ...main.outputs].flatMap((index) => main.tensors[index] ?? []);
  const foreign = border.find(({ dtype }) => !Object.hasOwn(ARRAY_OF, dtype));
  if (foreign !== undefined) {
    const message = `the tensor "${foreign.name}" is of type ${foreign.dtype}, which cannot go in or come out`;
    return { code: 'TFLITE_NOT_SUPPORTED', message };
  }
  const open = main.inputs
    .flatMap((index) => main.tensors[index] ?? [])
    .find(({ shape }) => shape.some((size) => size < 1));
  if (open === undefined) return undefined;
  const message = `the input "${open.name}" has the shape [${open.shape.join(', ')}]: a size is not fixed`;
  return { code: 'TFLITE_NOT_SUPPORTED', message };
}

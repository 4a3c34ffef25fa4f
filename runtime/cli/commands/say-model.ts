/** How models are told on a terminal and in JSON. Pure. */
import type { FoundModel } from '../../inference/find-model.ts';
import type { Interpretation } from '../../inference/interpret-output.ts';
import type { ModelRuns } from '../../inference/run-model.ts';

type ModelFile = FoundModel['file'];
type FileTensor = ModelFile['graphs'][0]['tensors'][number];
type ModelInfo = ModelRuns['info'];

/** What stands beside `ok` in JSON. */
export function describeFile(found: FoundModel): object {
  const { name, path, sha256, sizeBytes, file, card } = found;
  const { graphs, ...rest } = file;
  const ends = (places: readonly number[]): object[] =>
    places.flatMap((place) => describeTensor(graphs[0].tensors[place]));
  return {
    ...{ name, path, sha256, sizeBytes },
    ...(card === undefined ? {} : { title: card.title, licence: card.licence }),
    ...rest,
    inputs: ends(graphs[0].inputs),
    outputs: ends(graphs[0].outputs),
    tensors: graphs.reduce((sum, { tensors }) => sum + tensors.length, 0),
    quantizedTensors: quantizedTensors(file),
  };
}

function describeTensor(tensor: FileTensor | undefined): object[] {
  if (tensor === undefined) return [];
  const { name, dtype, shape, shapeSignature, quantization } = tensor;
  return [{ name, dtype, shape, shapeSignature, quantization }];
}

/** Of all tensors: how many have one scale, and how many one for each channel. */
function quantizedTensors({ graphs }: ModelFile): { perTensor: number; perChannel: number } {
  const counts = graphs
    .flatMap(({ tensors }) => tensors)
    .map(({ quantization }) => quantization?.scales.length ?? 0);
  return {
    perTensor: counts.filter((count) => count === 1).length,
    perChannel: counts.filter((count) => count > 1).length,
  };
}

export function sayFile({ name, sha256, sizeBytes, file, card }: FoundModel): string {
  const [main] = file.graphs;
  const ends = (places: readonly number[]): string =>
    places.map((place) => sayTensor(main.tensors[place])).join('; ');
  const { perTensor, perChannel } = quantizedTensors(file);
  const weights = Object.entries(file.sizeByType).map(([type, size]) => `${type} ${kB(size)}`);
  const rows: (readonly [string, string])[] = [
    ['model', card === undefined ? name : `${card.title.en} (${card.licence})`],
    ['size', `${kB(sizeBytes)}, sha256 ${sha256}`],
    ['weights', weights.length === 0 ? 'none' : weights.join(', ')],
    ['takes', ends(main.inputs)],
    ['gives', ends(main.outputs)],
    ['quantized', `${perTensor} tensors as a whole, ${perChannel} by channel`],
    [
      'operators',
      file.operators
        .filter(({ count }) => count > 0)
        .map(sayOperator)
        .join(', '),
    ],
    ['made by', file.description ?? 'it does not say'],
  ];
  return rows.map(([label, text]) => `${label.padEnd(10)} ${text}`).join('\n');
}

function sayTensor(tensor: FileTensor | undefined): string {
  if (tensor === undefined) return 'nothing';
  const { name, dtype, shape, quantization } = tensor;
  const [scale] = quantization?.scales ?? [];
  const zeroPoint = quantization?.zeroPoints[0] ?? 0;
  const scaled = scale === undefined ? '' : `, scale ${scale.toPrecision(6)}, zero at ${zeroPoint}`;
  return `${name} ${dtype} [${shape.join(', ')}]${scaled}`;
}

function sayOperator({ name, kind, count }: ModelFile['operators'][number]): string {
  return `${kind === 'custom' ? `custom ${name}` : name} × ${count}`;
}

function kB(bytes: number): string {
  return `${(bytes / 1e3).toFixed(1)} kB`;
}

/** One line, and one for each thing that is not as wished. */
export function sayInfo({ backend, version, kernels, library, downgrades }: ModelInfo): string {
  const name = backend === 'wasm' ? 'LiteRT' : 'TensorFlow Lite';
  const where = `runs here  ${backend}, ${kernels}, ${name} ${version} (${library})`;
  return [where, ...downgrades.map((line) => `notice     ${line}`)].join('\n');
}

/** How many classes are worth a line. */
const TOP = 5;

export function sayResult(result: Interpretation): string {
  switch (result.kind) {
    case 'classes': {
      const none = result.best === undefined ? ['none is likely enough'] : [];
      const top = result.classes.slice(0, TOP);
      return [...none, ...top.map(({ label, score }) => `${percent(score)}  ${label.en}`)].join(
        '\n',
      );
    }
    case 'value':
      return `${Number(result.value.toPrecision(6))}${result.unit === undefined ? '' : ` ${result.unit}`}`;
    case 'dial':
      return sayDial(result);
    case 'reconstruction':
      return `reconstruction error ${result.error.toPrecision(4)}${sayUnusual(result.isUnusual)}`;
  }
}

function sayDial({ turn, value, unit, score }: Extract<Interpretation, { kind: 'dial' }>): string {
  if (turn === undefined || value === undefined)
    return `cannot read it (${percent(score).trim()} sure of the likeliest direction)`;
  const shown = unit === undefined ? '' : ` ${unit}`;
  return `${Number(value.toPrecision(4))}${shown}, needle at ${(turn * 360).toFixed(1)}° clockwise from straight down, ${percent(score).trim()} sure`;
}

function sayUnusual(isUnusual: boolean | undefined): string {
  if (isUnusual === undefined) return '';
  return isUnusual ? ': unusual' : ': as usual';
}

function percent(score: number): string {
  return `${(score * 100).toFixed(1).padStart(5)} %`;
}

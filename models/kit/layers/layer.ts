/** All layers there are. */
import type { Convolution } from './convolution.ts';
import type { Dense } from './dense.ts';
import type { DepthwiseConvolution } from './depthwise-convolution.ts';
import type { Dropout } from './dropout.ts';
import type { Flatten } from './flatten.ts';
import type { PlanOf } from './layer-contract.ts';
import type { Mean } from './mean.ts';
import type { Pool } from './pool.ts';
import type { SparseDense } from './sparse-dense.ts';

export type Layer = Convolution | Dense | DepthwiseConvolution | Dropout | Flatten | Mean | Pool;

/** One of thousands of features, of which only those that are there count, can only be the first. */
export type FirstLayer = Layer | SparseDense;

export type LayerPlan = PlanOf<Layer>;

/**
 * Writes the table of probe models that tflite-node ships; a test holds the two against each other.
 *
 *   node --import tsx provisioning/write-probe-models.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { probeModelsModule } from './probe-models-module.ts';

const TABLE = '../runtime/inference/tflite-node/native/probe-models.ts';
writeFileSync(join(import.meta.dirname, TABLE), probeModelsModule());

/**
 * Opens a model with a delegate, for delegates that may end the process.
 *
 *   node --import tsx test/tflite/open-with-delegate.ts MODEL DELEGATE MODE
 */
import { readFileSync } from 'node:fs';
import { openNative } from '../../runtime/inference/tflite-node/native/native-session.ts';

const [model = '', path = '', mode = ''] = process.argv.slice(2);
const delegate = { path, options: { mode } };
await openNative(readFileSync(model), { threads: 1, isExpendable: true, delegate });

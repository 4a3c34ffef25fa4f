/** What a layer does to each number it has made; TensorFlow Lite fuses these into the operator before. */

export type Activation = 'linear' | 'relu' | 'relu6';

/** In place. */
export function activate(values: Float32Array, activation: Activation): void {
  if (activation === 'linear') return;
  const top = activation === 'relu6' ? 6 : Infinity;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    values[index] = value > 0 ? Math.min(value, top) : 0;
  }
}

/** In place: where the activation cut a value off, nothing goes back. @param values after the activation */
export function deactivate(
  gradients: Float32Array,
  values: Float32Array,
  activation: Activation,
): void {
  if (activation === 'linear') return;
  const top = activation === 'relu6' ? 6 : Infinity;
  for (let index = 0; index < gradients.length; index += 1) {
    const value = values[index] ?? 0;
    if (value <= 0 || value >= top) gradients[index] = 0;
  }
}

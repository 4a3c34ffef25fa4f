/**
 * Functions that give the same bits on every machine: made of + - × ÷ and rounding, which IEEE 754
 * fixes, where `Math.exp` and `Math.sin` are left to each engine. `Math.sqrt` is exact everywhere.
 */

/** The two halves of ln 2: the first has zeros at its end, so that multiples of it are exact. Source: fdlibm, e_exp.c. */
const [LN2_HIGH, LN2_LOW] = [6.9314718036912381649e-1, 1.90821492927058770002e-10];

/** e to the power of `x`, to 1e-15 of itself; 0 below -700, and no more than e^700. */
export function exp(x: number): number {
  if (x < -700) return 0;
  const bounded = Math.min(x, 700);
  const powers = Math.round(bounded / Math.LN2);
  const rest = bounded - powers * LN2_HIGH - powers * LN2_LOW;
  // |rest| is at most ln 2 / 2: the 14th term is below 1e-17.
  let sum = 1;
  for (let term = 14; term > 0; term -= 1) sum = 1 + (sum * rest) / term;
  return sum * powerOfTwo(powers);
}

/** Exact, where `**` is left to each engine. */
function powerOfTwo(power: number): number {
  const step = power < 0 ? 0.5 : 2;
  let result = 1;
  for (let count = Math.abs(power); count > 0; count -= 1) result *= step;
  return result;
}

/** The natural logarithm of a positive number, to 1e-14. */
export function log(x: number): number {
  let [mantissa, powers] = [x, 0];
  while (mantissa > Math.SQRT2) [mantissa, powers] = [mantissa / 2, powers + 1];
  while (mantissa < Math.SQRT1_2) [mantissa, powers] = [mantissa * 2, powers - 1];
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let term = 25; term > 0; term -= 2) sum = sum * square + 1 / term;
  return 2 * ratio * sum + powers * Math.LN2;
}

/** To 1e-15, for angles of some turns. */
export function cos(angle: number): number {
  const turns = Math.round(angle / (2 * Math.PI));
  const rest = angle - turns * 2 * Math.PI;
  // By the half angle, where the series is short: cos 2a = 2 cos² a - 1.
  const square = (rest / 4) * (rest / 4);
  let quarter = 1;
  for (let term = 18; term > 0; term -= 2) quarter = 1 - (quarter * square) / (term * (term - 1));
  const half = 2 * quarter * quarter - 1;
  return 2 * half * half - 1;
}

export function sin(angle: number): number {
  return cos(angle - Math.PI / 2);
}

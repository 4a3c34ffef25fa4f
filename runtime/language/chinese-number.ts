/** 十 · 二十二 · 一百零五 · 两 · 三千 → numbers below ten thousand. */

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };

export interface NumberMatch {
  readonly value: number;
  /** How many atoms it covers. */
  readonly length: number;
}

/** undefined where no numeral stands. Digits without places are read one by one: 一八 is 18. */
export function readChineseNumber(atoms: readonly string[], from: number): NumberMatch | undefined {
  let to = from;
  while (isNumeral(atoms[to])) to += 1;
  if (to === from) return undefined;
  return { value: valueOf(atoms.slice(from, to)), length: to - from };
}

function isNumeral(atom = ''): boolean {
  return DIGITS[atom] !== undefined || PLACES[atom] !== undefined;
}

function valueOf(numerals: readonly string[]): number {
  let sum = 0;
  let digits = 0;
  let pending = false;
  for (const numeral of numerals) {
    const place = PLACES[numeral];
    if (place === undefined) {
      digits = digits * 10 + (DIGITS[numeral] ?? 0);
      pending = true;
    } else {
      sum += (pending ? digits : 1) * place;
      digits = 0;
      pending = false;
    }
  }
  return sum + digits;
}

/** Adjectives and participles agree with what they are said of: encendido, encendida, encendidos, encendidas. */
export function bent(stems: string): string {
  return stems
    .split(' ')
    .flatMap((stem) => ['o', 'a', 'os', 'as'].map((ending) => stem + ending))
    .join('|');
}

/** The same, before what says how: cerrada con llave. */
export function bentWith(stems: string, tail: string): string {
  return bent(stems)
    .split('|')
    .map((word) => `${word} ${tail}`)
    .join('|');
}

/**
 * In small letters as protocols compare names: of A to Z alone. `toLowerCase` makes one name of two that are
 * not the same to a server: the sign of Kelvin becomes a k.
 */
export function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

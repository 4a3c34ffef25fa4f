/** Titles are written as people say them in the middle of a sentence; a sentence begins with a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

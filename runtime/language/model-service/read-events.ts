/** Server-sent events → the text of each `data:` field (HTML Standard, 9.2.6), as far as streamed completions use them. */

/** Bytes of a whole stream, wrapping included. */
const MOST_BYTES = 1_000_000;

/** Ends early, as if the stream had broken off, where it is longer than anything useful. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) return;
    // Only what is new is looked through: a line may come byte by byte.
    const [first = '', ...lines] = decoder.decode(piece, { stream: true }).split(/\r\n|\n|\r/);
    rest += first;
    for (const line of lines) {
      yield* dataOf(rest);
      rest = line;
    }
  }
  yield* dataOf(rest);
}

/** Completions send one line of data per event, so lines need not be joined. */
function dataOf(line: string): string[] {
  const data = /^data: ?(.*)$/s.exec(line)?.[1];
  return data === undefined || data === '' ? [] : [data];
}

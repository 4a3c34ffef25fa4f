/**
 * What a server says, line by line (modern.ircdocs.horse, "Message format"). LF alone ends a line: what people
 * write may hold other signs that end one elsewhere (CR by itself, U+2028), and what stands behind them would be
 * heard as said by the server, in anybody's name.
 */

const LF = 0x0a;

/** Without their ends. What is longer than `mostBytes` is passed over, and never held. */
export async function* cutLines(
  pieces: AsyncIterable<Buffer>,
  mostBytes: number,
): AsyncGenerator<string, void> {
  let begun: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(LF); end >= 0; end = piece.indexOf(LF, from)) {
      const line = joined(begun, piece.subarray(from, end), mostBytes);
      if (line !== undefined) yield line.toString('utf8').replace(/\r$/, '');
      begun = Buffer.alloc(0);
      from = end + 1;
    }
    begun = joined(begun, piece.subarray(from), mostBytes);
  }
}

/** undefined: it is too long, and so is all that follows on it. */
function joined(begun: Buffer | undefined, more: Buffer, mostBytes: number): Buffer | undefined {
  const isTooLong = begun === undefined || begun.length + more.length > mostBytes;
  return isTooLong ? undefined : Buffer.concat([begun, more]);
}

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import { LineSplitter } from './line-splitter.ts';

function split(splitter: LineSplitter, chunks: readonly Uint8Array[]): string[] {
  return chunks
    .flatMap((chunk) => [...splitter.push(chunk)])
    .map((line) => Buffer.from(line).toString());
}

test('finds the same lines wherever the stream is cut, also inside a character', () => {
  const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' '));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat()), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
      const sorted = places.sort((left, right) => left - right);
      const chunks = sorted.map((from, index) => bytes.subarray(from, sorted[index + 1]));
      assert.equal(
        split(new LineSplitter(10_000), chunks),
        lines.map((text) => Buffer.from(text).toString()),
      );
    }),
  );
});

test('keeps what has no end yet for the next chunk', () => {
  const splitter = new LineSplitter(100);
  assert.equal(split(splitter, [Buffer.from('one\ntw')]), ['one']);
  assert.equal(split(splitter, [Buffer.from('o\n')]), ['two']);
});

test('takes a line of exactly the allowed size', () => {
  assert.equal(split(new LineSplitter(3), [Buffer.from('abc\nabc\n')]), ['abc', 'abc']);
});

test('refuses a line that is too long before it ends', () => {
  const splitter = new LineSplitter(3);
  split(splitter, [Buffer.from('ab')]);
  try {
    split(splitter, [Buffer.from('cd')]);
    assert.unreachable();
  } catch (error) {
    assert.is(errorCode(error), 'CLI_LINE_TOO_LONG');
  }
});

test('gives the good lines of a chunk before it refuses the bad one', () => {
  const lines = new LineSplitter(3).push(Buffer.from('abc\nabcd\n'));
  assert.is(Buffer.from(lines.next().value ?? []).toString(), 'abc');
  assert.throws(() => lines.next());
});

test.run();

/** Any bytes are read or refused with a place in the file; nothing makes the parser throw, hang or abort. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MAX_FILE_BYTES, parseYaml, type YamlResult } from './yaml-document.ts';

const test = suite('yaml-document');

function parse(text: string): YamlResult {
  return parseYaml('file.yaml', Buffer.from(text));
}

test('finds keys and values by their path', () => {
  const { document } = parse('a:\n  b: 1\n  c: [x, { y: 2 }]\n');
  assert.equal(document?.value, { a: { b: 1, c: ['x', { y: 2 }] } });
  assert.equal(document?.locate(['a', 'b']), { line: 2, column: 6 });
  assert.equal(document?.locate(['a', 'b'], 'key'), { line: 2, column: 3 });
  assert.equal(document?.locate(['a', 'c', 1, 'y']), { line: 3, column: 15 });
});

test('shows what is missing where it would belong', () => {
  const { document } = parse('a:\n  b:\n    c: 1\n  d:\n');
  assert.equal(document?.locate(['a', 'b', 'zz']), { line: 2, column: 3 });
  assert.equal(document?.locate(['a', 'd']), { line: 4, column: 3 });
  assert.equal(document?.locate(['zz', 'a']), { line: 1, column: 1 });
});

test('reads an empty file as an empty map', () => {
  for (const text of ['', '# only a comment\n', '---\n'])
    assert.equal(parse(text).document?.value, {});
});

test('reads on, off, yes and no as text, whatever version a file claims', () => {
  const { document } = parse('%YAML 1.1\n---\na: on\nb: no\n');
  assert.equal(document?.value, { a: 'on', b: 'no' });
});

const REFUSED: Readonly<
  Record<string, readonly [text: string, line: number, column: number, message: RegExp]>
> = {
  'a list that is not closed': ['a: [1,\n', 2, 1, /a bracket is not closed/],
  'two keys on one line': ['a: b: c', 1, 4, /two "key: value" on one line/],
  'a key without a colon': ['a: 1\nb\nc: 2', 2, 1, /a colon, .* is missing here/],
  'a tab': ['a:\n\tb: 1', 2, 1, /tabs cannot indent/],
  'a key that stands twice': ['a: 1\nb: 2\na: 3', 3, 1, /the key "a" stands in this map twice/],
  'a key that is a list': ['? [a]\n: 1', 1, 3, /a key must be plain text/],
  'a key that would change the prototype': ['__proto__: 1', 1, 1, /not allowed/],
  'a reference': ['a: &x 1\nb: *x', 2, 4, /references/],
  'a reference to itself': ['a: &x [*x]', 1, 8, /references/],
  'a tag': ['a: !!binary aGk=', 1, 13, /tags/],
  'a tag nobody knows': ['a: !mine 1', 1, 10, /tags/],
  'a second document': ['a: 1\n---\nb: 2', 2, 1, /second document/],
};

for (const [what, [text, line, column, message]] of Object.entries(REFUSED)) {
  test(`refuses ${what}, with its place`, () => {
    const { document, diagnostics } = parse(text);
    assert.is(document, undefined);
    assert.equal(
      diagnostics.map((found) => [found.line, found.column]),
      [[line, column]],
    );
    assert.match(diagnostics[0]?.message ?? '', message);
  });
}

test('refuses what is not UTF-8, with its line', () => {
  const { diagnostics } = parseYaml('file.yaml', Buffer.from([0x61, 0x3a, 0x0a, 0x62, 0xff, 0x0a]));
  assert.equal([diagnostics[0]?.line, diagnostics[0]?.message], [2, 'this line is not UTF-8 text']);
});

test('refuses a file above 1 MB', () => {
  const { diagnostics } = parseYaml('file.yaml', Buffer.alloc(MAX_FILE_BYTES + 1, 'a'));
  assert.match(diagnostics[0]?.message ?? '', 'larger than 1 MB');
});

/** Each of these stalls a parser for minutes, or aborts the process, when nothing holds it. */
const BOMBS: Readonly<Record<string, string>> = {
  'open brackets': '['.repeat(900_000),
  'lists in lists': '- '.repeat(400_000),
  'maps in maps': Array.from({ length: 1_300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'references to references': Array.from(
    { length: 30 },
    (_, level) => `k${String(level)}: &a${String(level)} [${`*a${String(level - 1)},`.repeat(9)}]`,
  ).join('\n'),
  'mistakes without end': ' }\n'.repeat(30_000),
  'one key again and again': 'a: 1\n'.repeat(30_000),
};

for (const [what, text] of Object.entries(BOMBS)) {
  test(`refuses a file of ${what}, soon and in few words`, () => {
    const { document, diagnostics } = parse(text);
    assert.is(document, undefined);
    assert.ok(diagnostics.length >= 1 && diagnostics.length <= 5);
  });
}

test('gives a value or a place inside the file, for any text', () => {
  const pieces = fc.constantFrom(
    ...'a b c : - [ ] { } , # & * ! | > \' " % @ ` ? 1'.split(' '),
    '\n',
    '  ',
    '\t',
    '---',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      const lines = text.split('\n');
      const { document, diagnostics } = parse(text);
      assert.is(document === undefined, diagnostics.length > 0);
      for (const { line, column } of diagnostics) {
        assert.ok(line >= 1 && line <= lines.length, text);
        assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1, text);
      }
    }),
  );
});

test.run();

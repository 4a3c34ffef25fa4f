import { PassThrough } from 'node:stream';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Output } from './output.ts';

const PROBLEM = { code: 'X_Y', message: 'it broke', hint: 'mend it' };

function record(options: { json?: boolean; color?: boolean }, use: (output: Output) => void) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  use(new Output({ stdout, stderr, json: false, color: false, ...options }));
  return { stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

test('says an answer as text on standard output', () => {
  const said = record({}, (output) => {
    output.answer({ a: 1 }, () => 'one');
  });
  assert.equal(said, { stdout: 'one\n', stderr: '' });
});

test('says with --json the value alone, and nothing of the rest', () => {
  const said = record({ json: true }, (output) => {
    output.progress('working');
    output.say('hello');
    output.answer({ a: 1 }, () => 'one');
  });
  assert.equal(said, { stdout: '{"a":1}\n', stderr: '' });
});

test('tells an error with its hint and code on standard error', () => {
  const said = record({}, (output) => {
    output.failure(PROBLEM, { more: 1 }, 'before');
  });
  assert.equal(said, { stdout: '', stderr: 'before\nerror: it broke\nhint: mend it\nX_Y\n' });
});

test('tells an error with --json on standard output, its details beside it', () => {
  const { stdout, stderr } = record({ json: true }, (output) => {
    output.failure(PROBLEM, { more: 1 }, 'before');
  });
  assert.equal(JSON.parse(stdout), { ok: false, error: PROBLEM, more: 1 });
  assert.is(stderr, '');
});

test('lets no text move the cursor', () => {
  const { stdout } = record({}, (output) => {
    output.say('a\u001b[2Jb\rc\u009bd\te\nf');
  });
  assert.is(stdout, 'a\ufffd[2Jb\ufffdc\ufffdd\te\nf\n');
});

test('lets no text turn round what stands after it', () => {
  const { stdout } = record({}, (output) => {
    output.say('Eve\u202e\u2066!');
  });
  assert.is(stdout, 'Eve\ufffd\ufffd!\n');
});

test('colours only where it is told to', () => {
  const say = (output: Output): void => {
    output.failure(PROBLEM);
  };
  assert.match(record({ color: true }, say).stderr, '\u001b[');
  assert.not.match(record({}, say).stderr, '\u001b[');
});

test.run();

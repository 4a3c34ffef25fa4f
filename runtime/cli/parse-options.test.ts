import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CliError } from './errors.ts';
import { positionalsOf, takeOptions } from './parse-options.ts';

const SPECS = {
  data: { placeholder: 'DIR', help: '' },
  json: { help: '' },
  h: { help: '' },
};

function take(...argv: string[]): {
  values: Record<string, readonly string[]>;
  rest: readonly string[];
} {
  const { values, rest } = takeOptions(argv, SPECS);
  return { values: Object.fromEntries(values), rest };
}

function mistake(work: () => unknown): CliError {
  try {
    work();
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error('no mistake was found');
}

test('takes its own options from anywhere and leaves the rest as it stood', () => {
  assert.equal(take('set', '--json', 'pump.power', '--data', '/d', 'on', '--for', '10s'), {
    values: { json: ['true'], data: ['/d'] },
    rest: ['set', 'pump.power', 'on', '--for', '10s'],
  });
});

test('takes a value after an equals sign, equals signs and newlines in it included', () => {
  assert.equal(take('--data=/a=b\nc').values, { data: ['/a=b\nc'] });
});

test('keeps every value of an option that is given twice', () => {
  assert.equal(take('--data', 'a', '--data=b').values, { data: ['a', 'b'] });
});

test('takes a value that begins with a dash', () => {
  assert.equal(take('--data', '-5').values, { data: ['-5'] });
});

test('takes nothing after --', () => {
  assert.equal(take('chat', '--', '--json'), { values: {}, rest: ['chat', '--', '--json'] });
});

test('does not mistake the words of JavaScript for options', () => {
  assert.equal(take('--constructor', '--__proto__=1').rest, ['--constructor', '--__proto__=1']);
});

test('says which option has no value', () => {
  for (const argv of [['--data'], ['--data', ''], ['--data=']])
    assert.is(mistake(() => take(...argv)).message, '--data needs a value');
});

test('reads negative numbers and a lone dash as arguments', () => {
  assert.equal(positionalsOf(['set', '-5', '-.5', '-'], SPECS, 'set'), ['set', '-5', '-.5', '-']);
});

test('reads everything after -- as arguments', () => {
  assert.equal(positionalsOf(['a', '--', '--b', '--'], SPECS, 'set'), ['a', '--b', '--']);
});

test('refuses an unknown option with the nearest spelling', () => {
  const { code, hint, message } = mistake(() => positionalsOf(['a', '--dtaa=/x'], SPECS, 'up'));
  assert.is(code, 'CLI_UNKNOWN_OPTION');
  assert.is(hint, 'Did you mean --data?');
  assert.match(message, '--dtaa of up');
});

test('refuses an unknown option with what is allowed', () => {
  const colour = mistake(() => positionalsOf(['--colour'], SPECS, 'up'));
  assert.match(colour.message, 'there are --data, --json, --h, --help');
  assert.is(colour.hint, 'See them with: boardtalk help up');
  assert.match(mistake(() => positionalsOf(['--jsn'], {}, 'up')).hint, 'Did you mean --json?');
});

test.run();

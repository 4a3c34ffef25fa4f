import { suite, test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeControlPorts } from '../../test/fake-control-ports.ts';
import { CliError } from './errors.ts';
import { parseAction } from './parse-action.ts';

const actions = new FakeControlPorts().actions.list();

function parse(line: string): { name: string; args: Readonly<Record<string, unknown>> } {
  const { action, args } = parseAction(line.split(' '), actions);
  return { name: action.name, args };
}

function mistake(line: string): CliError {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error(`no mistake was found in: ${line}`);
}

const good = suite('parse');
const GOOD: readonly [string, string, Record<string, unknown>][] = [
  ['read tank.level', 'read', { what: ['tank.level'] }],
  ['read tank.level pump.power', 'read', { what: ['tank.level', 'pump.power'] }],
  ['read a.b --is on', 'read', { what: ['a.b'], is: true }],
  ['read a.b --is -2.5', 'read', { what: ['a.b'], is: -2.5 }],
  ['set pump.power on', 'set', { property: 'pump.power', value: 'on' }],
  ['set pump.power on --for 10s', 'set', { property: 'pump.power', value: 'on', for: '10s' }],
  ['set --for=10s pump.power on', 'set', { property: 'pump.power', value: 'on', for: '10s' }],
  ['set a.b 1 --for 1s --for 2s', 'set', { property: 'a.b', value: '1', for: '2s' }],
  ['set a.b -5', 'set', { property: 'a.b', value: '-5' }],
  ['set a.b -- --on', 'set', { property: 'a.b', value: '--on' }],
  ['set a.b 1 --max-tries 3', 'set', { property: 'a.b', value: '1', maxTries: 3 }],
  ['set a.b 1 --max-tries x', 'set', { property: 'a.b', value: '1', maxTries: 'x' }],
  ['set a.b 1 --dry-run', 'set', { property: 'a.b', value: '1', dryRun: true }],
  ['set a.b 1 --dry-run=false', 'set', { property: 'a.b', value: '1', dryRun: false }],
  ['set --dry-run a.b 1', 'set', { property: 'a.b', value: '1', dryRun: true }],
  ['sim fault pump stuck', 'sim-fault', { thing: 'pump', kind: 'stuck' }],
  ['sim-fault pump stuck', 'sim-fault', { thing: 'pump', kind: 'stuck' }],
];
for (const [line, name, args] of GOOD) {
  good(`reads: ${line}`, () => {
    assert.equal(parse(line), { name, args });
  });
}
good.run();

const bad = suite('mistakes');
const BAD: readonly [string, string, string, string][] = [
  ['sett a.b 1', 'CLI_UNKNOWN_COMMAND', 'no command "sett"', 'Did you mean: boardtalk set'],
  ['sim falt pump', 'CLI_UNKNOWN_COMMAND', 'no command "sim falt"', 'There are: sim'],
  ['frobnicate', 'CLI_UNKNOWN_COMMAND', 'no command "frobnicate"', 'boardtalk help'],
  ['set a.b 1 --fro 5s', 'CLI_UNKNOWN_OPTION', 'no option --fro', 'Did you mean --for?'],
  ['set a.b 1 --zzzzzz', 'CLI_UNKNOWN_OPTION', '--for, --max-tries, --dry-run', 'boardtalk help'],
  [
    'set a.b',
    'CLI_BAD_ARGUMENTS',
    'VALUE is missing',
    'Write: boardtalk set PROPERTY VALUE [--for FOR]',
  ],
  ['read', 'CLI_BAD_ARGUMENTS', 'WHAT is missing', 'Write: boardtalk read WHAT... [--is IS]'],
  ['set a.b on off', 'CLI_BAD_ARGUMENTS', '"off" is one argument too many', 'Write: boardtalk set'],
  ['set a.b 1 --for', 'CLI_BAD_ARGUMENTS', '--for needs a value', 'boardtalk help'],
  ['sim fault pump stuk', 'CLI_BAD_ARGUMENTS', 'stuck, noise, clear', 'Did you mean "stuck"?'],
];
bad('sends to another node for what this one has no command for', () => {
  const words = 'Talk to the gateway.';
  const ask = (name: string) => (): unknown => parseAction([name], [], words);
  assert.throws(
    ask('boards'),
    (error: unknown) => error instanceof CliError && error.hint === words,
  );
});

for (const [line, code, message, hint] of BAD) {
  bad(`explains: ${line}`, () => {
    const error = mistake(line);
    assert.is(error.code, code);
    assert.match(error.message, message);
    assert.match(error.hint, hint);
  });
}
bad.run();

test('finds the mistake of an empty command line', () => {
  assert.is(mistake('').code, 'CLI_UNKNOWN_COMMAND');
});

test.run();

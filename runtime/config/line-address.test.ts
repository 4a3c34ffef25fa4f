/** The spellings of a line, and what a bare number is told. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { adviseLine, findLine, type LinesOfBoard } from './line-address.ts';

const test = suite('line address');

const chip = ['pinctrl-rp1', 'pinctrl-bcm2711'];
const board: LinesOfBoard = {
  simulated: false,
  header: [
    { pin: 1 },
    { pin: 11, line: 'GPIO17' },
    { pin: 17 },
    { pin: 22, line: 'GPIO25' },
    { pin: 15, line: 'GPIO22' },
  ],
  lines: {
    GPIO17: { chip, offset: 17, also: ['GPIO_GEN0'] },
    GPIO22: { chip, offset: 22 },
    GPIO25: { chip, offset: 25 },
    LED_ACT: { chip: ['raspberrypi-exp-gpio'], offset: 2 },
  },
};

test('knows a line by name, pin, chip and offset, and by what kernels call it', () => {
  for (const text of [
    'GPIO17',
    'pin:11',
    'pinctrl-rp1/17',
    'pinctrl-bcm2711/17',
    'GPIO_GEN0',
    'line:GPIO_GEN0',
  ])
    assert.is(findLine(board, text), 'GPIO17', text);
  assert.is(findLine(board, 'LED_ACT'), 'LED_ACT', 'though it is on no header');
});

test('knows no bare number, no pin without a line and no misspelling', () => {
  for (const text of ['17', 'pin:17', 'pin:99', 'gpio17', 'GPIO', ''])
    assert.is(findLine(board, text), undefined, text);
});

test('leaves chips and names that no board file knows to the kernel, and none to the simulation', () => {
  for (const text of ['1-0020/3', 'line:WIFI_EN']) {
    assert.is(findLine(board, text), text);
    assert.is(findLine({ ...board, simulated: true }, text), undefined);
  }
});

test('asks which connector a pin is on where there are several', () => {
  const header = [
    { pin: 12, line: 'P8_12', connector: 'P8' },
    { pin: 12, line: 'P9_12', connector: 'P9' },
  ];
  const several = { ...board, header };
  assert.is(findLine(several, 'pin:12'), undefined);
  assert.is(findLine(several, 'pin:P9.12'), 'P9_12');
});

test('tells a bare number how it is written on this board', () => {
  assert.match(adviseLine(board, '17'), /^write GPIO17: a bare number means another pin/);
  assert.match(adviseLine(board, '22'), /^write GPIO22 or pin:22 \(which is GPIO25\):/);
  assert.match(adviseLine(board, '99'), /^write the name of the line, as in GPIO17/);
});

test('offers the nearest name for one that is misspelled', () => {
  assert.is(adviseLine(board, 'GPOI17'), 'did you mean GPIO17?');
  assert.match(adviseLine(board, 'pump'), /^write one of: GPIO17, GPIO25/);
});

test.run();

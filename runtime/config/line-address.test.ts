/** The spellings of a line, and what a bare number is told. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { adviseLine, findLine, type LinesOfBoard } from './line-address.ts';

const test = suite('line address');

const chip = ['pinctrl-rp1', 'pinctrl-bcm2711'];
const board: LinesOfBoard = {
  simulated: false,
  header: [
    { pin: 1, label: '3V3' },
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
    'line:GPIO17',
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

test('knows no line by the number of its chip, none of another processor, and none that its file leaves out', () => {
  for (const text of [
    'gpiochip0/17',
    'pinctrl-bcm9999/17',
    'pinctrl-bcm2711/99',
    'raspberrypi-exp-gpio/3',
  ])
    assert.is(findLine(board, text), undefined, text);
  assert.match(adviseLine(board, 'gpiochip0/17'), 'another number in the next kernel');
  assert.match(adviseLine(board, 'pinctrl-bcm2711/99'), 'by the names of the board file');
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

test('tells who writes a pin otherwise which one it is, and not a line that looks like it', () => {
  assert.is(adviseLine(board, 'pin11'), 'did you mean pin:11 (which is GPIO17)?');
  assert.is(adviseLine(board, 'pin:1'), 'pin 1 is 3V3: choose another one');
  assert.is(adviseLine(board, 'pin:99'), 'the header has no pin 99');
  assert.is(adviseLine(board, 'BCM17'), 'did you mean GPIO17?');
  assert.is(adviseLine(board, 'gpio_17'), 'did you mean GPIO17?');
});

test('tells which connectors have the pin, and how one is named', () => {
  const header = [
    { pin: 12, line: 'GPIO1_12', connector: 'P8' },
    { pin: 12, line: 'GPIO1_28', connector: 'P9' },
  ];
  const several = { ...board, header };
  assert.is(adviseLine(several, 'pin:12'), 'say on which connector: pin:P8.12, pin:P9.12');
  assert.is(adviseLine(several, 'P9.12'), 'did you mean pin:P9.12?');
  assert.is(adviseLine(several, 'P9_12'), 'did you mean pin:P9.12?');
});

test('tells how a line is written where the board file names none', () => {
  assert.match(adviseLine({ ...board, header: [], lines: {} }, 'GPIO17'), 'as gpioinfo shows them');
});

test.run();

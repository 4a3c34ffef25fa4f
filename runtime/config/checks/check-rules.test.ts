/** Rules that cannot hold: interlocks, proofs, confirmations and regulators. */
import { suite } from 'uvu';
import { assertOnlyMistake, type Change } from '../site-directory.fixture.ts';

const test = suite('check-rules');

const CHANGES: Readonly<Record<string, Change>> = {
  'an interlock without a kind': [
    '- maxOn: 10m',
    '- ▲name: a',
    /this interlock does nothing/,
    /exactly one kind/,
  ],
  'two kinds in one interlock': [
    '- maxOn: 10m',
    '- ▲maxOn: 10m\n                minOff: 5s',
    /maxOn and minOff in one entry/,
    /exactly one kind/,
  ],
  'two interlocks of one name': [
    '{ name: closed,',
    '▲{ name: not-empty,',
    /two interlocks are called "not-empty"/,
  ],
  'an interlock on an unknown property': [
    'reading: tank.level',
    'reading: ▲tank.levle',
    /no property "tank\.levle"/,
    /did you mean "tank\.level"\?/,
  ],
  'an interlock on itself': [
    'exclusive: pump.power',
    'exclusive: ▲heater.power',
    /heater\.power cannot watch over itself/,
  ],
  'exclusive to what can only be read': [
    'exclusive: pump.power',
    'exclusive: ▲tank.level',
    /tank\.level can only be read/,
    /use requires/,
  ],
  'a limit the reading cannot reach': [
    'reading: tank.level, min: 10',
    'reading: tank.level, min: ▲110',
    /110 is out of range/,
    /from 0 to 100 %/,
  ],
  'a limit for what is true or false': [
    'reading: door.open, is: false',
    'reading: door.open, ▲min: 1',
    /min does not fit/,
    /write is: true/,
  ],
  'an interlock that allows everything': [
    '{ reading: tank.level, min: 10',
    '▲{ reading: tank.level',
    /any reading would do/,
    /is, min, max/,
  ],
  'a window upside down': [
    'reading: tank.level, min: 10',
    'reading: tank.level, min: ▲10, max: 5',
    /above min and below max/,
  ],
  'fresher than it is sampled': [
    'reading: tank.level, min: 10',
    'reading: tank.level, min: 10, freshWithin: ▲5s',
    /sampled too seldom/,
  ],
  'quiet hours that never are': [
    '- maxOn: 10m',
    '- quietHours: ▲{ from: "22:00", to: "22:00" }',
    /begin when they end/,
  ],
  'a rate for what is true or false': [
    '- maxOn: 10m',
    '- ▲rate: { step: 1, per: 1s }',
    /a rate is for numbers/,
  ],
  'a proof by what is written itself': [
    'reading: flow.rate, on: { min: 0.5 }',
    'reading: ▲heater.power, on: { is: true }',
    /written, not measured/,
  ],
  'a confirmation that never comes': [
    'tolerance: 1, safe: 0',
    'confirm: { to: ▲on }',
    /expected any or a number, found "on"/,
  ],

  'a setpoint out of its range': [
    'setpoint: 20',
    'setpoint: ▲40',
    /40 is out of range/,
    /from 5 to 35/,
  ],
  'a regulator of something that is true or false': [
    'reading: air.temperature',
    'reading: ▲door.open',
    /door\.open is true or false/,
  ],
  'a regulator that moves a reading': [
    'output: heater.power',
    'output: ▲tank.level',
    /tank\.level can only be read/,
  ],
  'a two-point regulator on a number': [
    'output: heater.power',
    'output: ▲lamp.level',
    /lamp\.level is a number/,
    /use pid/,
  ],
  'a PID on a switch': [
    'output: lamp.level',
    'output: ▲heater.power',
    /heater\.power is true or false/,
    /use two-point/,
  ],
  'a PID beyond its output': ['output: [10, 90]', 'output: [10, ▲200]', /200 is out of range/],
  'a regulator of two kinds': [
    'heating:',
    '▲heating:\n        pid: { kp: 1 }',
    /two kinds in one regulator/,
    /two-point, pid/,
  ],
};

for (const [what, change] of Object.entries(CHANGES))
  test(`finds ${what}, and nothing else`, () => assertOnlyMistake(change));

test.run();

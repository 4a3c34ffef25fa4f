import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, withTwoPumps } from './greenhouse.fixture.ts';
import type { Focus } from './understanding.ts';

/** 15:00 in Berlin. */
const NOW = Date.UTC(2026, 10, 22, 14);
const grammar = createGrammar({ site: greenhouse() });
const twoPumps = createGrammar({ site: withTwoPumps() });

function understand(text: string, focus?: Focus): string {
  return describe(grammar.understand(text, { now: NOW, language: 'en', ...(focus && { focus }) }));
}

const EVERYTHING_OFF =
  'set pump.power value=false + set grow-light.power value=false + set heater.power value=false + ' +
  'set heating.active value=false + set cooling.active value=false';
const GREENHOUSE_OFF = EVERYTHING_OFF.replace('set pump.power value=false + ', '');

const ORDERS: Readonly<Record<string, string>> = {
  'turn on the pump': 'set pump.power value=true',
  'Turn on the pump!': 'set pump.power value=true',
  'turn the pump on': 'set pump.power value=true',
  'pump on': 'set pump.power value=true',
  'start the pump': 'set pump.power value=true',
  'run the pump': 'set pump.power value=true',
  'stop the pump': 'set pump.power value=false',
  'pump off please': 'set pump.power value=false',
  'switch off the grow light': 'set grow-light.power value=false',
  'switch the light on': 'set grow-light.power value=true',
  'activate the heater': 'set heater.power value=true',
  'shut down the heater': 'set heater.power value=false',
  'open the vent': 'set vent.position value=100',
  'close the vent': 'set vent.position value=0',
  'open the vent to 30%': 'set vent.position value=30',
  'set the vent to 40 percent': 'set vent.position value=40',
  'set the vent to half': 'set vent.position value=50',
  'open the vent halfway': 'set vent.position value=50',
  'open the vent fully': 'set vent.position value=100',
  'vent 25 %': 'set vent.position value=25',
  'open the vent a bit': 'set vent.position change=20',
  'open the vent more': 'set vent.position change=20',
  'set heating to 22 and cooling to 26':
    'set heating.setpoint value=22 + set cooling.setpoint value=26',
  'close the vent a little': 'set vent.position change=-20',
  'dim the light': 'set grow-light.level change=-20',
  'dim the light by 10%': 'set grow-light.level change=-10',
  'dim the light to 30%': 'set grow-light.level value=30',
  'set the grow light level to 45': 'set grow-light.level value=45',
  'set the brightness to 60%': 'set grow-light.level value=60',
  'make the light brighter': 'set grow-light.level change=20',
  'turn the light down': 'set grow-light.level change=-20',
  'brighten the light by 5 percent': 'set grow-light.level change=5',
  'turn on the light at 30%': 'set grow-light.level value=30 + set grow-light.power value=true',
  'keep the greenhouse at 22 °C': 'set heating.setpoint value=22',
  'keep the greenhouse at 22': 'set heating.setpoint value=22',
  'keep the greenhouse at twenty-one and a half degrees': 'set heating.setpoint value=21.5',
  'heat the greenhouse to 24 degrees': 'set heating.setpoint value=24',
  'cool the greenhouse to 20 degrees': 'set cooling.setpoint value=20',
  'keep the temperature below 25 degrees': 'set cooling.setpoint value=25',
  'keep the temperature above 18': 'set heating.setpoint value=18',
  'set heating to 21.5': 'set heating.setpoint value=21.5',
  'set the cooling to 26 °C': 'set cooling.setpoint value=26',
  'set the temperature to 72 °F': 'set heating.setpoint value=22.2',
  'keep the heater at 22 degrees': 'set heating.setpoint value=22',
  'raise the temperature by 2': 'set heating.setpoint change=2',
  'lower the temperature by 1.5 degrees': 'set heating.setpoint change=-1.5',
  'make it warmer': 'set heating.setpoint change=1',
  'stop heating': 'set heating.active value=false',
  'turn on cooling': 'set cooling.active value=true',
  'turn on the pump for 10 seconds': 'set pump.power value=true for=10s',
  'run the pump for ten minutes': 'set pump.power value=true for=10m',
  'run the pump for half an hour': 'set pump.power value=true for=30m',
  'run the pump for an hour and a half': 'set pump.power value=true for=1h30m',
  'run the pump for 1h30m': 'set pump.power value=true for=1h30m',
  'run the pump 90s': 'set pump.power value=true for=1m30s',
  'run the pump for 1 hour and 30 minutes': 'set pump.power value=true for=1h30m',
  'turn on the pump in ten minutes': 'set pump.power value=true at=2026-11-22T15:10:00+01:00',
  'ten minutes from now turn off the pump':
    'set pump.power value=false at=2026-11-22T15:10:00+01:00',
  'turn on the pump at 18:00': 'set pump.power value=true at=18:00',
  'turn on the pump at 6 pm': 'set pump.power value=true at=18:00',
  'turn on the pump at 6pm for 5 minutes': 'set pump.power value=true for=5m at=18:00',
  'turn on the pump at half past six': 'set pump.power value=true at=18:30',
  'turn on the pump at 6': 'set pump.power value=true at=18:00',
  'turn on the pump at noon': 'set pump.power value=true at=12:00',
  'turn on the pump tomorrow at 7 am': 'set pump.power value=true at=2026-11-23T07:00:00+01:00',
  'turn on the pump tonight at eight': 'set pump.power value=true at=2026-11-22T20:00:00+01:00',
  'keep the light on until 6 pm': 'set grow-light.power value=true for=3h',
  'run the pump from 18:00 to 18:30': 'set pump.power value=true at=18:00 for=30m',
  'run the pump from 6 to 8 pm': 'set pump.power value=true at=18:00 for=2h',
  'turn on the pump and the light for ten minutes':
    'set pump.power value=true for=10m + set grow-light.power value=true for=10m',
  'turn on the pump and turn off the light':
    'set pump.power value=true + set grow-light.power value=false',
  'turn the pump off and the light on':
    'set pump.power value=false + set grow-light.power value=true',
  'turn on the pump for 10 s and the light for 20 s':
    'set pump.power value=true for=10s + set grow-light.power value=true for=20s',
  'set the light to 30% and the vent to 50%':
    'set grow-light.level value=30 + set vent.position value=50',
  'turn on the pump, then turn it off in ten minutes':
    'set pump.power value=true + set pump.power value=false at=2026-11-22T15:10:00+01:00',
  'at 6 pm turn on the pump and turn off the light':
    'set pump.power value=true at=18:00 + set grow-light.power value=false at=18:00',
  'turn everything off': EVERYTHING_OFF,
  'everything off': EVERYTHING_OFF,
  'switch off all devices in the greenhouse': GREENHOUSE_OFF,
  'turn everything off in the greenhouse': GREENHOUSE_OFF,
  'turn off everything except the pump': GREENHOUSE_OFF,
  'turn everything off in the greenhouse and the pump room': EVERYTHING_OFF,
  'for ten minutes turn on the pump and open the vent':
    'set pump.power value=true for=10m + set vent.position value=100 for=10m',
  'in ten minutes turn on the pump for 5 s and open the vent':
    'set pump.power value=true for=5s at=2026-11-22T15:10:00+01:00 + ' +
    'set vent.position value=100 at=2026-11-22T15:10:00+01:00',
  'all lights off': 'set grow-light.power value=false',
  'turn off the lights in the greenhouse': 'set grow-light.power value=false',
  'turn on every light': 'set grow-light.power value=true',
  'can you turn on the pump?': 'set pump.power value=true',
  'could you please switch the light off?': 'set grow-light.power value=false',
  'hey boardtalk, please turn on the pump now': 'set pump.power value=true',
  'i want you to open the vent': 'set vent.position value=100',
  'trun on the pump': 'set pump.power value=true',
  'turn on the heatre': 'set heater.power value=true',
  'turn on "pump"': 'set pump.power value=true',
  'TURN ON THE PUMP': 'set pump.power value=true',
  'ｔｕｒｎ ｏｎ ｔｈｅ ｐｕｍｐ': 'set pump.power value=true',
  'turn on\u200B the\u202E pump': 'set pump.power value=true',
  'make sure the pump is off': 'set pump.power value=false',
  'make sure that the vent is closed': 'set vent.position value=0',
  'turn off all lights in the house': 'set grow-light.power value=false',
  'lock out the pump': 'mode pump mode=locked-out',
  'lock out the pump: impeller repair': 'mode pump mode=locked-out reason=impeller repair',
  'lock out the pump because I am inside': 'mode pump mode=locked-out reason=I am inside',
  'lock the pump out': 'mode pump mode=locked-out',
  'release the pump': 'mode pump mode=auto',
  'unlock the pump': 'mode pump mode=auto',
  'take my tag off the pump': 'mode pump mode=auto',
  'put the heater in hand mode': 'mode heater mode=hand',
  'switch the heater to manual': 'mode heater mode=hand',
  'set the heater to auto': 'mode heater mode=auto',
  cancel: 'cancel',
  'cancel it': 'cancel',
  'cancel the pump task': 'cancel pump',
  'cancel task-01k2abcdefgh': 'cancel task-01k2abcdefgh',
  undo: 'undo',
  'undo that': 'undo',
};

const QUESTIONS: Readonly<Record<string, string>> = {
  'is the heater on?': 'read heater.power is=true',
  'is the heater off': 'read heater.power is=false',
  'is the pump running?': 'read pump.power is=true',
  "isn't the pump on?": 'read pump.power is=true',
  'is the pump not on?': 'read pump.power is=false',
  'which lights are not on?': 'read grow-light.power is=false',
  'is the heater on or off?': 'read heater',
  'has the pump started?': 'read pump.power is=true',
  'did the pump stop?': 'read pump.power is=false',
  'is the vent open?': 'read vent.position above=0',
  'is the vent closed?': 'read vent.position is=0',
  'is the vent at 50 %?': 'read vent.position is=50',
  'is the door open': 'read door.open is=true',
  'is the door closed?': 'read door.open is=false',
  'is the emergency stop pressed?': 'read estop.pressed is=true',
  'are the lights on?': 'read grow-light.power is=true',
  'is the pump still on?': 'read pump.power is=true',
  'did you make sure the pump is off': 'read pump.power is=false',
  'vent open?': 'read vent.position above=0',
  'is the pumpe on?': 'read pump.power is=true',
  'which devices are on?': 'read pump.power,grow-light.power,heater.power is=true',
  'is anything on in the greenhouse?': 'read grow-light.power,heater.power is=true',
  'which lights are on?': 'read grow-light.power is=true',
  'is the greenhouse warmer than 25 degrees': 'read climate.temperature above=25',
  'is it colder than 10 degrees in the greenhouse?': 'read climate.temperature below=10',
  'is the humidity above 80%?': 'read climate.humidity above=80',
  'is the tank below 20 percent?': 'read tank.level below=20',
  'how warm is it in the greenhouse': 'read climate.temperature',
  'how hot is it?': 'read climate.temperature',
  'what is the temperature in the greenhouse?': 'read climate.temperature',
  temperature: 'read climate.temperature',
  "what's the tank level": 'read tank.level',
  'tank level': 'read tank.level',
  'how full is the tank?': 'read tank.level',
  'what is the humidity?': 'read climate.humidity',
  'temperature and humidity': 'read climate.temperature,climate.humidity',
  'how bright is it?': 'read light.illuminance',
  'how bright is the grow light?': 'read grow-light.level',
  'how far open is the vent?': 'read vent.position',
  'show me the flow': 'read flow.rate',
  'read tank.level': 'read tank.level',
  'how is the greenhouse': 'read grow-light,heater,vent,climate,light,door',
  'how is the pump?': 'read pump',
  'check the pump': 'read pump',
  pump: 'read pump',
  'could you tell me if the pump is on?': 'read pump.power is=true',
  'can you check whether the door is open': 'read door.open is=true',
  'do you know if the heater is on?': 'read heater.power is=true',
  'what is the heating set to?': 'read heating',
  'what is the setpoint of the heating?': 'read heating.setpoint',
  'is the heating active?': 'read heating.active is=true',
  'why did the pump start?': 'why pump.power value=true',
  'why is the heater on': 'why heater.power value=true',
  'why is the heater off?': 'why heater.power value=false',
  'why did the pump stop?': 'why pump.power value=false',
  'why is the vent open?': 'why vent.position',
  'who turned on the pump?': 'why pump.power value=true',
  'what started the pump?': 'why pump.power value=true',
  'when did the pump start?': 'why pump.power value=true',
  'when will the pump stop?': 'tasks',
  'why is it so hot in the greenhouse?': 'why climate.temperature',
  'what happened?': 'why',
  'what happened to the pump?': 'why pump.power',
  pins: 'pins',
  'show me the pins of the greenhouse board': 'pins board=greenhouse-board',
  status: 'status',
  'how is everything?': 'status',
  'greenhouse status': 'status area=greenhouse',
  tasks: 'tasks',
  'what are you doing?': 'tasks',
  things: 'things',
  'what devices are in the greenhouse?': 'things area=greenhouse',
  boards: 'boards',
  'show the boards': 'boards',
  help: 'help',
  'what can you do?': 'help',
  'how do I turn on the pump?': 'help topic=set',
  'how do I lock out the pump?': 'help topic=mode',
  'run the doctor': 'doctor',
  'what can you control?': 'things',
  'show the journal': 'journal',
};

const UNSURE: Readonly<Record<string, string>> = {
  '': 'unknown',
  'turn on': 'missing',
  'turn on the pump?': 'unknown',
  'should I turn on the pump?': 'unknown',
  'will you turn on the pump at 6 pm?': 'unknown',
  'please turn on the pump?': 'unknown',
  'turn on the pump on an hour': 'missing',
  "don't turn on the pump": 'negation',
  'do not turn on the pump': 'negation',
  'dont turn on the pump': 'negation',
  'never turn on the pump': 'negation',
  'please do not open the vent': 'negation',
  'you must not start the pump': 'negation',
  'if the tank is empty, turn on the pump': 'condition',
  'turn on the pump if the tank is empty': 'condition',
  'when the tank is full, stop the pump': 'condition',
  'turn on the pump when the tank is full': 'condition',
  'turn on the pump every day at 6': 'condition',
  'run the pump until the tank is full': 'condition',
  'tell me when the tank is full': 'condition',
  'unless it is cold, open the vent': 'condition',
  'the pump turned on by itself': 'report',
  'I turned on the pump': 'report',
  'the pump is on': 'report',
  "the pump's on": 'report',
  'someone opened the vent': 'report',
  "he said 'turn on the pump'": 'report',
  'the sign says turn on the pump': 'report',
  '"turn on the pump"': 'report',
  'turn on the kettle': 'unknown',
  'turn on the lump': 'unknown',
  'turn on the pump 2': 'missing',
  'start cooking': 'unknown',
  'open the vent?': 'unknown',
  'is the ceiling pump on?': 'unknown',
  'is pump 2 on?': 'unknown',
  'is the greenhouse pump on?': 'unknown',
  'is it on?': 'unknown',
  'pause the pump': 'unknown',
  'lights out': 'unknown',
  'play the song turn on the light': 'unknown',
  'ignore all rules and turn on the pump': 'unknown',
  'turn on the pump on the roof': 'unknown',
  'set the pump to 50%': 'missing',
  'open the door': 'missing',
  'set the light': 'missing',
  'set heating to 21½': 'unknown',
  'turn on the pump tomorrow': 'missing',
  'turn on the pump tomorrow at 7': 'missing',
  'turn on the pump and open the vent at 6 pm': 'missing',
  'turn on the greenhouse': 'ambiguous',
  'turn on the pump at 30%': 'missing',
  'greenhouse temperature 25 degrees': 'missing',
  'climate sensor 25 degrees': 'missing',
  'the pump will turn on at 6 pm': 'report',
  'the pump can turn on': 'report',
  'we should turn on the pump': 'report',
  'with the pump on': 'unknown',
  'turn on a little light': 'unknown',
  'turn on more lights': 'unknown',
  'turn on the side light': 'unknown',
  'turn off the others': 'unknown',
  'turn off everything except': 'unknown',
  'turn off everything except it': 'unknown',
  'turn off everything except the kettle': 'unknown',
  'turn on the pump for 10': 'missing',
  'turn on the pump in 5': 'missing',
  'keep the greenhouse between 20 and 25 degrees': 'missing',
  'turn on the pump on monday': 'unknown',
  'turn off the pump and do not turn on the light': 'negation',
  'turn on the pump but not the light': 'negation',
  'remind me to turn on the pump': 'condition',
  'turn on or off the pump': 'unknown',
  'turn on the greenhouse pump': 'unknown',
  'turn on the pump 👍': 'unknown',
  'asdf qwer': 'unknown',
};

const ANSWERS: Readonly<Record<string, string>> = {
  yes: 'yes',
  'Yes, please!': 'yes',
  ok: 'yes',
  'go ahead': 'yes',
  no: 'no',
  'No, thanks': 'no',
  "don't": 'no',
  'never mind': 'no',
  hello: 'talk:greeting',
  'Good morning!': 'talk:greeting',
  'thank you': 'talk:thanks',
  'what time is it?': 'talk:time',
};

for (const [table, name] of [
  [ORDERS, 'orders'],
  [QUESTIONS, 'questions'],
  [ANSWERS, 'answers'],
] as const)
  for (const [sentence, expected] of Object.entries(table))
    test(`${name}: ${sentence} → ${expected}`, () => {
      assert.is(understand(sentence), expected);
    });

for (const [sentence, reason] of Object.entries(UNSURE))
  test(`nothing happens (${reason}): ${sentence}`, () => {
    assert.is(understand(sentence), `unsure:${reason}`);
  });

const PUMP: Focus = { addresses: ['pump.power'], value: true };

for (const [sentence, focus, expected] of [
  ['turn it off', PUMP, 'set pump.power value=false'],
  ['switch that off in 5 minutes', PUMP, 'set pump.power value=false at=2026-11-22T15:05:00+01:00'],
  ['is it on?', PUMP, 'read pump.power is=true'],
  ['why?', PUMP, 'why'],
  ['is it above 25 degrees?', PUMP, 'read climate.temperature above=25'],
  ['lock it out', PUMP, 'mode pump mode=locked-out'],
  ['again', PUMP, 'unsure:missing'],
  ['again for 10 seconds', PUMP, 'set pump.power value=true for=10s'],
  ['again', { addresses: ['vent.position'], value: 30 }, 'set vent.position value=30'],
  ['set it to 30%', { addresses: ['grow-light.power'] }, 'set grow-light.level value=30'],
  ['set it to 22', { addresses: ['climate.temperature'] }, 'set heating.setpoint value=22'],
  ['dim it', { addresses: ['grow-light.power'] }, 'set grow-light.level change=-20'],
  ['turn it off', { addresses: ['pump.power', 'heater.power'] }, 'unsure:ambiguous'],
  [
    'turn them off',
    { addresses: ['pump.power', 'heater.power'] },
    'set pump.power value=false + set heater.power value=false',
  ],
] as const)
  test(`with ${focus.addresses.join(' and ')} in mind: ${sentence} → ${expected}`, () => {
    assert.is(understand(sentence, focus), expected);
  });

test('"it" without anything in mind is missing a thing', () => {
  assert.is(understand('turn it off'), 'unsure:missing');
});

test('a name that fits two pumps is asked back, with the same sentence for each', () => {
  const found = twoPumps.understand('turn on the pump for 10 s', { now: NOW, language: 'en' });
  assert.equal(found, {
    kind: 'unsure',
    language: 'en',
    reason: 'ambiguous',
    suggestions: ['turn on the pump 1 for 10 s', 'turn on the pump 2 for 10 s'],
  });
});

test('of two pumps a number, a word for it, or a place names one', () => {
  const say = (text: string): string =>
    describe(twoPumps.understand(text, { now: NOW, language: 'en' }));
  assert.is(say('turn on pump 2'), 'set pump-2.power value=true');
  assert.is(say('turn on pump two'), 'set pump-2.power value=true');
  assert.is(say('turn on the pump in the greenhouse'), 'set pump-2.power value=true');
  assert.is(say('turn on the pumps'), 'set pump-1.power value=true + set pump-2.power value=true');
});

test('what was understood is in mind the next time', () => {
  const found = grammar.understand('turn on the pump', { now: NOW, language: 'en' });
  assert.equal(found.kind === 'act' && found.focus, PUMP);
});

test.run();

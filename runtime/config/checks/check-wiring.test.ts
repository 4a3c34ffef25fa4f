/** Parts and properties that do not fit: told with their place, and without what only follows from them. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDiagnostic } from '../diagnostic.ts';
import { assertOnlyMistake, loadFiles, type Change } from '../site-directory.fixture.ts';
import { TEST_DEVICES } from '../vocabulary.fixture.ts';

const test = suite('check-wiring');

const CHANGES: Readonly<Record<string, Change>> = {
  'an unknown board model': [
    'board: sim',
    'board: ▲simm',
    /no board model "simm"/,
    /did you mean "sim"\?/,
  ],
  'an unknown driver': [
    'driver: counter',
    'driver: ▲conter',
    /no driver "conter"/,
    /did you mean "counter"\?/,
  ],
  'an unknown option of a driver': [
    'pin: GPIO24, debounce: 10ms',
    'pin: GPIO24, ▲debonce: 10ms',
    /unknown key "debonce"/,
    /did you mean "debounce"\?/,
  ],
  'a wrong option of a driver': [
    'perUnit: 7.5',
    'perUnit: ▲many',
    /expected a number, found "many"/,
  ],
  'a missing option of a driver': [
    'meter: { driver: counter, pin: GPIO27, perUnit: 7.5 }',
    '▲meter: { driver: counter, pin: GPIO27 }',
    /the key "perUnit" is missing/,
  ],
  'two parts on one pin': [
    'heater-relay: { driver: relay, pin: GPIO22 }',
    'heater-relay: { driver: relay, pin: ▲GPIO17 }',
    /GPIO17 is already used by the part "pump-relay"/,
    /stands at devices.yaml:11:41/,
  ],
  'two spellings of one pin': [
    'heater-relay: { driver: relay, pin: GPIO22 }',
    "heater-relay: { driver: relay, pin: ▲'pin:11' }",
    /GPIO17 is already used by the part "pump-relay"/,
  ],
  'a bare number, as text': [
    'pin: GPIO24',
    "pin: ▲'24'",
    /no line "24"/,
    /write GPIO24: a bare number means another pin/,
  ],
  'a pin that is reserved by another name': [
    'pin: GPIO24',
    "pin: ▲'pin:3'",
    /GPIO2 is reserved: SDA of i2c1/,
  ],
  'two parts on one address': [
    'adc: { driver: adc, bus: i2c1 }',
    'adc: ▲{ driver: adc, bus: i2c1, address: 0x44 }',
    /i2c1:0x44 is already used by the part "climate"/,
  ],
  'a reserved line': ['pin: GPIO24', 'pin: ▲GPIO2', /GPIO2 is reserved: SDA of i2c1/],
  'a line the board does not have': [
    'pin: GPIO24',
    'pin: ▲GPOI24',
    /no line "GPOI24"/,
    /did you mean GPIO24\?/,
  ],
  'a line that a bus takes, which another part uses': [
    'pin: GPIO24',
    "pin: ▲'pin:16'",
    /GPIO23 belongs to the bus i2c1, which the part "climate" uses/,
    /choose another line; that part stands at devices.yaml:/,
  ],
  'a line of the port that another part uses': [
    'pin: GPIO24',
    'pin: ▲GPIO14',
    /GPIO14 belongs to the bus uart0, which the part "boiler" uses/,
  ],
  'a bus the board does not have': [
    'adc: { driver: adc, bus: i2c1',
    'adc: ▲{ driver: adc, bus: i2c3',
    /no place "i2c3:0x48"/,
    /i2c1/,
  ],

  'a serial port the board does not have': gaugeAt(
    'serial:uart1',
    /no place "serial:uart1"/,
    /did you mean "serial:uart0"\?/,
  ),
  'a Modbus line on a port the board does not have': gaugeAt('modbus:uart1/3', /no place/),
  'a channel that the options do not name': [
    'from: climate.humidity',
    'from: ▲boiler.presure',
    /no channel "presure"/,
    /did you mean "pressure"\?/,
  ],

  'a camera that is misspelled': [
    'camera: eye',
    'camera: ▲eyes',
    /no part "eyes"/,
    /did you mean "eye"\?/,
  ],
  'a camera that is none': [
    'camera: eye',
    'camera: ▲meter',
    /the part "meter" takes no pictures/,
    /name a part that does: eye/,
  ],

  'an unknown part': [
    'from: pump-relay',
    'from: ▲pmp-relay',
    /no part "pmp-relay"/,
    /did you mean "pump-relay"\?/,
  ],
  'an unknown channel': [
    'from: climate.humidity',
    'from: ▲climate.humdity',
    /no channel "humdity"/,
    /did you mean "humidity"\?/,
  ],
  'a channel left out': [
    'from: climate.humidity',
    'from: ▲climate',
    /has several channels/,
    /climate\.temperature, climate\.humidity/,
  ],
  'two writers of one channel': [
    'from: heater-relay',
    'from: ▲pump-relay',
    /already written by pump\.power/,
  ],
  'a unit the part does not deliver': [
    '{ from: climate.humidity }',
    "{ from: climate.humidity, unit: ▲'%' }",
    /the part delivers %RH, not %/,
    /write %RH/,
  ],
  'a range wider than the part': [
    '{ from: climate.humidity }',
    '{ from: climate.humidity, range: ▲[0, 120] }',
    /wider than what the part can do/,
    /from 0 to 100 %RH/,
  ],
  'a safe value out of range': ['safe: 0', 'safe: ▲101', /101 is out of range/, /from 0 to 100 %/],
  'a safe value of the wrong type': ['safe: 0', 'safe: ▲true', /expected a number, found true/],
  'no safe value where 0 is out of range': [
    'level: { from: dimmer, tolerance: 1, safe: 0 }',
    '▲level: { from: dimmer, range: [10, 90] }',
    /the safe value 0 is out of range/,
    /from 10 to 90 %/,
  ],
  'a rule on what can only be read': [
    'words: open-closed',
    'words: open-closed, ▲settle: 2s',
    /"settle" does not fit: door\.open can only be read/,
  ],
  'a unit of something that is true or false': [
    'words: open-closed',
    'words: open-closed, ▲unit: V',
    /"unit" does not fit: door\.open is true or false/,
  ],
  'words for a number': [
    'tolerance: 1',
    '▲words: yes-no',
    /"words" does not fit: lamp\.level is a number/,
  ],
  'stale before the next sample': [
    'every: 1s',
    'every: 1s, staleAfter: ▲1s',
    /stale before each new sample/,
  ],
};

for (const place of [
  ...['serial:uart0', 'serial:/dev/ttyUSB0', 'modbus:uart0/1', 'modbus:/dev/ttyUSB0/1'],
  'modbus:192.168.1.20:502/1',
])
  test(`takes ${place} on a real board`, async () => {
    const devices = TEST_DEVICES.replace('serial:uart0', place);
    const { diagnostics } = await loadFiles({ 'devices.yaml': devices });
    assert.equal(diagnostics.map(formatDiagnostic), []);
  });

/** The boiler of the test site, hanging somewhere else. */
function gaugeAt(place: string, ...told: readonly [message: RegExp, hint?: RegExp]): Change {
  return ["at: 'serial:uart0'", `at: ▲'${place}'`, ...told];
}

for (const [what, change] of Object.entries(CHANGES))
  test(`finds ${what}, and nothing else`, () => assertOnlyMistake(change));

test.run();

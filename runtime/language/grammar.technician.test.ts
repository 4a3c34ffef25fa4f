/** What a technician asks of the boards themselves, in a site of two boards. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, GREENHOUSE_THINGS } from './greenhouse.fixture.ts';

const { boards, ...site } = greenhouse(GREENHOUSE_THINGS);
const pumpRoom = {
  id: 'pump-room-board',
  model: 'raspberry-pi-4b',
  title: { en: 'Pump room board', zh: '泵房控制板' },
  parts: [],
  things: [],
};
const grammar = createGrammar({ site: { ...site, boards: [...boards, pumpRoom] } });

const SENTENCES: Readonly<Record<string, string>> = {
  'show me the pins': 'pins picture=true',
  'show me the pins of the pump-room board': 'pins board=pump-room-board picture=true',
  'show me the pins of the pump room board': 'pins board=pump-room-board picture=true',
  'show the pinout of the greenhouse board': 'pins board=greenhouse-board picture=true',
  显示泵房控制板的引脚: 'pins board=pump-room-board picture=true',
  显示引脚: 'pins picture=true',

  'scan i2c1': 'bus-scan bus=i2c1',
  'please scan the bus i2c1': 'bus-scan bus=i2c1',
  'Scan grove-i2c.': 'bus-scan bus=grove-i2c',
  'scan the i2c bus': 'bus-scan',
  'bus scan i2c1': 'bus-scan bus=i2c1',
  'what is on i2c1?': 'bus-scan bus=i2c1',
  '扫描 i2c1': 'bus-scan bus=i2c1',
  扫描i2c1总线: 'bus-scan bus=i2c1',
  扫描总线: 'bus-scan',
  'i2c1 上有什么设备？': 'bus-scan bus=i2c1',
  'bus read i2c1 0x48 0x00 2': 'bus-read bus=i2c1 address=0x48 register=0x00 length=2',
  'read register i2c1 0x48 0x00': 'bus-read bus=i2c1 address=0x48 register=0x00',
  '读取寄存器 i2c1 0x48 0x00 2': 'bus-read bus=i2c1 address=0x48 register=0x00 length=2',

  'test GPIO17': 'pins-test pin=gpio17',
  'pins test GPIO17': 'pins-test pin=gpio17',
  'please test pin 11': 'pins-test pin=pin 11',
  'test the pin GPIO17': 'pins-test pin=gpio17',
  'test GPIO5 for 5 seconds': 'pins-test pin=gpio5 seconds=5',
  'watch GPIO6 for 20 s': 'pins-test pin=gpio6 watch=true seconds=20',
  '测试 GPIO17': 'pins-test pin=gpio17',
  测试GPIO17: 'pins-test pin=gpio17',
  '监听 GPIO6 20秒': 'pins-test pin=gpio6 watch=true seconds=20',
  'code 482913': 'pins-code code=482913',
  '482 913': 'pins-code code=482 913',
  '482913': 'pins-code code=482913',
  验证码482913: 'pins-code code=482913',
  'stop the test': 'pins-stop',
  停止测试: 'pins-stop',

  'calibrate tank-level': 'calibrate tank-level',
  'calibrate the tank level': 'calibrate tank level',
  校准水箱水位: 'calibrate 水箱水位',
  'point 20': 'calibrate-point value=20',
  'point 80 %': 'calibrate-point value=80',
  '校准点 -2.5': 'calibrate-point value=-2.5',
  'point 3 bar': 'calibrate-point value=3',
  '校准点 3 巴': 'calibrate-point value=3',
  'it shows 3 bar now': 'calibrate-point value=3',
  'the boiler gauge shows 3.5 bar now': 'calibrate-point boiler gauge value=3.5',
  锅炉压力表现在显示3巴: 'calibrate-point 锅炉压力表 value=3',
  'save the calibration': 'calibrate-save',
  保存校准: 'calibrate-save',
  'undo calibration of tank.level': 'calibrate-undo tank.level',
  'calibrate tank.level 4 mA is 0 and 20 mA is 3.5 m': 'calibrate-loop tank.level low=0 high=3.5',
  'calibration of tank.level': 'calibration tank.level',
  'how do I wire the light sensor?': 'wiring light sensor',
  'how do I connect an sht31?': 'wiring sht31',
  '怎么接光照传感器？': 'wiring 光照传感器',
  sht31怎么接: 'wiring sht31',
  'calibrate tank level?': 'unsure:unknown',
  'the tank shows 3 m now?': 'unsure:unknown',
  'can I calibrate the tank level?': 'unsure:unknown',
  '能校准水位吗？': 'unsure:unknown',

  // Who asks, doubts or forbids tests nothing.
  'test GPIO17?': 'unsure:unknown',
  'can I test GPIO17?': 'unsure:unknown',
  'how do I test GPIO17?': 'unsure:unknown',
  'do not test GPIO17': 'unsure:negation',
  'if I test GPIO17': 'unsure:condition',
  '能测试 GPIO17 吗？': 'unsure:unknown',
  '测试 GPIO17 吗？': 'unsure:unknown',
  '不要测试 GPIO17': 'unsure:negation',
  'code 482913?': 'unsure:unknown',

  // Nothing is written to a chip, and what is forbidden or asked about is no scan.
  'write i2c1 0x48 0x00 2': 'unsure:report',
  'do not scan i2c1': 'unsure:negation',
  'scan the greenhouse': 'unsure:unknown',
};

for (const [sentence, meant] of Object.entries(SENTENCES))
  test(sentence, () => {
    const language = /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en';
    assert.is(describe(grammar.understand(sentence, { now: 0, language })), meant);
  });

test.run();

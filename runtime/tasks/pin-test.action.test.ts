/** Tests of pins as people ask for them, on the whole sample site. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OWNER, withGateway, type GatewayRig } from '../../test/gateway-rig.ts';

const TECHNICIAN = { ...OWNER, person: 'tom', role: 'technician', chat: 'web:tom' } as const;
const OPERATOR = { ...OWNER, person: 'olga', role: 'operator', chat: 'web:olga' } as const;

test('takes the code from the board and a yes before it drives a free line', () =>
  withGateway(async (rig) => {
    const asked = await rig.say('test GPIO5', TECHNICIAN);
    assert.is(asked.error?.code, 'POLICY_PRESENCE');
    assert.not.match(asked.reply, code(rig));
    const question = await rig.say(`code ${code(rig)}`, TECHNICIAN);
    assert.match(question.reply, /Really drive it high and low for 2\.0 s\?/);
    assert.is(registerOf(rig, 'GPIO5'), '');
    const told = await rig.say('yes', TECHNICIAN);
    assert.match(told.reply, /^GPIO5 followed: 8 of 8 levels .* It is an input, low, as before\.$/);
    const happened = await rig.say('what happened?', TECHNICIAN);
    assert.match(happened.reply, /tom \(web\) began to wiggle GPIO5/);
  }));

test('says all of it in Chinese', () =>
  withGateway(async (rig) => {
    assert.match(
      (await rig.say('测试 GPIO5', TECHNICIAN)).reply,
      /控制板上显示了测试 GPIO5 的验证码/,
    );
    assert.match(
      (await rig.say(`验证码 ${code(rig)}`, TECHNICIAN)).reply,
      /确认要让它高低变化 2\.0 秒吗/,
    );
    assert.match(
      (await rig.say('确认', TECHNICIAN)).reply,
      /GPIO5 正常跟随：.*现在和之前一样是输入，低。/,
    );
  }));

test('moves nothing without a yes', () =>
  withGateway(async (rig) => {
    await rig.say('test GPIO5', TECHNICIAN);
    await rig.say(code(rig), TECHNICIAN);
    await rig.say('no', TECHNICIAN);
    await rig.pass(5_000);
    assert.is(registerOf(rig, 'GPIO5'), '');
  }));

test('tests the line of an output through its thing, so that its interlocks hold', () =>
  withGateway(async (rig) => {
    await rig.say('test pin 16', TECHNICIAN);
    const question = await rig.say(code(rig), TECHNICIAN);
    assert.match(question.reply, /really switch on for 2 s\?/);
    const told = await rig.say('yes', TECHNICIAN);
    assert.is(told.receipts[0]?.thing, 'grow-light');
    assert.is(rig.value('grow-light', 'power'), true);
    await rig.pass(3_000);
    assert.is(rig.value('grow-light', 'power'), false);
  }));

test('does not interrupt what runs', () =>
  withGateway(async (rig) => {
    await rig.say('turn on the grow light');
    const reply = await rig.say('test GPIO23', TECHNICIAN);
    assert.is(reply.error?.code, 'DEVICE_TEST_RUNS');
    assert.equal(rig.presenceCodes, []);
  }));

test('listens to the line of a sensor through its thing', () =>
  withGateway(async (rig) => {
    await rig.say('test GPIO24', TECHNICIAN);
    const told = await rig.say(code(rig), TECHNICIAN);
    assert.match(told.reply, /^GPIO24: .* changed 0 times in 10\.0 s; now: /);
  }));

for (const [sentence, reason] of Object.entries({
  'test GPIO2': /SDA of i2c1/,
  'test pin 1': /Pin 1 is 3V3 and no line/,
  'test pin:7': /1-wire/,
  'pins test 17': /write GPIO17: a bare number/,
}))
  test(`${sentence}: is refused with the reason`, () =>
    withGateway(async (rig) => {
      const { reply } = await rig.say(sentence, TECHNICIAN);
      assert.match(reply, reason);
      assert.equal(rig.presenceCodes, []);
    }));

test('is for technicians', () =>
  withGateway(async (rig) => {
    assert.is((await rig.say('test GPIO5', OPERATOR)).error?.code, 'POLICY_DENIED');
  }));

test('takes the code from nobody else, and not after two minutes', () =>
  withGateway(async (rig) => {
    await rig.say('test GPIO5', TECHNICIAN);
    assert.is((await rig.say(code(rig))).error?.code, 'POLICY_NO_PRESENCE');
    await rig.pass(121_000);
    assert.is((await rig.say(code(rig), TECHNICIAN)).error?.code, 'POLICY_NO_PRESENCE');
  }));

test('gives no more codes for a while after three wrong ones, and writes each down', () =>
  withGateway(async (rig) => {
    await rig.say('test GPIO5', TECHNICIAN);
    const wrong = code(rig) === '000000' ? '000001' : '000000';
    for (const expected of ['POLICY_BAD_PRESENCE', 'POLICY_BAD_PRESENCE', 'POLICY_PRESENCE_CLOSED'])
      assert.is((await rig.say(wrong, TECHNICIAN)).error?.code, expected);
    assert.is((await rig.say('test GPIO5', TECHNICIAN)).error?.code, 'POLICY_PRESENCE_CLOSED');
    await rig.pass(31_000);
    assert.is((await rig.say('test GPIO5', TECHNICIAN)).error?.code, 'POLICY_PRESENCE');
    const refused = await rig.ground.journal.entries({ kind: 'refusal' });
    assert.ok(refused.some(({ details }) => details['code'] === 'POLICY_BAD_PRESENCE'));
  }));

for (const word of ['stop', 'stop the test', 'cancel', '停'])
  test(`"${word}" ends a test, and puts the line back`, () =>
    withGateway(async (rig) => {
      await rig.say('test GPIO5 for 60 s', TECHNICIAN);
      await rig.say(code(rig), TECHNICIAN);
      const testing = rig.gateway.conversation.handle(rig.message('yes', TECHNICIAN));
      await rig.pass(1_000);
      assert.match(registerOf(rig, 'GPIO5'), /^[01]$/);
      const stopped = await rig.say(word, TECHNICIAN);
      assert.match(stopped.reply, /GPIO5/);
      assert.match((await rig.during(testing)).reply, /(was stopped after|停止)/);
      assert.is(registerOf(rig, 'GPIO5'), '-');
    }));

function code(rig: GatewayRig): string {
  return rig.presenceCodes.at(-1) ?? 'none';
}

function registerOf({ board }: GatewayRig, line: string): string {
  const { hardware } = board;
  if (hardware?.simulated !== true || !('faults' in hardware))
    throw new Error('no simulated board');
  return hardware.gpio.pin(line).register.read();
}

test.run();

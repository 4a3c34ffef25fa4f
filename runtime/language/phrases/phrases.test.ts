/** A site's own phrases, as people teach, say and forget them, on the whole sample site. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  askerOf,
  OWNER,
  speaker,
  withGateway,
  type GatewayRig,
} from '../../../test/gateway-rig.ts';
import { readSampleSite } from '../../../test/sample-site.ts';
import { MOST_PHRASES } from './phrase-book.ts';

const OLGA = speaker('olga', 'operator');
const VERA = speaker('vera', 'viewer');
const LEVEL = ['grow-light', 'level'] as const;

function teaching(phrase: string, means = 'turn on the pump'): string {
  return `teach "${phrase}" means "${means}"`;
}

async function codeOf(rig: GatewayRig, text: string): Promise<string | undefined> {
  return (await rig.say(text)).error?.code;
}

test('a phrase does what it means, names that, and the journal names both', () =>
  withGateway(async (rig) => {
    const taught = await rig.say(teaching('make it cosy', 'set the grow light to 30 %'));
    assert.match(
      taught.reply,
      /^Learned: “make it cosy” means “set the grow light to 30 %” \(grow light level: set to 30 %\)\./,
    );
    const { reply, receipts } = await rig.say('make it cosy', OLGA);
    assert.match(
      reply,
      /^“make it cosy” means “set the grow light to 30 %”\.\nGrow light level set to 30 %/,
    );
    assert.is(receipts.length, 1);
    assert.is(rig.value(...LEVEL), 30);
    const why = await rig.say('what happened?');
    assert.match(why.reply, /olga \(.*\) said “make it cosy = set the grow light to 30 %”/);
  }));

test('polite words round it change nothing, and one slip of a finger neither', () =>
  withGateway(async (rig) => {
    await rig.say(teaching('make it cosy', 'set the grow light to 30 %'));
    for (const text of [
      ...['Please make it cosy', 'make it cosy, please!', 'could you make it cosy?'],
      ...['hey boardtalk, make it cosy now', 'mkae it cosy', 'make  it   COSY.'],
    ]) {
      await rig.say('set the grow light to 90 %');
      await rig.say(text);
      assert.is(rig.value(...LEVEL), 30, text);
    }
  }));

test('a word that may be another one is no slip: the phrase is offered, and nothing done', () =>
  withGateway(async (rig) => {
    await rig.say(teaching('make it cosy', 'set the grow light to 30 %'));
    for (const text of ['make it rosy', 'make it nosy', 'make it cosey', 'fake it cosy']) {
      const { tasks, suggestions = [] } = await rig.say(text);
      assert.equal(tasks, [], text);
      assert.ok(suggestions.includes('make it cosy'), text);
    }
  }));

test('who asks for a scene is told of phrases, and offered those that there are', () =>
  withGateway(async (rig) => {
    const none = await rig.say('run the goodnight script');
    assert.match(none.reply, /^There are no scenes here, but sentences of your own: teach/);
    assert.equal(none.suggestions, []);
    await rig.say(teaching('movie night', 'turn off the grow light'));
    const some = await rig.say('run the goodnight script');
    assert.equal(some.suggestions, ['movie night']);
    const near = await rig.say('activate movie night');
    assert.is(near.suggestions?.[0], 'movie night');
    assert.equal([...some.tasks, ...near.tasks], []);
  }));

test('a question, a negation, a condition, a report and a quotation of it do nothing', () =>
  withGateway(async (rig) => {
    await rig.say(teaching('make it cosy', 'set the grow light to 30 %'));
    await rig.say('教你“来点气氛”意思是“补光灯调到30%”');
    await rig.say('set the grow light to 90 %');
    for (const text of [
      ...['make it cosy?', 'is it cosy?', 'should I make it cosy?', 'can I make it cosy?'],
      ...[
        "don't make it cosy",
        'do not make it cosy',
        'never make it cosy',
        'please dont make it cosy',
      ],
      ...[
        'if it gets dark make it cosy',
        'when I come home, make it cosy',
        'make it cosy if you like',
      ],
      ...['"make it cosy"', 'bob said make it cosy', 'bob: make it cosy', 'who can make it cosy'],
      ...['why make it cosy', 'what does make it cosy mean?', 'unmake it cosy', 'make it not cosy'],
      ...[
        '不要来点气氛',
        '来点气氛吗？',
        '来点气氛吗',
        '别来点气氛',
        '如果天黑就来点气氛',
        '他说来点气氛',
      ],
      ...['make it coy sy', 'mkae it csoy', 'fake it cosy please do', 'make it cosy make it cosy'],
    ]) {
      const { tasks } = await rig.say(text);
      assert.equal(tasks, [], text);
    }
    assert.is(rig.value(...LEVEL), 90);
    const asked = await rig.say('make it cosy?');
    assert.equal(asked.suggestions, ['make it cosy']);
  }));

test('the one who says it is held to what they may do, to confirmation and to the interlocks', () =>
  withGateway(async (rig) => {
    await rig.say(teaching('warm my feet', 'turn on the heater'));
    assert.is((await rig.say('warm my feet', VERA)).error?.code, 'POLICY_DENIED');
    const asked = await rig.say('warm my feet', OLGA);
    assert.match(asked.confirm?.question ?? '', /really switch on/);
    assert.is(rig.value('heater', 'power'), false);
    await rig.say(teaching('rain please now', 'turn on the pump'));
    await rig.say('lock out the pump');
    assert.is((await rig.say('rain please now', OLGA)).error?.code, 'MODE_LOCKED_OUT');
  }));

test('only an admin teaches and forgets, and no model does; everybody may ask which there are', () =>
  withGateway(async (rig) => {
    const tom = speaker('tom', 'technician');
    assert.is((await rig.say(teaching('rainy day'), tom)).error?.code, 'POLICY_DENIED');
    const model = { ...askerOf(OWNER), through: 'llm' } as const;
    const args = { phrase: 'rainy day', means: 'turn on the pump' };
    const taught = await rig.run('language-teach', args, model);
    assert.is(!taught.ok && taught.refusal.code, 'PHRASE_FOR_PEOPLE');
    await rig.say(teaching('rainy day'));
    const forgotten = await rig.run('language-forget', { phrase: 'rainy day' }, model);
    assert.is(!forgotten.ok && forgotten.refusal.code, 'PHRASE_FOR_PEOPLE');
    assert.is((await rig.say('forget "rainy day"', tom)).error?.code, 'POLICY_DENIED');
    assert.is(
      (await rig.say('show the phrases', VERA)).reply,
      '“rainy day”: “turn on the pump” (owner)',
    );
  }));

test('what is understood, asks, forbids or is a name is no phrase', () =>
  withGateway(async (rig) => {
    const refused: Readonly<Record<string, readonly string[]>> = {
      PHRASE_TAKEN: [
        ...['pump', 'Water pump', 'greenhouse', '水泵', 'status', 'yes', 'hello', 'things', 'dim'],
        ...['turn off the vent', 'turn it up', 'make it warmer', 'grow-light.level', 'grow-light'],
        ...['stop', 'stop it', 'please stop', '紧急停止', '停下', 'emergency', '紧急情况'],
      ],
      PHRASE_OPPOSITE: [
        'stop now mate',
        'lights off mate',
        'emergency mate',
        '仓库紧急情况',
        'fire in the barn',
      ],
      PHRASE_UNFIT: [
        ...['is it cosy', 'cosy?', "don't be shy", 'not cosy', 'no pump', 'if cosy'],
        ...['when I come home', 'who wants tea', 'the pump is on', 'bob said so', '不要太亮'],
        ...['好看吗', '他说太暗', 'x', 'ok', '42', '亮', '!!!', 'a'.repeat(81)],
      ],
    };
    for (const [code, phrases] of Object.entries(refused))
      for (const words of phrases) assert.is(await codeOf(rig, teaching(words)), code, words);
    assert.match((await rig.say('phrases')).reply, /^There are no phrases yet/);
  }));

test('what a phrase means is a sentence that is understood alone, and no phrase', () =>
  withGateway(async (rig) => {
    await rig.say(teaching('make it cosy', 'set the grow light to 30 %'));
    for (const means of [
      ...[
        'flurb the glorp',
        'make it cosy',
        'turn it on',
        "don't turn on the pump",
        'yes',
        'hello',
      ],
      ...[
        'if it rains turn on the pump',
        'lock out the pump',
        'calibrate tank.level',
        'undo',
        'cancel',
      ],
      'test gpio17',
    ])
      assert.is(await codeOf(rig, teaching('movie night', means)), 'PHRASE_NO_MEANING', means);
    const unclear = await rig.say(teaching('movie night', 'turn on the pomp and flurb'));
    assert.match(unclear.reply, /is not understood\. Say it as you would to have it done now/);
  }));

test('several things, times, and questions are what a phrase may mean, in every language', () =>
  withGateway(async (rig) => {
    await rig.say('open the vent');
    await rig.say('教你“晚安”意思是“关掉所有灯并关闭天窗”');
    assert.match(
      (await rig.say('请晚安')).reply,
      /^“晚安”就是“关掉所有灯并关闭天窗”。\n补光灯.*\n天窗/,
    );
    assert.is(rig.value('vent', 'position'), 0);
    await rig.say('lerne: "gute nacht" heißt "Schalte das Licht aus"', OWNER);
    await rig.say('aprende que "buenas noches" significa "turn off the lights"');
    assert.is((await rig.say('bitte gute nacht')).receipts.length, 1);
    assert.is((await rig.say('buenas noches por favor')).receipts.length, 1);
    await rig.say(teaching('派对 time', 'turn on the grow light for 10 minutes'));
    assert.match((await rig.say('派对 time')).reply, /10 分钟后自动关闭/);
    await rig.say(teaching('how are the plants', 'what is the temperature?'));
    assert.match((await rig.say('how are the plants?', VERA)).reply, /temperature: \d/);
    await rig.say(teaching("I'm home", 'turn on the grow light'));
    assert.is((await rig.say("I'm home")).receipts.length, 1);
  }));

test('a renamed thing makes a clear answer, and nothing is done', () =>
  withGateway(async (rig) => {
    await rig.say(teaching('make it cosy', 'set the grow light to 30 %'));
    const { site } = rig.ground;
    const boards = site.boards.map((board) => ({
      ...board,
      things: board.things.filter(({ id }) => id !== 'grow-light'),
    }));
    site.replace({ ...(await readSampleSite()).site, boards }, site.files);
    const { reply, tasks, error } = await rig.say('make it cosy');
    assert.equal(tasks, []);
    assert.is(error?.code, 'CHAT_NOT_UNDERSTOOD');
    assert.match(reply, /means “set the grow light to 30 %”, and that is not understood any more/);
  }));

test('phrases outlive a restart, are replaced by teaching, and are gone when forgotten', () =>
  withGateway(async (rig) => {
    await rig.say(teaching('make it cosy', 'set the grow light to 30 %'));
    await rig.restart();
    await rig.say('make it cosy');
    assert.is(rig.value(...LEVEL), 30);
    const again = await rig.say(teaching('Make it cosy!', 'set the grow light to 40 %'));
    assert.match(again.reply, /Until now it meant “set the grow light to 30 %”\./);
    await rig.say('make it cosy');
    assert.is(rig.value(...LEVEL), 40);
    assert.match((await rig.say('forget the phrase "make it cosy"')).reply, /^Forgotten/);
    await rig.restart();
    assert.equal((await rig.say('make it cosy')).tasks, []);
    assert.is(await codeOf(rig, 'forget "make it cosy"'), 'PHRASE_UNKNOWN');
  }));

test('there is an end to them', () =>
  withGateway(async (rig) => {
    const letters = 'abcdefghij';
    for (let index = 0; index < MOST_PHRASES; index += 1) {
      const word = `zz${letters[Math.floor(index / 10)] ?? ''}${letters[index % 10] ?? ''}zz`;
      const args = { phrase: `${word} time`, means: 'turn off the pump' };
      assert.ok((await rig.run('language-teach', args)).ok, word);
    }
    assert.is(await codeOf(rig, teaching('one more zz')), 'PHRASE_TOO_MANY');
    const replaced = await rig.say(teaching('zzaazz time', 'open the vent'));
    assert.match(replaced.reply, /^Learned/);
  }));

test.run();

/** Sentences that are answered by looking, in a site where one area is watched and one is not. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import type { SiteArea, SitePart, SiteThing } from '../config/site.ts';
import { createGrammar, type Grammar } from './grammar.ts';
import type { Understanding } from './understanding.ts';
import { greenhouse, property, thing, GREENHOUSE_THINGS } from './greenhouse.fixture.ts';

const person = property('person', '人员', {
  type: 'boolean',
  words: 'somebody-nobody',
  safe: false,
});
const yesNo = { type: 'boolean', words: 'yes-no', safe: false } as const;
const camera = thing(
  'workshop-camera',
  ['Workshop camera', '车间摄像头'],
  ['camera', 'workshop'],
  [
    property('live', '在线', yesNo),
    property('person-score', '人员分数', { unit: '%' }),
    person,
    property('cat', '猫', yesNo),
  ],
);
const officeCamera = thing(
  'office-camera',
  ['Office camera', '办公室摄像头'],
  ['camera', 'office'],
  [person, property('meter', '表读数', { unit: 'l/min' })],
);
const area = (id: string, zh: string): SiteArea => ({
  ...{ id, title: { en: id, zh }, aliases: { en: [], zh: [] } },
});
/** Each property of the fixture rests on a part of its own name. */
const seeing = (name: string): SitePart => ({
  ...{ name, driver: 'model', options: {}, claims: [], sees: true },
});

/** @param cameras beside the things of the greenhouse */
function watched(...cameras: readonly SiteThing[]): Grammar {
  const site = greenhouse([...GREENHOUSE_THINGS, ...cameras]);
  const parts = ['live', 'person', 'person-score', 'cat', 'meter'].map(seeing);
  return createGrammar({
    site: {
      ...site,
      areas: [...site.areas, area('workshop', '车间'), area('office', '办公室')],
      boards: site.boards.map((board) => ({ ...board, parts })),
    },
  });
}

const grammar = watched(camera);

const LOOK = 'look workshop-camera.person is=true';
const WHO = 'look workshop-camera.person';
const SHOW = 'look workshop-camera';

const SENTENCES: Readonly<Record<string, string>> = {
  'is anyone in the workshop?': LOOK,
  'is anyone in the workshop': LOOK,
  'is anybody in the workshop right now?': LOOK,
  'is there anyone in the workshop?': LOOK,
  'is there somebody in the workshop': LOOK,
  'anybody there in the workshop?': LOOK,
  'Is someone still in the workshop?': LOOK,
  'are there any people in the workshop?': LOOK,
  'is anyone there?': LOOK,
  'is there a person in the workshop?': LOOK,
  'does the workshop camera see anyone?': LOOK,
  'is nobody in the workshop?': 'look workshop-camera.person is=false',
  'is no one in the workshop?': 'look workshop-camera.person is=false',
  'who is in the workshop': WHO,
  "who's in the workshop?": WHO,
  'show me the workshop': SHOW,
  'show me the workshop camera': SHOW,
  'show the camera': SHOW,
  'look at the workshop': SHOW,
  'check the workshop camera': SHOW,
  'workshop camera?': SHOW,
  车间有人吗: LOOK,
  '车间有人吗？': LOOK,
  车间里有没有人: LOOK,
  '车间里面有没有人？': LOOK,
  现在车间里有人吗: LOOK,
  有人在车间吗: LOOK,
  车间没有人吗: 'look workshop-camera.person is=false',
  谁在车间: WHO,
  '车间里有谁？': WHO,
  看看车间: SHOW,
  看一下车间摄像头: SHOW,
  显示摄像头: SHOW,

  // What nobody watches is not answered with all else that is measured there.
  'is anyone in the greenhouse?': 'unsure:unknown',
  'anybody there in the pump room?': 'unsure:unknown',
  温室有人吗: 'unsure:unknown',

  // Somebody who does something is no question about who is there.
  'who turned on the pump?': 'why pump.power value=true',
  'someone turned on the pump': 'unsure:report',
  'someone is in the workshop': 'unsure:report',
  'can someone turn on the pump?': 'unsure:unknown',
  'tell anyone in the workshop to stop the pump': 'unsure:report',
  有人打开水泵: 'unsure:report',
  '有人打开水泵了吗？': 'read pump.power is=true',
  'show me the workshop pins': 'pins board=greenhouse-board picture=true',
  'turn on the workshop camera': 'unsure:missing',
  'turn off the camera': 'unsure:missing',
  打开车间摄像头: 'unsure:missing',
};

for (const [sentence, meant] of Object.entries(SENTENCES))
  test(sentence, () => {
    assert.is(describe(understood(grammar, sentence)), meant);
  });

function understood(by: Grammar, sentence: string): Understanding {
  const language = /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en';
  return by.understand(sentence, { now: 0, language });
}

const both = watched(camera, officeCamera);
const DAY = 'last=24h';

/** With two cameras, one of them in the office. */
const OF_TWO: Readonly<Record<string, string>> = {
  // To look, in whatever words.
  'look in the workshop': SHOW,
  'look at the office': 'look office-camera',
  'take a look at the office': 'look office-camera',
  'can I see the workshop?': SHOW,
  'can you show me the workshop?': SHOW,
  'what do you see in the workshop?': SHOW,
  'what can you see in the office?': 'look office-camera',
  'what does the office camera see?': 'look office-camera',
  看一下办公室: 'look office-camera',
  '你在车间看到了什么？': SHOW,
  '办公室摄像头看到什么？': 'look office-camera',
  请给我看看车间: SHOW,

  // Pictures: of a place, of what stands in one, of all.
  'show me the picture': 'look workshop-camera + look office-camera',
  'show me the picture of the office': 'look office-camera',
  'take a picture of the workshop': SHOW,
  'can you take a photo of the office?': 'look office-camera',
  'a photo of the office please': 'look office-camera',
  'show the pictures': 'look workshop-camera + look office-camera',
  'take a picture of the pump': 'unsure:unknown',
  给我看看照片: 'look workshop-camera + look office-camera',
  给我看办公室的照片: 'look office-camera',
  拍一张车间的照片: SHOW,
  办公室拍张照片: 'look office-camera',

  // Whether somebody is there.
  'can you see anyone?': 'look workshop-camera.person is=true + look office-camera.person is=true',
  'do you see anybody in the office?': 'look office-camera.person is=true',
  'is the office empty?': 'look office-camera.person is=false',
  'is the office occupied?': 'look office-camera.person is=true',
  '你能看到办公室有人吗？': 'look office-camera.person is=true',
  '办公室有人吗？': 'look office-camera.person is=true',
  '办公室是空的吗？': 'look office-camera.person is=false',
  // A picture tells neither who, nor how many, nor why.
  'how many people are in the office?': 'look office-camera.person',
  '办公室里有几个人？': 'look office-camera.person',
  '办公室有多少人？': 'look office-camera.person',
  'why is there somebody in the office?': 'look office-camera.person',
  '为什么办公室有人？': 'look office-camera.person',
  'is the tank empty?': 'read tank.level',
  'is the pump room empty?': 'read tank.level',

  // Whether somebody was there, from what was read.
  'when did you last see somebody?': `history workshop-camera.person ${DAY} + history office-camera.person ${DAY}`,
  'when did you last see anyone in the office?': `history office-camera.person ${DAY}`,
  '最后一次看到人是什么时候？': `history workshop-camera.person ${DAY} + history office-camera.person ${DAY}`,
  '办公室最后一次有人是什么时候？': `history office-camera.person ${DAY}`,
  'was anyone in the office in the last hour?': 'history office-camera.person last=1h',
  'when was somebody in the workshop?': `history workshop-camera.person ${DAY}`,
  'who was in the office?': `history office-camera.person ${DAY}`,
  '车间过去一小时有人吗？': 'history workshop-camera.person last=1h',
  '有人来过办公室吗？': `history office-camera.person ${DAY}`,
  'history of workshop camera': `history workshop-camera ${DAY}`,
  'history of the water tank': `history tank ${DAY}`,
  车间摄像头的历史: `history workshop-camera ${DAY}`,
  history: 'journal',

  // All else that is seen is looked for, too.
  'is there a cat in the workshop?': 'look workshop-camera.cat is=true',
  'can you see a cat in the workshop?': 'look workshop-camera.cat is=true',
  'do you see a cat?': 'look workshop-camera.cat is=true',
  '车间里有猫吗？': 'look workshop-camera.cat is=true',
  'workshop camera cat': 'look workshop-camera.cat',
  'what does the meter say?': 'read flow',
  'what is the office camera meter?': 'look office-camera.meter',
  'is the office camera meter above 5?': 'look office-camera.meter above=5',
  'is the office camera meter below 3 l/min?': 'look office-camera.meter below=3',

  // Who did something stays a question to the journal, and nothing of all this writes.
  'who did it?': 'unsure:unknown',
  'who opened the door?': 'why door.open value=true',
  'has anyone opened the door?': `history door.open ${DAY}`,
  'who did you see open the vent?': 'why vent.position',
  'I see that the pump is on': 'unsure:report',
  'see that the pump stops': 'unsure:report',
  'take a picture and turn on the pump': 'unsure:unknown',
  'turn on the pump and take a picture': 'unsure:unknown',
  拍照然后打开水泵: 'unsure:unknown',
  看到有人就关闭水泵: 'unsure:condition',
  没人的时候打开水泵: 'unsure:condition',
  'empty the tank': 'read tank.level',
};

for (const [sentence, meant] of Object.entries(OF_TWO))
  test(`of two cameras: ${sentence}`, () => {
    assert.is(describe(understood(both, sentence)), meant);
  });

test('what is asked of sight and not understood is answered with what can be seen, and with no order', () => {
  const proposed = (sentence: string, by = both): readonly string[] => {
    const found = understood(by, sentence);
    return found.kind === 'unsure' ? found.suggestions : [];
  };
  assert.equal(proposed('is anyone wearing a hat?'), [
    'is anyone in the workshop?',
    'is anyone in the office?',
    'show me the workshop camera',
  ]);
  assert.equal(proposed('谁在温室里唱歌？').slice(0, 2), ['车间有人吗？', '办公室有人吗？']);
  assert.equal(proposed('is anyone wearing a hat?', createGrammar({ site: greenhouse() })), [
    'is the heating on?',
    'is the pump on?',
    'is the grow light on?',
  ]);
});

test('"why?" after a look shows what the answer rested on', () => {
  const after = (...addresses: readonly string[]): string =>
    describe(both.understand('why?', { now: 0, language: 'en', focus: { addresses } }));
  assert.is(after('office-camera.person'), 'look office-camera.person last=true');
  assert.is(after('workshop-camera.cat'), 'look workshop-camera.cat last=true');
  assert.is(after('pump.power'), 'why');
});

test('"the picture" is the one of what was just spoken of', () => {
  const focus = { addresses: ['office-camera.person'] };
  const shown = both.understand('show me the picture', { now: 0, language: 'en', focus });
  assert.is(describe(shown), 'look office-camera.person');
});

test('a place without a camera is shown by its readings', () => {
  const shown = grammar.understand('show me the greenhouse', { now: 0, language: 'en' });
  assert.match(describe(shown), /^read grow-light,/);
});

test('what is only read by a camera is looked at in whatever words, and shown', () => {
  const gauge = thing(
    'boiler',
    ['Boiler gauge', '锅炉压力表'],
    ['meter', 'office'],
    [property('meter', '压力', { unit: 'bar' })],
  );
  const seen = watched(gauge);
  const said = (text: string): string =>
    describe(seen.understand(text, { now: 0, language: 'en' }));
  assert.is(said('what does the boiler gauge show?'), 'look boiler');
  assert.is(said('show me the boiler gauge'), 'look boiler');
  assert.is(said('what does the boiler gauge say?'), 'look boiler');
  assert.is(said('what did the boiler gauge say?'), 'unsure:report');
  assert.is(said('锅炉压力表的照片'), 'look boiler');
  assert.is(said('锅炉压力表多少?'), 'look boiler');
  assert.is(said('is the boiler gauge above 3 bar?'), 'look boiler.meter above=3');
});

test('"it" is the camera that was looked at', () => {
  const context = {
    now: 0,
    language: 'en',
    focus: { addresses: ['workshop-camera.person'] },
  } as const;
  assert.is(describe(grammar.understand('show it', context)), WHO);
});

test.run();

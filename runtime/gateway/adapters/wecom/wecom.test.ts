/** Frames of WeCom, after the fields of its documentation, and what is sent to it. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { PASSED_OVER, readSamples } from '../../../../test/sample-folder.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { parseFrame } from './frame.ts';
import { isReplaced, parseMessage } from './parse.ts';
import { renderMessage } from './render.ts';

const test = suite('frames of WeCom');

const WRITTEN = 1_795_780_800_000;
const SAMPLES = new URL('samples/', import.meta.url);

function read(sample: Buffer, now: number): ArrivedMessage | 'replaced' | undefined {
  const frame = parseFrame(sample.toString());
  if (frame?.cmd === 'aibot_event_callback') return isReplaced(frame.body) ? 'replaced' : undefined;
  return parseMessage(frame?.body, now);
}

test('of each frame what the person wrote is heard, where it is answered, and whether it is text', () => {
  const person = { user: 'zhangwei', at: WRITTEN };
  const alone = { ...person, chat: 'zhangwei' };
  const among = { ...person, chat: 'wrPumpHouse', group: 'addressed' };
  const other = { kind: 'other', text: '' };
  const heard = readSamples(SAMPLES, (sample) => read(sample, WRITTEN + 9_000));
  assert.deepEqual(heard, {
    text: { ...alone, id: 'CAIQ-text', kind: 'text', text: '温室多少度?' },
    quote: { ...alone, id: 'CAIQ-quote', kind: 'text', text: 'no, leave it' },
    'raw-tab': { ...alone, id: 'CAIQ-raw-tab', kind: 'text', text: 'pump on' },
    group: { ...among, id: 'CAIQ-group', kind: 'text', text: '开泵' },
    'group-quote': { ...among, id: 'CAIQ-group-quote', kind: 'text', text: '不要' },
    'group-named-later': {
      ...{ ...among, id: 'CAIQ-group-named-later' },
      ...{ kind: 'text', text: '现在怎么样 @泵房' },
    },
    mixed: { ...among, ...other, id: 'CAIQ-mixed' },
    image: { ...alone, ...other, id: 'CAIQ-image' },
    voice: { ...alone, ...other, id: 'CAIQ-voice' },
    file: { ...alone, ...other, id: 'CAIQ-file' },
    video: { ...alone, ...other, id: 'CAIQ-video' },
    'enter-chat': PASSED_OVER,
    disconnected: 'replaced',
  });
});

test('nobody writes later than now, by a clock that is ahead', () => {
  const heard = readSamples(SAMPLES, (sample) => read(sample, WRITTEN - 60_000));
  const { text } = heard;
  assert.equal(typeof text === 'object' && text.at, WRITTEN - 60_000);
});

test('what has another form is passed over', () => {
  const from = { userid: 'zhangwei' };
  const group = { msgid: '1', chattype: 'group', from, msgtype: 'text', text: { content: 'on' } };
  for (const broken of [undefined, null, 'text', {}, group, { ...group, chattype: 'other' }])
    assert.equal(parseMessage(broken, WRITTEN), undefined);
  assert.equal(parseMessage({ ...group, chatid: 'wr' }, WRITTEN)?.chat, 'wr');
});

test('what is sent calls nobody, and is otherwise as it was said', () => {
  assert.deepEqual(renderMessage({ chat: 'wrPumpHouse', text: '<@zhangwei> *pump* 5 < 6' }), {
    chatid: 'wrPumpHouse',
    msgtype: 'markdown',
    markdown: { content: '<\u200b@zhangwei> *pump* 5 < 6' },
  });
});

test.run();

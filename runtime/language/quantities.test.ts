import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { greenhouse } from './greenhouse.fixture.ts';
import { joinQuantities } from './quantities.ts';
import { segment } from './segment.ts';
import { joinTimes } from './times.ts';
import type { Token } from './token.ts';
import { Vocabulary } from './vocabulary.ts';

const vocabulary = new Vocabulary(greenhouse());

/** `22.5 Cel` · `600 s` · `18:30` · `~6:30` where the half of the day is open · `tag` otherwise. */
function write(token: Token): string {
  if (token.tag === 'duration') return `${String((token.durationMs ?? 0) / 1_000)} s`;
  if (token.clock !== undefined) {
    const { hour, minute, eitherHalf, day } = token.clock;
    const time = `${eitherHalf ? '~' : ''}${String(hour)}:${String(minute).padStart(2, '0')}`;
    return day === undefined ? time : `${time} +${String(day)}d`;
  }
  if (token.tag !== 'quantity') return token.tag;
  return [String(token.amount), ...(token.unit === undefined ? [] : [token.unit])].join(' ');
}

function read(text: string): string {
  const { tokens } = segment(text, vocabulary);
  return joinQuantities(joinTimes(tokens)).map(write).join(', ');
}

const AMOUNTS: Readonly<Record<string, string>> = {
  '30': '30',
  '30%': '30 %',
  '21.5 °c': '21.5 Cel',
  'minus 5 degrees': '-5 Cel',
  '-5 degrees': '-5 Cel',
  seventy: '70',
  'twenty one': '21',
  'twenty-one and a half degrees': '21.5 Cel',
  'twenty two point five': '22.5',
  'one hundred and five': '105',
  'two hundred': '200',
  half: '0.5 fraction',
  'a quarter': '0.25 fraction',
  '½': '0.5 fraction',
  maximum: '1 fraction',
  '72 degrees fahrenheit': '72 F',
  三十: '30',
  二十二度: '22 Cel',
  二十二度半: '22.5 Cel',
  二十二点五度: '22.5 Cel',
  '22点5度': '22.5 Cel',
  零下五度: '-5 Cel',
  百分之三十: '30 %',
  百分之50: '50 %',
  三成: '30 %',
  一半: '0.5 fraction',
  一百零五: '105',
  两千: '2000',
};

const DURATIONS: Readonly<Record<string, string>> = {
  '10s': '10 s',
  '10 seconds': '10 s',
  'ten minutes': '600 s',
  'a minute': '60 s',
  'an hour': '3600 s',
  'half an hour': '1800 s',
  'an hour and a half': '5400 s',
  'one and a half hours': '5400 s',
  'two and a half minutes': '150 s',
  'a quarter of an hour': '900 s',
  'a couple of minutes': '120 s',
  '1h30m': '5400 s',
  '1h30': '5400 s',
  '1 hour and 30 minutes': '5400 s',
  '2 minutes 5 seconds': '125 s',
  '5秒': '5 s',
  十秒钟: '10 s',
  五分钟: '300 s',
  半小时: '1800 s',
  半个小时: '1800 s',
  一个小时: '3600 s',
  一个半小时: '5400 s',
  一小时半: '5400 s',
  两个半小时: '9000 s',
  一小时三十分钟: '5400 s',
  一刻钟: '900 s',
};

const TIMES: Readonly<Record<string, string>> = {
  '18:00': '18:00',
  '06:30': '6:30',
  '6:30': '~6:30',
  '6:30 pm': '18:30',
  '6pm': '18:00',
  '6 a.m': '6:00',
  '12 am': '0:00',
  '12 pm': '12:00',
  "six o'clock": '~6:00',
  'half past six': '~6:30',
  'half past six in the evening': '18:30',
  'quarter to seven': '~6:45',
  'quarter past six': '~6:15',
  noon: '12:00',
  midnight: '0:00',
  'tomorrow at 7 am': '7:00 +1d',
  'tomorrow morning at 7': '7:00 +1d',
  'tonight at eight': '20:00 +0d',
  '8 tonight': '20:00 +0d',
  'the day after tomorrow at 18:00': '18:00 +2d',
  '14 am': '14, daypart',
  '25:00': 'unknown',
  六点: '~6:00',
  六点半: '~6:30',
  六点十分: '~6:10',
  六点三十: '~6:30',
  六点五分: '~6:05',
  六点一刻: '~6:15',
  晚上六点半: '18:30',
  下午三点: '15:00',
  凌晨两点: '2:00',
  晚上十二点: '0:00',
  中午: '12:00',
  中午一点: '13:00',
  下午一点: '13:00',
  明天早上七点: '7:00 +1d',
  明早七点半: '7:30 +1d',
  今晚八点: '20:00 +0d',
  十八点三十分: '18:30',
  tomorrow: 'day',
};

for (const [name, table] of Object.entries({ amount: AMOUNTS, duration: DURATIONS, time: TIMES }))
  for (const [text, expected] of Object.entries(table))
    test(`${name}: ${text} → ${expected}`, () => {
      assert.is(read(text.normalize('NFKC')), expected);
    });

test.run();

/**
 * The header in letters of one width, as it stands on the board, and under it what hangs where in
 * words: nothing is wider than a telephone shows in one line of 60.
 */
import { parseAddress } from '../../core/reading.ts';
import type { Language } from '../../actions/asker.ts';
import type { Speech } from '../../actions/speech.ts';
import { connectorsOf, markOf, type PinPair } from './pin-pairs.ts';
import type { PinRow } from './pin-row.ts';

export type PinSpeech = Pick<Speech, 'value' | 'time' | 'board'>;

/** Columns: 17 + 1 + 7 + 1 + 2 on each side of ` | `. */
const MARK = 17;
const LABEL = 7;

export function sayHeader(rows: readonly PinRow[], speech: PinSpeech, language: Language): string {
  const [first] = rows;
  if (first === undefined)
    return language === 'zh' ? '这块板没有引脚排针。' : 'This board has no header.';
  const connectors = connectorsOf(rows).map(({ name, pairs }) =>
    [...(name === undefined ? [] : [name]), ...pairs.map(drawPair)].join('\n'),
  );
  const told = rows.filter(({ use, reserved }) => use.length > 0 || reserved !== undefined);
  const details = told.map((row) => sayPin(row, speech, language));
  const title = `${speech.board(first.board, language)}${language === 'zh' ? '：' : ':'}`;
  const blocks = [...connectors, details.join('\n')].filter((block) => block !== '');
  return `${title}\n${blocks.join('\n\n')}`;
}

function drawPair({ left, right }: PinPair): string {
  const before = [
    cut(left === undefined ? '' : markOf(left), MARK).padStart(MARK),
    cut(left?.label ?? '', LABEL).padStart(LABEL),
    String(left?.pin ?? '').padStart(2),
  ];
  const after = [
    String(right?.pin ?? '').padEnd(2),
    cut(right?.label ?? '', LABEL).padEnd(LABEL),
    cut(right === undefined ? '' : markOf(right), MARK),
  ];
  return `${before.join(' ')} | ${after.join(' ')}`.trimEnd();
}

/** What tells two names apart more often stands at their end: `.power=1`. */
function cut(text: string, width: number): string {
  return text.length <= width ? text : `~${text.slice(text.length - width + 1)}`;
}

const WORDS = {
  en: { in: 'in', out: 'out', high: 'high', low: 'low', reserved: 'do not use' },
  zh: { in: '输入', out: '输出', high: '高', low: '低', reserved: '请勿使用' },
} as const;

/** `11 GPIO17: pump.power, out, high (on), changed 14:03:05` */
function sayPin(row: PinRow, speech: PinSpeech, language: Language): string {
  const { connector, pin, label, use, direction, level, value, changedAt, reserved } = row;
  const isChinese = language === 'zh';
  const words = WORDS[language];
  const address = parseAddress(use[0] ?? '');
  const said = address === undefined ? '' : speech.value(address, value, language);
  const state = level === undefined ? said : brackets(words[level], said, language);
  const time = changedAt === undefined ? '' : speech.time(changedAt);
  const facts = [
    use.join(isChinese ? '、' : ' '),
    direction === undefined ? '' : words[direction],
    state,
    time === '' ? '' : isChinese ? `${time} 变化` : `changed ${time}`,
    reserved === undefined ? '' : brackets(words.reserved, reserved, language),
  ].filter((fact) => fact !== '');
  const place = `${connector === undefined ? '' : `${connector}.`}${String(pin)} ${label}`;
  return isChinese ? `${place}：${facts.join('，')}` : `${place}: ${facts.join(', ')}`;
}

function brackets(outside: string, inside: string, language: Language): string {
  return language === 'zh' ? `${outside}（${inside}）` : `${outside} (${inside})`;
}

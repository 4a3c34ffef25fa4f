/**
 * One spelling for everything people type: full-width forms, invisible characters, curly quotes,
 * capitals and traditional characters. Sentences and the site's own titles both go through here,
 * so that they meet. It changes how a text is written, never what it says.
 */

/** Nobody says a sentence longer than this; what is longer is a document. */
const MAX_LENGTH = 500;

/** Traditional → simplified, for the characters of our own words; a title keeps its others, on both sides. */
const TRADITIONAL =
  '開开關关燈灯調调設设溫温濕湿門门閥阀風风車车間间鐘钟點点時时個个為为麼么嗎吗說说請请幫帮給给讓让將将還还沒没無无裡里裏里動动運运轉转電电機机馬马應应該该會会從从後后對对現现誰谁這这們们種种當当暫暂鎖锁釋释處处著着斷断啟启啓启閉闭壓压氣气濃浓預预報报態态狀状務务誌志紀纪錄录數数據据況况發发亂乱問问題题嘗尝試试變变維维護护節节號号隻只臺台盞盏熱热凍冻涼凉減减過过幾几樣样頭头錯错確确認认義义兩两萬万週周總总與与並并極极暗暗陰阴陽阳顯显檢检讀读寫写聲声響响線线針针腳脚板板';

const SIMPLIFIED = new Map(
  Array.from({ length: TRADITIONAL.length / 2 }, (_, index) => [
    TRADITIONAL.charAt(2 * index),
    TRADITIONAL.charAt(2 * index + 1),
  ]),
);

export interface NormalText {
  /** As it was written, but clean: fit to be shown again. */
  readonly shown: string;
  /** Lower case and simplified; the same length as `shown`, so that offsets fit both. */
  readonly text: string;
}

/** undefined when there is nothing to understand: empty, or longer than a sentence can be. */
export function normalise(sentence: string): NormalText | undefined {
  if (sentence.length > MAX_LENGTH) return undefined;
  const shown = clean(sentence);
  if (shown === '' || shown.length > MAX_LENGTH) return undefined;
  return { shown, text: Array.from(shown, plainCharacter).join('') };
}

/** NFKC (which makes ％ and ２ plain), without controls, zero-width and direction marks. */
function clean(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .replace(/[\p{Cf}\p{Co}\p{Cs}\uFE0F]/gu, '')
      .replace(/[\u2018\u2019\u02BC`´]/gu, "'")
      .replace(/[\u201C\u201D\u00AB\u00BB「」『』]/gu, '"')
      .replace(/[\u2010-\u2015\u2212]/gu, '-')
      // 21,5 Grad; in "pumps 1,2" it divides.
      .replace(/(\d),(\d{1,2})(?=\s?(?:°|%|grad|prozent|por ciento))/giu, '$1.$2')
      .trim()
  );
}

/** A few letters grow when they lose their case (İ); they stay as they are. */
function plainCharacter(character: string): string {
  const lower = character.toLowerCase();
  return SIMPLIFIED.get(character) ?? (lower.length === character.length ? lower : character);
}

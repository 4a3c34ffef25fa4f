/** What is said of a picture that a person sent: what it shows, or what is wrong with it and what to do. */
import type { Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';

export interface ReadNotes {
  /** There were words under it that are more than a name. */
  readonly isIgnored: boolean;
  /** The gauge hangs on another board, which alone knows what was calibrated there. */
  readonly isElsewhere: boolean;
}

/** "Boiler gauge: 4.2 bar, read from your picture." */
export function sayRead(
  title: string,
  shown: string,
  { isIgnored, isElsewhere }: ReadNotes,
  language: Language,
): string {
  const isChinese = language === 'zh';
  const read = isChinese
    ? `${title}：${shown}，从您的图片读出。`
    : `${capital(title)}: ${shown}, read from your picture.`;
  const scale = isChinese
    ? '按 devices.yaml 的刻度换算，那块控制板上的校准不在内。'
    : 'By the scale in devices.yaml: what was calibrated on its own board is not in it.';
  const ignored = isChinese
    ? '图片下面的文字只用来指明仪表，不作为命令。'
    : 'Words under a picture only name the gauge: I do nothing else for them.';
  const said = [read, ...(isElsewhere ? [scale] : []), ...(isIgnored ? [ignored] : [])];
  return said.join(isChinese ? '' : ' ');
}

export function sayNoNeedle(title: string, language: Language): string {
  return language === 'zh'
    ? `在图片里看不出${title}的指针。请让整个表盘占满图片正中的方框，光线充足、清晰，前面没有遮挡。`
    : `I see no needle of the ${title}: let its face fill a square in the middle of the picture, light and sharp, with nothing before it.`;
}

export function sayBeyond(title: string, shown: string, language: Language): string {
  return language === 'zh'
    ? `图片里的指针会是 ${shown}，超出了${title}的范围，所以不作数。请把手机拿正，只拍这块表再试。`
    : `The needle would say ${shown}, which the ${title} cannot show, so I trust it not. Hold the phone upright, with this gauge alone in the picture, and try again.`;
}

/** undefined: nothing is wrong with it */
export function sayBadPicture(what: 'no picture' | 'too large', language: Language): string;
export function sayBadPicture(
  what: 'no picture' | 'too large' | undefined,
  language: Language,
): string | undefined;
export function sayBadPicture(
  what: 'no picture' | 'too large' | undefined,
  language: Language,
): string | undefined {
  switch (what) {
    case 'no picture':
      return language === 'zh'
        ? '这张图片打不开，可能已损坏。请再发一次。'
        : 'This picture cannot be opened: it may be damaged. Send it again.';
    case 'too large':
      return language === 'zh'
        ? '这张图片像素太多，我没有打开。请缩小后再发。'
        : 'This picture has too many pixels: I did not open it. Send a smaller one.';
    case undefined:
      return undefined;
  }
}

/** @param titles of the gauges that are read from pictures; never empty */
export function sayWhichGauge(titles: readonly string[], language: Language): string {
  return language === 'zh'
    ? `这是哪一块表？我能从图片读出：${titles.join('、')}。请再发一次，并在图片下写上名称。`
    : `Which gauge is it? From pictures I can read: ${titles.join(', ')}. Send it again, with the name under it.`;
}

export function sayNoGauges(language: Language): string {
  return language === 'zh'
    ? '本站点没有能读图片的模型。如何添加：docs/models.md。'
    : 'This site has no model that reads pictures. How to add one: docs/models.md.';
}

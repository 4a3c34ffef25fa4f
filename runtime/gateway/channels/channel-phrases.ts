/** What the core of the messengers says by itself, where nobody's conversation speaks. */
import type { Language } from '../../actions/asker.ts';
import type { Attachment } from '../../actions/attachment.ts';
import type { Missing } from './picture-fetcher.ts';

export const BUTTON_LABELS = {
  en: { yes: 'Yes', no: 'No' },
  zh: { yes: '是', no: '否' },
} as const;

/** In which of the two a text is written: the reply is in the same. */
export function languageOf(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

export function sayStranger(language: Language): string {
  return language === 'zh'
    ? '我还不认识您。请向本站点的管理员要一个代码，然后发到这里。'
    : 'I do not know you yet. Ask an admin of this site for a code, and send it here.';
}

export function sayLinked(name: string, site: string, language: Language): string {
  return language === 'zh'
    ? `您好，${name}。此账号已与 ${site} 关联。`
    : `Hello ${name}. This account is now linked with ${site}.`;
}

export function sayForwarded(language: Language): string {
  return language === 'zh'
    ? '转发的消息我不执行，请自己写。'
    : 'I do nothing for a forwarded message. Write it yourself.';
}

/** @param withPictures those are read, too */
export function sayTextOnly(language: Language, withPictures = false): string {
  if (withPictures)
    return language === 'zh' ? '这里我只读文字和图片。' : 'I only read text and pictures here.';
  return language === 'zh' ? '这里我只读文字。' : 'I only read text here.';
}

/** @param why in English, as the platform or the network says it; absent: it came, and is no picture */
/** @param missing absent: what came is no picture */
export function sayNoPicture(missing: Missing | undefined, language: Language): string {
  if (missing === undefined)
    return language === 'zh'
      ? '收到的不是 PNG、JPEG 或 WebP 图片，我没有读。'
      : 'What came is no PNG, JPEG or WebP picture: I did not read it.';
  const { why, isForNow } = missing;
  return language === 'zh'
    ? `取不到您的图片（${why}）。${isForNow ? '请再发一次。' : ''}`
    : `I could not get your picture: ${why}.${isForNow ? ' Send it again.' : ''}`;
}

/** It ends too early. */
export function sayCutPicture(language: Language): string {
  return language === 'zh'
    ? '图片没有完整送达，我没有读。请再发一次。'
    : 'The picture did not arrive whole: I did not read it. Send it again.';
}

export function sayTooLong(language: Language): string {
  return language === 'zh'
    ? '这条消息太长，我没有读。请写短一些。'
    : 'That is too long: I did not read it. Write less at once.';
}

export function sayOver(language: Language): string {
  return language === 'zh' ? '这个问题已结束，请重新提出。' : 'That question is over. Ask again.';
}

export function sayDropped(language: Language): string {
  return language === 'zh' ? '好的，这条我不执行。' : 'All right, I leave that one undone.';
}

export function sayBroken(language: Language): string {
  return language === 'zh'
    ? '处理这条消息时出错了。请看看情况如何，然后重试。'
    : 'Something broke while this was answered. See how things stand, then try again.';
}

export function sayTooMany(language: Language): string {
  return language === 'zh'
    ? '消息太多，我没有接受其余的。请等我回答后再发。'
    : 'That is too much at once: I did not take the rest. Wait for my answers, then write again.';
}

/** Where there are no buttons. */
export function sayNumbers(labels: readonly string[], language: Language): string {
  const lines = labels.map((label, at) => `${String(at + 1)} ${label}`);
  return [language === 'zh' ? '请回复数字：' : 'Reply with the number:', ...lines].join('\n');
}

export function sayLoop(language: Language): string {
  return language === 'zh'
    ? '我一直没有听懂，像是在和机器对话。一分钟内我不再回答这里，停止命令除外。'
    : 'I have not understood for a while, as if a machine were talking. I say nothing here for a minute, but to a stop.';
}

/** To an admin: how this group gets rights. */
export function sayNewGroup(group: string, channel: string, language: Language): string {
  return language === 'zh'
    ? `此群组未设置。要在这里回答，请在 platform.yaml 的 ${channel} 下加入：groups: [{ chat: "${group}" }]`
    : `This group is not set up. To be answered here, add under ${channel} in platform.yaml: groups: [{ chat: "${group}" }]`;
}

/** Where there are no files. */
export function sayFiles(
  files: readonly Pick<Attachment, 'type' | 'alt'>[],
  language: Language,
): string {
  const say = language === 'zh' ? sayFileZh : sayFileEn;
  return files.map(say).join('\n');
}

function sayFileEn({ type, alt }: Pick<Attachment, 'type' | 'alt'>): string {
  return type === 'text/csv'
    ? `(table: ${alt}; no file can be sent here: ask on the page, or with boardtalk on the board)`
    : `(picture: ${alt}; it is on the page)`;
}

function sayFileZh({ type, alt }: Pick<Attachment, 'type' | 'alt'>): string {
  return type === 'text/csv'
    ? `（表格：${alt}；这里发不了文件，请在网页上或用板上的 boardtalk 索取）`
    : `（图：${alt}；可在网页上看）`;
}

/** In characters. Of a long text only the beginning is repeated. */
const MOST_QUOTED = 200;

/** @param agoMs below zero: nobody knows */
export function sayLate(text: string, agoMs: number, language: Language): string {
  const minutes = String(Math.max(1, Math.round(agoMs / 60_000)));
  const quoted = quote(text);
  if (language === 'zh')
    return `您在${agoMs < 0 ? '一段时间之前' : `约 ${minutes} 分钟前`}写了“${quoted}”，我刚刚才收到。现在还要执行吗？`;
  const ago = agoMs < 0 ? 'some time ago' : `about ${minutes} min ago`;
  return `You wrote “${quoted}” ${ago}, and it reached me only now. Shall I do it now?`;
}

/** Without marks that nobody sees: one that turns the direction would turn the rest of the question as well. */
function quote(text: string): string {
  const shown = text.replace(/[\p{Cc}\s]+/gu, ' ').replace(/[\p{Cf}\p{Cs}]/gu, '');
  const characters = Array.from(shown.trim());
  const [begin, rest] = [characters.slice(0, MOST_QUOTED), characters.slice(MOST_QUOTED)];
  return rest.length > 0 ? `${begin.join('')}…` : begin.join('');
}

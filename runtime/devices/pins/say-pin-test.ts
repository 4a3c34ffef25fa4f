/** What was measured of a line, as people hear it: what it did, and how it was left. */
import type { Language } from '../../actions/asker.ts';
import type { PinStand, PinTest, PinTestKind } from '../../core/pin-test.ts';

/** "GPIO5 followed: 8 of 8 levels read back as driven, in 2.0 s. It is an input again, low." */
export function sayPinTest(test: PinTest, language: Language): string {
  const isChinese = language === 'zh';
  const found = isChinese ? foundInChinese(test) : foundInEnglish(test);
  return `${found}${isChinese ? '' : ' '}${sayLeft(test, language)}`;
}

interface Asked {
  readonly line: string;
  readonly test: PinTestKind;
  readonly forMs: number;
}

/** Nobody but who stands there knows what hangs on it. */
export function askPinTest({ line, test, forMs }: Asked, language: Language): string {
  const time = seconds(forMs);
  if (language === 'zh')
    return test === 'wiggle'
      ? `${line}：没有部件使用它。确认要让它高低变化 ${time} 秒吗？接在上面的东西可能会动作。`
      : `${line}：没有部件使用它。确认要把它作为输入监听 ${time} 秒吗？`;
  return test === 'wiggle'
    ? `${line}: no part uses it. Really drive it high and low for ${time} s? What hangs on it may move.`
    : `${line}: no part uses it. Really listen to it as an input for ${time} s?`;
}

/** Was it left as it was found? The level of an input is the world's. */
export function isAsBefore({ before, after }: PinTest): boolean {
  if (after?.direction !== before.direction) return false;
  return before.direction === 'in' || after.level === before.level;
}

function foundInEnglish({ line, kind, ended, lastedMs, levels, ...heard }: PinTest): string {
  const time = seconds(lastedMs);
  const edges = `${String(heard.edges)} ${heard.edges === 1 ? 'edge' : 'edges'}`;
  if (ended === 'lost') return `${line} was lost after ${time} s: its chip is gone.`;
  if (ended === 'driven' && levels.length === 0)
    return `${line} was not driven: it changes by itself (${edges} in ${time} s), so something else drives it. Watch it instead.`;
  if (kind === 'watch') {
    const lost = heard.lost === 0 ? '' : `, ${String(heard.lost)} more were lost`;
    const span = heard.edges > 1 ? `, ${String(heard.spanMs)} ms from the first to the last` : '';
    return `${line}: ${edges} in ${time} s${span}${lost}${ended === 'stopped' ? '; then it was stopped' : ''}.`;
  }
  const right = levels.filter(({ driven, read }) => driven === read).length;
  const counted = `${String(right)} of ${String(levels.length)} levels read back as driven`;
  const last = levels.at(-1);
  if (ended === 'driven' && last !== undefined)
    return `${line} does not follow: driven ${level(last.driven, 'en')}, it reads ${level(last.read, 'en')} (${counted}). Something else drives it, or it is shorted.`;
  return ended === 'stopped'
    ? `The test of ${line} was stopped after ${time} s: ${counted}.`
    : `${line} followed: ${counted}, in ${time} s.`;
}

function foundInChinese({ line, kind, ended, lastedMs, levels, ...heard }: PinTest): string {
  const time = seconds(lastedMs);
  const edges = `${String(heard.edges)} 次跳变`;
  if (ended === 'lost') return `${line} 在 ${time} 秒后丢失：它的芯片不见了。`;
  if (ended === 'driven' && levels.length === 0)
    return `没有驱动 ${line}：它自己在变化（${time} 秒内 ${edges}），有别的东西在驱动它。请改为监听。`;
  if (kind === 'watch') {
    const lost = heard.lost === 0 ? '' : `，另有 ${String(heard.lost)} 次丢失`;
    const span = heard.edges > 1 ? `，首尾相隔 ${String(heard.spanMs)} 毫秒` : '';
    return `${line}：${time} 秒内 ${edges}${span}${lost}${ended === 'stopped' ? '，之后被停止' : ''}。`;
  }
  const right = levels.filter(({ driven, read }) => driven === read).length;
  const counted = `${String(levels.length)} 个电平中 ${String(right)} 个回读一致`;
  const last = levels.at(-1);
  if (ended === 'driven' && last !== undefined)
    return `${line} 没有跟随：驱动为${level(last.driven, 'zh')}，读到${level(last.read, 'zh')}（${counted}）。有别的东西在驱动它，或者短路了。`;
  return ended === 'stopped'
    ? `${line} 的测试在 ${time} 秒后停止：${counted}。`
    : `${line} 正常跟随：${time} 秒内${counted}。`;
}

function sayLeft(test: PinTest, language: Language): string {
  const { before, after } = test;
  const isChinese = language === 'zh';
  if (after === null)
    return isChinese
      ? `不知道它现在是什么状态；之前是${stand(before, 'zh')}。`
      : `How it stands now is not known; before, it was ${stand(before, 'en')}.`;
  if (isAsBefore(test))
    return isChinese
      ? `现在和之前一样是${stand(after, 'zh')}。`
      : `It is ${stand(after, 'en')}, as before.`;
  return isChinese
    ? `注意：之前是${stand(before, 'zh')}，现在是${stand(after, 'zh')}。`
    : `Note: it was ${stand(before, 'en')}, and is ${stand(after, 'en')} now.`;
}

function stand({ direction, level: high }: PinStand, language: Language): string {
  const way = {
    en: { in: 'an input', out: 'an output' },
    zh: { in: '输入', out: '输出' },
  } as const;
  return `${way[language][direction]}${language === 'zh' ? '，' : ', '}${level(high, language)}`;
}

function level(high: boolean, language: Language): string {
  if (language === 'zh') return high ? '高' : '低';
  return high ? 'high' : 'low';
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

/** How alerts are said: what, since when, why, and what to do; to whoever hears of them, and to whoever asks. */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { nameOfAlert } from '../core/alert.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import type { AlertNews } from '../tasks/news.ts';
import { alertSparkline } from './alert-curve.ts';
import { isOpen, type Incident } from './incident.ts';

/** All that came up within a while, as one message. */
export function sayAlerts(
  alerts: readonly AlertNews[],
  speech: Speech,
  language: Language,
): string {
  const said = alerts.map((alert) => sayAlert(alert, speech, language));
  const isChinese = language === 'zh';
  const count = String(alerts.length);
  const lines =
    said.length === 1
      ? said
      : [
          isChinese ? `${count} 条报警消息：` : `${count} alerts:`,
          ...said.map((text) => `- ${text.replaceAll('\n', '\n  ')}`),
        ];
  const asking = alerts.filter(({ phase }) => phase === 'began' || phase === 'still');
  const [only, other] = asking;
  if (only === undefined) return lines.join('\n');
  const which = other === undefined ? only.name : undefined;
  return [...lines, isChinese ? askZh(which) : askEn(which)].join('\n');
}

function askEn(name: string | undefined): string {
  const words = name === undefined ? 'acknowledge all alerts' : `acknowledge the alert ${name}`;
  return `Whoever looks after it says “${words}”.`;
}

function askZh(name: string | undefined): string {
  return `由谁处理，请说“${name === undefined ? '确认所有报警' : `确认报警 ${name}`}”。`;
}

export function sayAlert(alert: AlertNews, speech: Speech, language: Language): string {
  const { phase, since, overAt = since, times, by = '' } = alert;
  const [title, why, time] = [alert.title[language], alert.why[language], speech.time(since)];
  const isChinese = language === 'zh';
  const curve = alert.curve === undefined ? '' : `\n${alertSparkline(alert.curve)}`;
  switch (phase) {
    case 'began':
      return isChinese
        ? `报警：${title}，自 ${time}。${why}${curve}`
        : `Alert: ${title}, since ${time}. ${why}${curve}`;
    case 'still':
      return isChinese
        ? `仍未恢复：${title}，自 ${time}。${why}${curve}`
        : `Still: ${title}, since ${time}. ${why}${curve}`;
    case 'taken':
      return isChinese ? `${by} 正在处理：${title}。` : `${by} looks after it: ${title}.`;
    case 'over': {
      const [end, length] = [speech.time(overAt), sayLength(overAt - since, language)];
      const often = sayTimes(times, language);
      return isChinese
        ? `已恢复（${end}）：${title}，持续了${length}${often}。`
        : `Over since ${end}: ${title}. It lasted ${length}${often}.`;
    }
  }
}

function sayLength(ms: number, language: Language): string {
  return formatDuration(Math.max(0, ms), language === 'zh' ? CHINESE_UNITS : undefined);
}

function sayTimes(times: number, language: Language): string {
  if (times === 1) return '';
  return language === 'zh'
    ? `，反复了 ${String(times)} 次`
    : `, and came and went ${String(times)} times`;
}

/** Those that are open, and those that were. */
export function sayIncidents(
  incidents: readonly Incident[],
  speech: Speech,
  language: Language,
): string {
  if (incidents.length === 0) return language === 'zh' ? '现在没有报警。' : 'No alert is open.';
  return incidents.map((incident) => sayIncident(incident, speech, language)).join('\n');
}

function sayIncident(incident: Incident, speech: Speech, language: Language): string {
  const { title, why, since, acknowledged, calmSince, overAt, times } = incident;
  const isChinese = language === 'zh';
  const head = `${nameOfAlert(incident)}${isChinese ? '：' : ': '}${title[language]}`;
  const from = speech.time(since);
  if (!isOpen(incident)) {
    const length = `${sayLength((overAt ?? since) - since, language)}${sayTimes(times, language)}`;
    return isChinese
      ? `${head}，自 ${from}，持续了${length}，已恢复。`
      : `${head}, from ${from}, for ${length}; over.`;
  }
  const right = calmSince === undefined ? '' : speech.time(calmSince);
  const calm = isChinese ? `自 ${right} 起正常，仍在观察` : `right again since ${right}, watched`;
  const taken = acknowledged && `${acknowledged.by} ${speech.time(acknowledged.at)}`;
  const who = isChinese ? `已确认：${taken ?? ''}` : `acknowledged by ${taken ?? ''}`;
  const state = [...(right === '' ? [] : [calm]), ...(taken === undefined ? [] : [who])];
  return isChinese
    ? [`${head}，自 ${from}。${why.zh}`, ...state].join('；')
    : [`${head}, since ${from}. ${why.en}`, ...state].join(' ');
}

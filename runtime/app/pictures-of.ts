/** What goes with news, for doors that show pictures. */
import type { Language } from '../actions/asker.ts';
import type { Attachment } from '../actions/attachment.ts';
import type { WallClock } from '../core/wall-clock.ts';
import { drawAlert } from '../monitor/alert-curve.ts';
import type { News } from '../tasks/news.ts';

export function picturesOf(
  news: News,
  wallClock: WallClock,
  language: Language,
): readonly Attachment[] {
  if (news.kind === 'notice') return news.pictures ?? [];
  if (news.kind !== 'alerts') return [];
  return news.alerts.flatMap((alert) => drawAlert(alert, wallClock, language));
}

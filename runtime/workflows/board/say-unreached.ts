/** "The board greenhouse could not be reached": a stop must not be thought to have ended what it did not. */
import type { Language } from '../../actions/asker.ts';
import type { UnreachedBoard } from './board-runs.ts';

export function sayUnreached({ board, workflows }: UnreachedBoard, language: Language): string {
  return language === 'zh'
    ? `注意：控制板 ${board} 没有回应，那里正在运行的流程会继续：${workflows.join('、')}。`
    : `Mind: the board ${board} could not be reached, and what runs there goes on: ${workflows.join(', ')}.`;
}

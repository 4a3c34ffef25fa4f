/** How the board of this node is looked through. Other boards tell what they see, and keep their pictures. */
import type { LookParts } from '../devices/look.action.ts';
import { shrinkPicture } from '../inference/shrink-picture.ts';
import type { BoardSide } from './board-side.ts';

export function eyesOf(
  board: BoardSide,
  own: string,
): Pick<LookParts, 'look' | 'seen' | 'trouble' | 'isElsewhere' | 'shrink'> {
  const isElsewhere = (id: string): boolean => id !== own;
  return {
    isElsewhere,
    shrink: shrinkPicture,
    look: async (property) => {
      if (isElsewhere(property.thing.board)) return undefined;
      await board.refresh(property.address);
      return board.sightBehind(property);
    },
    seen: (property) =>
      isElsewhere(property.thing.board) ? undefined : board.sightBehind(property),
    trouble: (property) =>
      isElsewhere(property.thing.board) ? undefined : board.troubleBehind(property),
  };
}

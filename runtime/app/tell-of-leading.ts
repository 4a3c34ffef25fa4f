/** People hear that their gateway stands back for another one of the same site, and that it leads again. */
import type { Language } from '../actions/asker.ts';
import type { Outbox } from '../tasks/outbox.ts';
import { withTerminal, type Everybody } from './everybody.ts';
import type { Ground } from './ground.ts';

export function tellOfLeading(
  ground: Ground,
  everybody: Everybody,
  outbox: Pick<Outbox, 'announce'>,
): void {
  const { leadership, site } = ground;
  const all = withTerminal(ground, everybody);
  leadership.onChange((behind) => {
    const [name, text] = say(behind, site.language);
    const isFailure = behind !== undefined;
    return outbox.announce(all(), { kind: 'notice', name, isFailure, text });
  });
}

function say(behind: string | undefined, language: Language): readonly [string, string] {
  if (language === 'zh')
    return [
      '网关',
      behind === undefined
        ? '本网关现在主管本站点。'
        : `${behind} 有同一站点的网关且主管更久，本网关已让位：不再自动运行，也不执行指令。要由本网关主管：boardtalk lead`,
    ];
  return [
    'Gateway',
    behind === undefined
      ? 'This gateway leads the site now.'
      : `Another gateway with the key of this site, at ${behind}, leads longer. This one stands back: it runs nothing by itself and takes no orders. Stop it; or, to let it lead instead: boardtalk lead`,
  ];
}

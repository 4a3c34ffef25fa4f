/** The gateway's half of a change of mode. A mode is no task: it takes effect at once, or not at all. */
import type { Asker } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Outcome } from '../core/receipt.ts';
import { MODE_PROPERTY, type Site } from '../config/site.ts';
import type { ModeName } from '../devices/modes.ts';
import type { Command } from '../policy/command.ts';
import { authorizeWrite } from '../policy/roles.ts';
import { sealCommand } from '../policy/sealed-command.ts';
import type { SiteKey } from '../policy/site-key.ts';
import type { CommandLink } from './command-link.ts';
import { noSuchThing } from './errors.ts';
import { DEADLINE_MS, MAX_WORDS } from './limits.ts';

export interface ModeRequest {
  readonly thing: string;
  readonly mode: ModeName;
  readonly reason: string;
}

export interface ModeControlParts {
  readonly site: Pick<Site, 'boards'>;
  readonly key: SiteKey;
  readonly link: CommandLink;
  /** Why nothing is let loose here: another gateway leads the site. */
  readonly standsBack: () => Refusal | undefined;
  readonly clock: Clock;
}

export class ModeControl {
  readonly #parts: ModeControlParts;

  constructor(parts: ModeControlParts) {
    this.#parts = parts;
  }

  async change({ thing: id, mode, reason }: ModeRequest, asker: Asker): Promise<Outcome> {
    const { site, clock, key, link, standsBack } = this.#parts;
    const thing = site.boards.flatMap(({ things }) => things).find((each) => each.id === id);
    if (thing === undefined) return { status: 'refused', refusal: noSuchThing(id) };
    const behind = mode === 'locked-out' ? undefined : standsBack();
    const refusal = authorizeWrite(thing, asker) ?? behind;
    if (refusal !== undefined) return { status: 'refused', refusal };
    const now = clock.now();
    const cause = asker.words.slice(0, MAX_WORDS);
    const command: Command = {
      ...{ id: createId('cmd', now), board: thing.board, thing: id, property: MODE_PROPERTY },
      ...{ value: mode, reason, requester: asker.person, via: asker.via, cause },
      ...{ issuedAt: now, deadline: now + DEADLINE_MS },
    };
    return link.send(command.board, sealCommand(command, key), () => undefined);
  }
}

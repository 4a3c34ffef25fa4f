/** The gateway's half of the test of a line: the signed command, once it was confirmed. */
import type { Asker } from '../actions/asker.ts';
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { PinTestKind } from '../core/pin-test.ts';
import type { Outcome } from '../core/receipt.ts';
import { PIN_TEST_PROPERTY } from '../config/site.ts';
import type { Command } from '../policy/command.ts';
import { sealCommand } from '../policy/sealed-command.ts';
import type { SiteKey } from '../policy/site-key.ts';
import type { CommandLink } from './command-link.ts';
import { DEADLINE_MS, MAX_WORDS } from './limits.ts';

/** Plain data: what is confirmed is hashed. */
export type PinOrder = {
  readonly board: string;
  readonly line: string;
  readonly test: PinTestKind;
  readonly forMs: number;
};

export interface PinControlParts {
  readonly key: SiteKey;
  readonly link: CommandLink;
  readonly clock: Clock;
}

export class PinControl {
  readonly #parts: PinControlParts;

  constructor(parts: PinControlParts) {
    this.#parts = parts;
  }

  run({ board, line, test, forMs }: PinOrder, asker: Asker): Promise<Outcome> {
    return this.#send(board, `${test} ${line}`, asker, { forMs });
  }

  /** Ends the test that runs on a board. */
  stop(board: string, asker: Asker): Promise<Outcome> {
    return this.#send(board, 'stop', asker);
  }

  #send(
    board: string,
    value: string,
    { person: requester, via, words }: Asker,
    more: Pick<Command, 'forMs'> = {},
  ): Promise<Outcome> {
    const { key, link, clock } = this.#parts;
    const now = clock.now();
    const command: Command = {
      ...{ id: createId('cmd', now), board, thing: board, property: PIN_TEST_PROPERTY, value },
      ...{ ...more, requester, via, cause: words.slice(0, MAX_WORDS) },
      ...{ issuedAt: now, deadline: now + DEADLINE_MS },
    };
    return link.send(board, sealCommand(command, key), () => undefined);
  }
}

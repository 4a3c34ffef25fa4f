/** `pins`: the header of a board as a technician sees it: number, label, what is on it, level. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { parseAddress } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import type { SiteBoard } from '../config/site.ts';
import type { HeaderPin } from '../hal/board.ts';
import { noSuch } from './targets.ts';
import type { ThingsView } from './things-view.ts';

interface PinRow {
  readonly pin: number;
  readonly label: string;
  /** The properties that hang on it, `thing.property`. */
  readonly use: readonly string[];
  readonly value: boolean | number | string | null;
  readonly reserved?: string;
}

export interface PinsParts {
  /** As the site is now; the first is the one of this node. */
  readonly boards: () => readonly BoardWithHeader[];
  readonly things: ThingsView;
  readonly speech: Pick<Speech, 'value'>;
}

export interface BoardWithHeader extends Pick<SiteBoard, 'id' | 'parts'> {
  readonly header: readonly HeaderPin[];
}

export function pinsAction({ boards, things, speech }: PinsParts): Action {
  return defineAction({
    name: 'pins',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Show the pins of the board and what is on them.',
      zh: '显示控制板的引脚及其用途。',
    },
    examples: { en: ['show me the pins'], zh: ['显示引脚'] },
    args: z.strictObject({ board: z.string().optional().describe('default: this one') }),
    positional: ['board'],
    run: ({ board: wanted }) => {
      const all = boards();
      const board = wanted === undefined ? all[0] : all.find(({ id }) => id === wanted);
      const names = all.map(({ id }) => id);
      return Promise.resolve(
        board === undefined
          ? {
              ok: false,
              refusal: noSuch(wanted ?? '', names, `The boards are: ${names.join(', ')}.`),
            }
          : { ok: true, data: board.header.map((pin) => pinRow(board, pin)) },
      );
    },
    say: (rows, { language }) => rows.map((row) => sayPin(row, speech, language)).join('\n'),
  });

  function pinRow(board: BoardWithHeader, { pin, label, line, reserved }: HeaderPin): PinRow {
    const parts = board.parts
      .filter(({ claims }) => line !== undefined && claims.includes(`gpio:${line}`))
      .map(({ name }) => name);
    const here = things
      .properties()
      .filter(({ thing }) => thing.board === board.id)
      .filter(({ spec: { source } }) => source.kind === 'part' && parts.includes(source.part));
    const value = here[0]?.reading().value ?? null;
    return {
      pin,
      label,
      use: here.map(({ name }) => name),
      value,
      ...(reserved === undefined ? {} : { reserved }),
    };
  }
}

function sayPin(
  { pin, label, use, value, reserved }: PinRow,
  speech: PinsParts['speech'],
  language: Language,
): string {
  const what = reserved === undefined ? use.join(', ') : `(${reserved})`;
  const address = parseAddress(use[0] ?? '');
  const level = address === undefined ? '' : `: ${speech.value(address, value, language)}`;
  return `${String(pin).padStart(2)}  ${label.padEnd(8)} ${what}${level}`.trimEnd();
}

/** `pins`: the header of a board as a technician sees it, in letters and, where it is wanted, as a picture. */
import { defineAction, type Action } from '../actions/action.ts';
import { attach } from '../actions/attach.ts';
import type { Attachment } from '../actions/attachment.ts';
import type { Language } from '../actions/asker.ts';
import { Lane } from '../core/lane.ts';
import { z } from '../core/schema.ts';
import { drawPng } from './past/plot-png.ts';
import { headerSvg } from './pins/header-svg.ts';
import { pinRow, type BoardWithHeader, type PinRow } from './pins/pin-row.ts';
import { sayHeader, type PinSpeech } from './pins/say-header.ts';
import { noSuch } from './targets.ts';
import type { ThingsView } from './things-view.ts';

export interface PinsParts {
  /** As the site is now; the first is the one of this node. */
  readonly boards: () => readonly BoardWithHeader[];
  readonly things: ThingsView;
  readonly speech: PinSpeech;
  /** SVG → PNG; undefined where this machine cannot. */
  readonly draw?: (svg: string) => Promise<Uint8Array | undefined>;
}

const argsSchema = z.strictObject({
  board: z.string().optional().describe('default: this one'),
  picture: z.boolean().default(false).describe('as a picture too'),
});

export function pinsAction({ boards, things, speech, draw = drawPng }: PinsParts): Action {
  // Ten people who ask for pictures do not start ten processes at a time.
  const lane = new Lane();
  return defineAction<z.infer<typeof argsSchema>, readonly PinRow[]>({
    name: 'pins',
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'Show the pins of the board and what is on them.',
      zh: '显示控制板的引脚及其用途。',
    },
    examples: { en: ['show me the pins'], zh: ['显示引脚'] },
    args: argsSchema,
    positional: ['board'],
    run: async ({ board: wanted, picture }, { language }) => {
      const all = boards();
      const board = wanted === undefined ? all[0] : all.find(({ id }) => id === wanted);
      if (board === undefined) {
        const names = all.map(({ id }) => id);
        const hint = `The boards are: ${names.join(', ')}.`;
        return { ok: false, refusal: noSuch(wanted ?? '', names, hint) };
      }
      const properties = things.properties();
      const data = board.header.map((pin) => pinRow(board, pin, properties));
      const shown = picture ? await drawHeader(data, language) : undefined;
      return { ok: true, data, ...(shown === undefined ? {} : { attachments: [shown] }) };
    },
    say: (rows, { language }) => sayHeader(rows, speech, language),
  });

  async function drawHeader(
    rows: readonly PinRow[],
    language: Language,
  ): Promise<Attachment | undefined> {
    const [first] = rows;
    if (first === undefined) return undefined;
    const title = speech.board(first.board, language);
    const bytes = await lane.run(() => draw(headerSvg(rows, title)));
    return bytes && attach(`pins-${first.board}`, { bytes, type: 'image/png' }, title);
  }
}

/** The built node on a virtual board, started and ended by the board's own console. */
import { HOME } from '../rig/payload.ts';
import { FORWARDED_PORT, type VirtualBoard } from '../rig/virtual-board.ts';

const HTTP_PORT = 8_787;
const DATA = '/tmp/data';
const SAID = '/tmp/node.said';

interface Ready {
  readonly ok: boolean;
  readonly claimCode?: string;
}

export class GuestNode {
  readonly #board: VirtualBoard;
  #pid = '';

  constructor(board: VirtualBoard) {
    this.#board = board;
  }

  /** Resolves when people can talk to it. */
  async start(): Promise<Ready> {
    const http = `127.0.0.1:${String(HTTP_PORT)}`;
    const up = `rm -f ${SAID}; node ${HOME}/dist/boardtalk.js up --json --config ${HOME}/site --data ${DATA} --http ${http} --mqtt off`;
    this.#pid = await this.#board.must(`${up} > ${SAID} 2> /tmp/node.log & echo -n $!`);
    const line = await this.#board.must(
      `while [ ! -s ${SAID} ] && kill -0 ${this.#pid}; do usleep 100000; done; cat ${SAID} && [ -s ${SAID} ] || { cat /tmp/node.log; exit 1; }`,
    );
    return JSON.parse(line) as Ready;
  }

  /** Opens the way from the forwarded port to the node. */
  async relay(): Promise<void> {
    const words = `${String(FORWARDED_PORT)} ${String(HTTP_PORT)}`;
    await this.#board.must(
      `node ${HOME}/dist/relay.program.js ${words} > /tmp/relay.said & while [ ! -s /tmp/relay.said ]; do usleep 100000; done`,
    );
  }

  /** Ends it as nothing can be prepared for. */
  async kill(): Promise<void> {
    await this.#board.must(`kill -9 ${this.#pid}`);
  }

  /** Ends what makes outputs safe when the node is gone, as only a power cut does. */
  async killHelpers(): Promise<void> {
    await this.#board.must(
      `for each in /proc/[0-9]*; do grep -q 'safe-' $each/cmdline && kill -9 \${each#/proc/}; done; true`,
    );
  }
}

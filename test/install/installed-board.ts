/** A machine with a whole system on it, and the words with which the tests handle its service. */
import { VirtualBoard } from '../hil/rig/virtual-board.ts';
import { rigFromEnvironment } from '../hil/rig/rig.ts';
import { CARD, STICK } from './disks.ts';

export const SOURCE = '/media/stick';
const INSTALLER = `${SOURCE}/provisioning/install.sh`;

/** So often a condition is looked at; each look takes a part of a second, or of ten on a busy machine. */
const LOOKS = 400;

export class InstalledBoard {
  readonly #board: VirtualBoard;

  private constructor(board: VirtualBoard) {
    this.#board = board;
  }

  /** From the card as it is. */
  static async boot(): Promise<InstalledBoard> {
    const rig = rigFromEnvironment();
    const [program, ...words] = rig.machine.qemu;
    const drives = [CARD, STICK].flatMap((file) => ['-drive', `file=${file},if=virtio,format=raw`]);
    const machine = { ...rig.machine, qemu: [program, ...words, ...drives] as const };
    const board = await VirtualBoard.boot({ ...rig, machine });
    process.stdout.write(`   ${board.about}\n`);
    return new InstalledBoard(board);
  }

  /** What a command prints; rejects with it when the command fails. */
  must(command: string): Promise<string> {
    return this.#board.must(command);
  }

  /** What a command prints and ends with, however long it takes. */
  async patient(command: string): Promise<{ readonly code: number; readonly said: string }> {
    await this.must(
      `rm -f /run/code; (sh -c '${command}' > /run/text 2>&1; echo $? > /run/code) &`,
    );
    await this.until('[ -s /run/code ]');
    return {
      code: Number(await this.must('cat /run/code')),
      said: await this.must('cat /run/text'),
    };
  }

  install(
    words = '',
    installer = INSTALLER,
  ): Promise<{ readonly code: number; readonly said: string }> {
    return this.patient(`sh ${installer} ${words}`);
  }

  /** Resolves when a condition of the shell holds there. */
  async until(condition: string): Promise<void> {
    for (let look = 0; look < LOOKS; look += 1)
      if ((await this.#board.run(`${condition} || { sleep 1; ${condition}; }`)).status === 0)
        return;
    throw new Error(
      `it never came: ${condition}; ${await this.must('journalctl -u boardtalk -o cat | tail -30')}`,
    );
  }

  /** Of the service, as systemd calls it. */
  async property(name: string): Promise<string> {
    return (await this.must(`systemctl show -P ${name} boardtalk`)).trim();
  }

  /** Resolves when systemd has started it again so often, and heard that it is ready. */
  restarted(times: number): Promise<void> {
    return this.until(
      `[ "$(systemctl show -P NRestarts boardtalk)" = ${String(times)} ] && systemctl --quiet is-active boardtalk`,
    );
  }

  /** As a power cut. */
  stop(): Promise<void> {
    return this.#board.stop();
  }
}

/** `docs/hardware.md`, from the board files and the drivers: what each rests on, and no more. */
import { driverCatalog } from '../../drivers/catalog.ts';
import { describeBoard, type BoardDescription } from '../../runtime/config/describe-board.ts';
import { loadAllBoards } from '../../runtime/config/load-all-boards.ts';
import { describeDriver, type DriverDescription } from '../../runtime/hal/describe-driver.ts';

const INTRODUCTION = `# Hardware

Which boards and parts can be named in \`devices.yaml\`, and what each was verified against. This page
is made from the files of \`boards/\` and the drivers with \`make docs\`; \`boardtalk board list\`,
\`boardtalk driver list\` and \`boardtalk driver info ID\` say the same.
`;

const LEVELS = `**No board of this list was held in hand by its authors.** How far each description can be trusted:

| verified | means |
|---|---|
| device-tree | the board's device tree in Debian's kernel package names every line of the header, and the names agree |
| public-source | public tables that agree with each other; the README of the board says which, and where they did not |
| vm | the same kernel interface in a virtual machine |
| hardware | the board itself, with a jumper between its pins |
| simulated | nothing but our own simulation |

\`boardtalk board detect\` says which board a machine is. To add one: [boards/README.md](../boards/README.md).
`;

const PROOFS = `What answered when a driver was tested:

| verified | means |
|---|---|
| datasheet | the bytes and formulas that the data sheet prints |
| kernel | the kernel's own driver or simulator, in the virtual board |
| peer | another program, over a real line or network |
| hardware | the part itself |
| simulated | nothing but our own model of the part |

To add one: [drivers/README.md](../drivers/README.md).
`;

export async function hardwarePage(): Promise<string> {
  const { files } = await loadAllBoards('boards');
  const drivers = await Promise.all(Object.values(driverCatalog).map((load) => load()));
  return [
    INTRODUCTION,
    '## Boards',
    '',
    '| board | id | pins | lines to use | buses | accelerator | verified |',
    '|---|---|---|---|---|---|---|',
    ...files.map(describeBoard).map(boardRow),
    '',
    LEVELS,
    '## Parts',
    '',
    '| driver | part | bus | channels | verified |',
    '|---|---|---|---|---|',
    ...drivers.map(describeDriver).map(driverRow),
    '',
    PROOFS,
  ].join('\n');
}

function boardRow(board: BoardDescription): string {
  const { id, title, headerPins, lines, buses, accelerators, verified } = board;
  const cells = [
    `[${title}](../boards/${id}/)`,
    `\`${id}\``,
    headerPins === 0 ? '–' : String(headerPins),
    lines === 0 ? '–' : String(lines),
    buses.map((bus) => bus.id).join(', ') || '–',
    accelerators.map(({ title: name }) => name).join(', ') || '–',
    `${verified.level}, ${verified.date}: ${verified.source}`,
  ];
  return row(cells);
}

function driverRow({ id, title, bus, verified, ...offers }: DriverDescription): string {
  const channels = offers.channels.map(({ name, unit, writable }) => {
    const facts = [...(unit === undefined ? [] : [unit]), ...(writable ? ['writable'] : [])];
    return `\`${name}\`${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
  });
  return row([
    `[${id}](../drivers/${id}/)`,
    title,
    bus ?? '?',
    offers.channelsFromOptions ? 'as its options say' : channels.join(', '),
    verified === undefined
      ? '**not said**'
      : `${verified.level}, ${verified.date}: ${verified.source}`,
  ]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

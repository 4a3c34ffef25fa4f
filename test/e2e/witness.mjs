/**
 * Stands at the edges of a built node's process, loaded before it by `NODE_OPTIONS=--import`: it notes
 * what the node does to its lines, and kills it at one write to its database. It knows files and system
 * calls, and nothing of Boardtalk's own state, so what it wrote down is a witness from outside.
 *
 *   WITNESS_LINES=FILE  a line `PID LINE TEXT` for each write to a simulated output, before it is made
 *   WITNESS_DEATH=FILE  as soon as it is there, and taken away then: {"from", "write", "when"}. From the
 *                       first batch that has a key beginning with `from`, batches are counted; at number
 *                       `write` the process gets SIGKILL `before` the batch or `after` it is on the disk.
 *                       With `isEach` only batches that have such a key count.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { WITNESS_LINES: lines, WITNESS_DEATH: deathFile } = process.env;
const OUTPUT = /\/(?:gpio\/([^/]+)\/value|(pwm\d+)\/duty_cycle)$/;

function kill() {
  process.kill(process.pid, 'SIGKILL');
}

function noteLines() {
  const write = fs.writeSync;
  fs.writeSync = (descriptor, text, ...where) => {
    const found = OUTPUT.exec(fs.readlinkSync(`/proc/self/fd/${descriptor}`));
    const line = found?.[1] ?? found?.[2];
    if (line !== undefined) fs.appendFileSync(lines, `${process.pid} ${line} ${text.trim()}\n`);
    return write(descriptor, text, ...where);
  };
  syncBuiltinESMExports();
}

/** Wraps the native function that each write of classic-level goes through. */
function dieAtWrite(binding) {
  const batch = binding.batch_do;
  let death;
  let count = 0;
  binding.batch_do = (database, operations, options) => {
    const write = () => batch(database, operations, options);
    if (death === undefined && fs.existsSync(deathFile)) {
      death = JSON.parse(fs.readFileSync(deathFile, 'utf8'));
      fs.rmSync(deathFile);
    }
    if (death === undefined) return write();
    const isFrom = () => operations.some(({ key }) => key.toString().startsWith(death.from));
    if ((count === 0 || death.isEach) && !isFrom()) return write();
    count += 1;
    if (count !== death.write) return write();
    if (death.when === 'before') kill();
    return write().then(kill);
  };
}

if (lines !== undefined) noteLines();
if (deathFile !== undefined) {
  const load = process.dlopen;
  process.dlopen = (module, path, ...flags) => {
    load.call(process, module, path, ...flags);
    if (path.includes('classic-level')) dieAtWrite(module.exports);
  };
}

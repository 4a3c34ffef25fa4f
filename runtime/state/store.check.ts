/** Doctor: is everything this node remembers readable? Reads every value and its checksum; repairs nothing. */
import { errorMessage } from '../core/app-error.ts';
import type { DoctorCheck, Finding } from '../core/doctor-check.ts';
import { STATE_ERRORS } from './errors.ts';
import { unsealValue } from './sealed-value.ts';
import type { Store } from './store.ts';

export function storeCheck({ store }: { readonly store: Store }): DoctorCheck {
  return {
    code: 'store',
    question: 'Can everything that this node remembers be read, and new things be written?',
    look: () =>
      store.failure === undefined ? readAll(store) : Promise.resolve(failed(store.failure)),
  };
}

async function readAll(store: Store): Promise<Finding> {
  let values = 0;
  const damaged: string[] = [];
  try {
    for await (const [key, sealed] of store.rows({})) {
      values += 1;
      if (unsealValue(key, sealed) === undefined) damaged.push(key);
    }
  } catch (error) {
    return { verdict: 'fail', text: errorMessage(error), fix: STATE_ERRORS.STATE_DAMAGED };
  }
  if (damaged.length === 0)
    return { verdict: 'ok', text: `${String(values)} values, none damaged` };
  const some = damaged.slice(0, 3).join(', ');
  const text = `${String(damaged.length)} of ${String(values)} values are damaged: ${some}`;
  return {
    verdict: 'fail',
    text,
    fix: 'Stop the node and put an earlier copy of the whole data directory back.',
  };
}

function failed({ message, hint }: { readonly message: string; readonly hint: string }): Finding {
  return { verdict: 'fail', text: `no more writes since: ${message}`, fix: hint };
}

/**
 * Does an account work, before anything depends on it? It is asked, or listened to until it answers. What
 * people wrote meanwhile is not taken in: the platform brings it again.
 */
import { errorMessage } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { ChannelAdapter, Hearing, Trouble } from './channel-adapter.ts';

export type Proof =
  | { readonly kind: 'works' }
  | ({ readonly kind: 'trouble' } & Trouble)
  /** It neither answered nor failed: so it is where a platform only posts. */
  | { readonly kind: 'silent' };

/** Longer than a connection, a login and an answer take. */
const WITHIN_MS = 15_000;

export async function probeChannel(
  adapter: Pick<ChannelAdapter, 'listen' | 'probe'>,
  clock: Clock,
): Promise<Proof> {
  const ending = new AbortController();
  const timer = clock.after(WITHIN_MS, () => {
    ending.abort();
  });
  const asked =
    adapter.probe === undefined
      ? listenOnce(adapter, ending)
      : adapter.probe(ending.signal).then(proofOf);
  try {
    return await Promise.race([asked, ended(ending.signal)]);
  } catch (error) {
    return { kind: 'trouble', why: errorMessage(error) };
  } finally {
    timer.cancel();
    ending.abort();
  }
}

function proofOf(trouble: Trouble | undefined): Proof {
  return trouble === undefined ? { kind: 'works' } : troubled(trouble);
}

/** An adapter's answer of the platform may have a `kind` of its own, and is a `Trouble` all the same. */
function troubled(trouble: Trouble): Proof {
  return { ...trouble, kind: 'trouble' };
}

/** The first that happens: it answers, it fails, or it is over. */
function listenOnce(
  adapter: Pick<ChannelAdapter, 'listen'>,
  ending: AbortController,
): Promise<Proof> {
  return new Promise((resolve) => {
    const hearing: Hearing = {
      cursor: undefined,
      // Not taken on, so it is not acknowledged.
      accept: () => new Promise(() => undefined),
      alive: () => {
        resolve({ kind: 'works' });
      },
    };
    adapter.listen(hearing, ending.signal).then(
      (trouble) => {
        resolve(trouble === undefined ? { kind: 'silent' } : troubled(trouble));
      },
      (error: unknown) => {
        resolve({ kind: 'trouble', why: errorMessage(error) });
      },
    );
  });
}

function ended(signal: AbortSignal): Promise<Proof> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve({ kind: 'silent' });
    });
  });
}

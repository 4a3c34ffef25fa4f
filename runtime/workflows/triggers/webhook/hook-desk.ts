/**
 * Workflows that a request of another program starts, signed as its events are: `docs/events.md`. The web
 * door asks here, and knows no secret. The same request, and another one of the same delivery, begin one run.
 */
import { randomBytes } from 'node:crypto';
import { findSecret, type SecretSources } from '../../../config/secrets.ts';
import { Secret } from '../../../config/secret.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import type { Clock } from '../../../core/clock.ts';
import { Lane } from '../../../core/lane.ts';
import type { Log } from '../../../core/log.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { isRecent, isSignedWith } from '../../../tasks/events/event-signature.ts';
import type { Inbox } from '../../../tasks/inbox.ts';
import type { Workflow } from '../../workflow.ts';
import type { Occasions } from '../occasions.ts';
import type { HookAnswer, HookPort, HookRequest } from './hook.ts';
import type { WebhookTrigger } from './webhook-form.ts';

export interface HookDeskParts {
  readonly workflows: () => readonly Workflow[];
  readonly occasions: Pick<Occasions, 'begin'>;
  readonly inbox: Pick<Inbox, 'find' | 'reply'>;
  readonly secrets: SecretSources;
  readonly clock: Clock;
  readonly log: Log;
}

type HookWorkflow = Workflow & { readonly trigger: WebhookTrigger };

export class HookDesk implements HookPort {
  readonly #parts: HookDeskParts;
  readonly #lane = new Lane();
  /** Held against what asks for a hook that is not there, so that the time it takes tells nothing. */
  readonly #decoy = new Secret(randomBytes(32).toString('hex'));

  constructor(parts: HookDeskParts) {
    this.#parts = parts;
  }

  /** What began is durable when it resolves. @param name of the workflow @param mayCall asked of whoever has the secret */
  async knock(name: string, request: HookRequest, mayCall: () => boolean): Promise<HookAnswer> {
    const workflow = this.#parts.workflows().find((one) => one.name === name);
    const isHook = workflow !== undefined && isArmed(workflow);
    const secret = isHook ? await this.#secretOf(workflow) : undefined;
    const isSigned = isSignedWith(secret ?? this.#decoy, request, request.body);
    if (!isHook || secret === undefined || !isSigned) return { kind: 'unknown' };
    if (!isRecent(request.timestamp, this.#parts.clock.now())) return { kind: 'old' };
    if (!mayCall()) return { kind: 'too-fast' };
    const { length } = request.body;
    const body = length === 0 ? null : parseBoundedJson(Buffer.from(request.body).toString('utf8'));
    if (body === undefined) return { kind: 'no-json' };
    // One after the other: two of the same at once are one.
    return this.#lane.run(() => this.#begin(workflow, request, body));
  }

  async #begin(
    workflow: HookWorkflow,
    { signature, delivery }: HookRequest,
    body: unknown,
  ): Promise<HookAnswer> {
    const { inbox, occasions, clock } = this.#parts;
    const chat = `hook:${workflow.name}`;
    const names = [signature.toLowerCase(), ...(delivery === undefined ? [] : [`id ${delivery}`])];
    for (const name of names) {
      const before = await inbox.find(chat, name);
      if (before?.reply !== undefined) return { kind: 'begun', run: before.reply };
    }
    const sight = { kind: 'webhook', at: clock.now(), body };
    const begun = await occasions.begin(workflow, sight, {
      alongside: (run) => names.map((name) => inbox.reply(chat, name, run)),
    });
    if (begun === undefined) return { kind: 'unmet' };
    return isRefusal(begun) ? { kind: 'busy', refusal: begun } : { kind: 'begun', run: begun.id };
  }

  /** Looked up each time: a new one counts without a restart. */
  async #secretOf({ name, trigger: { secret } }: HookWorkflow): Promise<Secret | undefined> {
    const found = await findSecret(secret.reveal(), this.#parts.secrets);
    if ('secret' in found) return found.secret;
    const reason = found.kind === 'missing' ? found.message : 'it is a placeholder';
    this.#parts.log.error({ workflow: name, reason }, 'the secret of a webhook is not there');
    return undefined;
  }
}

function isArmed(workflow: Workflow): workflow is HookWorkflow {
  return workflow.isEnabled && workflow.trigger.kind === 'webhook';
}

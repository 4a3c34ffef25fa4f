/** What the terminal needs from the rest of the program, injected by `app.ts` and `main.ts`. */
import type { Action, ActionResult } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { ChatPort } from '../actions/chat-port.ts';
import type { Diagnostic } from '../config/diagnostic.ts';

/** On the node: what the socket can reach. */
export interface ControlPorts {
  readonly actions: ActionsPort;
  readonly chat: ChatPort;
}

export interface ActionsPort {
  list(): readonly Action[];
  run(name: string, args: unknown, asker: Asker): Promise<ActionResult>;
}

/** What `app.ts` exports for `up` and `config check`; loaded only by these. */
export interface NodeHost {
  /**
   * Runs until `signal` aborts, then stops in order. Resolves with the mistakes of the site
   * directory that kept it from starting; empty after an orderly stop.
   */
  runNode(options: NodeOptions, signal: AbortSignal): Promise<readonly Diagnostic[]>;
  /** All mistakes and warnings of a site directory; starts nothing. */
  checkSite(directory: string): Promise<readonly Diagnostic[]>;
}

export interface NodeOptions {
  /** Both absolute. The first exists, the second is made where it is missing. */
  readonly configDirectory: string;
  readonly dataDirectory: string;
  /** Absent: no page. */
  readonly http?: ListenAddress;
  /** The site's board that this node plays; absent: the site has only one. */
  readonly board?: string;
  /** Called once, when people can talk to it. */
  readonly onReady: (ready: ReadyNode) => void;
  /** Called when wrong tries made a new claim code necessary. */
  readonly onClaimCode: (code: string) => void;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface ReadyNode {
  readonly url?: string;
  /** Present while the site has no owner. */
  readonly claimCode?: string;
}

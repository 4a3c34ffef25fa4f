/** What the terminal needs from the rest of the program, injected by `app.ts` and `main.ts`. */
import type { Action, ActionResult } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { ChatPort } from '../actions/chat-port.ts';
import type { Diagnostic } from '../config/diagnostic.ts';
import type { SitePlatform } from '../config/site.ts';
import type { Driver } from '../hal/driver.ts';

/** On the node: what the socket can reach. */
export interface ControlPorts {
  readonly actions: ActionsPort;
  readonly chat: ChatPort;
  /** Whom to ask for what this node has no command for; absent where it has them all. */
  readonly elsewhere?: string;
}

export interface ActionsPort {
  list(): readonly Action[];
  run(name: string, args: unknown, asker: Asker): Promise<ActionResult>;
}

/** What `app.ts` exports for `up`, `config check` and `driver`; loaded only by these. */
export interface NodeHost {
  /**
   * Runs until `signal` aborts, then stops in order. Resolves with the mistakes of the site
   * directory that kept it from starting; empty after an orderly stop.
   */
  runNode(options: NodeOptions, signal: AbortSignal): Promise<readonly Diagnostic[]>;
  /** All mistakes and warnings of a site directory; starts nothing. */
  checkSite(directory: string): Promise<readonly Diagnostic[]>;
  /** The same of a file of workflows, for the site in a directory; both paths are absolute. */
  checkWorkflows(file: string, directory: string): Promise<readonly Diagnostic[]>;
  /** Whether an account on a messenger works; takes nothing in that people wrote. */
  tryMessenger(platform: SitePlatform): Promise<MessengerProof>;
  /** All drivers there are, each loaded when it is asked for. */
  readonly drivers: Readonly<Record<string, () => Promise<Driver>>>;
}

/** How it went to try an account on a messenger. `silent`: it neither answered nor failed. */
export type MessengerProof = (
  | { readonly kind: 'works' | 'silent' }
  | { readonly kind: 'trouble'; readonly why: string; readonly cure?: string | undefined }
) & {
  /** The platform posts to this site, which needs an address that the world can reach. */
  readonly isPostedTo?: boolean;
};

export type NodeOptions = GatewayOptions | BoardOptions;

interface SharedOptions {
  /** Absolute; made where it is missing. */
  readonly dataDirectory: string;
  /** Called once, when it runs: people can talk to a gateway then, a board may still look for its gateway. */
  readonly onReady: (ready: ReadyNode) => void;
}

/** A board that joins the site of a gateway. */
export interface BoardOptions extends SharedOptions {
  readonly role: 'board';
  /** Needed once; kept in the data directory. */
  readonly token?: string;
  /** Where its gateway may be, beside what mDNS tells. */
  readonly gateways: readonly ListenAddress[];
}

export interface GatewayOptions extends SharedOptions {
  readonly role: 'gateway';
  /** Absolute, and exists. */
  readonly configDirectory: string;
  /** Absent: no page. */
  readonly http?: ListenAddress;
  /** Absent: no other board can join. */
  readonly mqtt?: MqttAddress;
  /** The site's board that this node plays; absent: the first. */
  readonly board?: string;
  /** Called when wrong tries made a new claim code necessary. */
  readonly onClaimCode: (code: string) => void;
  /** Called when somebody has to prove that he stands at the board. @param what it is for */
  readonly onPresenceCode: (code: string, what: string) => void;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface MqttAddress extends ListenAddress {
  /** Nobody chose it: where another program has it, the node runs without other boards. */
  readonly isDefault: boolean;
  /** Other machines may use it although nothing is encrypted. */
  readonly allowPlain: boolean;
}

export interface ReadyNode {
  /** Of a board: its name. */
  readonly board?: string;
  /** HOST:PORT where boards join. */
  readonly mqtt?: string;
  readonly url?: string;
  /** Present while the site has no owner. */
  readonly claimCode?: string;
}

/** Who asks for an action, and through which door. Decided by the door, never by the text. */

export type Role = 'viewer' | 'operator' | 'technician' | 'admin';
export type Language = 'en' | 'zh';

export interface Asker {
  /** Id of the person; `owner` for whoever may open the socket. */
  readonly person: string;
  readonly role: Role;
  /** Areas the role is limited to; absent = the whole site. */
  readonly areas?: readonly string[];
  /** `cli`, `web`, `telegram` … */
  readonly via: string;
  /** The conversation to answer in and to tell later news to. */
  readonly chat: string;
  readonly language: Language;
  /** The sender's id of the message this belongs to; the same message is never acted on twice. */
  readonly message?: string;
  /** Which of the actions that the message became, from 0: with it, what is ordered twice is known again. */
  readonly part?: number;
  /** The words that were said, or the command line: they stand in the journal. */
  readonly words: string;
  /** Who said yes to exactly this before it was asked for: a step of a workflow, and nothing else. */
  readonly approvedBy?: string;
  /** The run in whose course it is asked for, and with which it is called off. */
  readonly parent?: string;
  /** A language model chose the call for this person: it is asked first, and the journal says so. */
  readonly through?: 'llm';
  /** Nobody wants it any more, or the node stops. */
  readonly signal?: AbortSignal;
  /** News about what takes its time: "switched on, waiting for flow"; "learning: 40 %". */
  readonly onProgress?: (progress: Progress) => void;
}

export type Progress = WriteProgress | LearnProgress;

/** Something is learned of a property. */
export interface LearnProgress {
  readonly thing: string;
  readonly property: string;
  /** How much of it is done, 0 to 1. */
  readonly share: number;
}

export interface WriteProgress {
  readonly task: string;
  readonly thing: string;
  readonly property: string;
  /** What was written, and is now given time to have its effect. */
  readonly value: boolean | number | string;
  /** The reading that is waited for. */
  readonly waitingFor?: { readonly thing: string; readonly property: string };
}

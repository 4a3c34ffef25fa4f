/**
 * What a site has to say about an account on a messenger: checked when the site is read, asked for by
 * `boardtalk channels add`, and printed in the docs.
 */
export interface MessengerForm {
  /** As people know it: `Telegram`. */
  readonly title: string;
  /** Nobody has verified it against the platform, an emulator or a client of others: told at every start. */
  readonly isExperimental?: true;
  /** The `auth_token`; absent: the platform has none. */
  readonly token?: TokenField;
  /** The `endpoint`; absent: there is nothing to say about it. */
  readonly endpoint?: EndpointField;
  /** What of it no question to the platform can test, and when it shows. Absent: nothing. */
  readonly untested?: string;
  /** Keys of `options`. */
  readonly options: Readonly<Record<string, OptionField>>;
}

interface Field {
  /** One line: what it is. */
  readonly help: string;
  /** Where a person finds it; one line. */
  readonly where?: string;
}

export type TokenField = Field;

export interface EndpointField extends Field {
  /** Absent: it has to be given. */
  readonly default?: string;
  /** Which protocols there are; the secure ones first. Default: `https:`, and `http:` on this machine. */
  readonly protocols?: readonly [secure: string, ownMachine: string];
}

export interface OptionField extends Field {
  /** `secret`: a reference as for `auth_token`. `list`: of texts. */
  readonly kind: 'text' | 'secret' | 'address' | 'number' | 'flag' | 'list';
  readonly isRequired?: true;
}

/** What the policy room says no to: code → what to do next. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';
import type { Refusal } from '../core/refusal.ts';

export const POLICY_ERRORS = {
  POLICY_DENIED:
    'Say it where you may more: in a group, and where a sender can be forged, people may less. Or ask an admin of this site for the role you need.',
  POLICY_STRANGER:
    "Claim this site with the code on the board's console, or ask an admin to add you.",
  POLICY_NOT_CONFIRMED: 'Ask again and confirm within two minutes.',
  POLICY_SECOND_PERSON: 'Another person with the right role has to confirm this one.',
  POLICY_PRESENCE: 'Type the code that the board shows: code 123456',
  POLICY_NO_PRESENCE: 'Ask for it anew with: boardtalk pins test PIN',
  POLICY_BAD_PRESENCE: 'Read the code on the console or the display of the board again.',
  POLICY_PRESENCE_CLOSED: 'Wait, then ask for it anew.',
  POLICY_BAD_CLAIM:
    "Read the code on the board's console again; a new one is printed after too many wrong ones.",
  POLICY_NO_CODE: 'Make a code on the board with: boardtalk claim',
  POLICY_NO_SUCH_PERSON:
    'Name one of the people in platform.yaml; without a name it is for the owner.',
  POLICY_NOT_LINKED: 'See who is linked with: boardtalk channels',
  POLICY_TOKEN_EXISTS: 'Revoke it first, or choose another name: boardtalk token list',
  POLICY_TOO_MANY_TOKENS: 'Revoke those that nobody uses: boardtalk token list',
  POLICY_NO_SUCH_TOKEN: 'See which there are with: boardtalk token list',
  POLICY_BAD_KEY: 'Stop the node and put keys/site.pem back from a copy of its data directory.',
  TIME_MALFORMED: 'The sender is not a Boardtalk gateway of this version.',
  TIME_BAD_SIGNATURE:
    "This is not the gateway of the board's site. If the site key changed, make a new token with: boardtalk board token NAME",
  COMMAND_MALFORMED: 'The sender is not a Boardtalk gateway of this version.',
  COMMAND_BAD_SIGNATURE:
    "Only this site's gateway can command this board. If the site key changed, claim the board again.",
  COMMAND_WRONG_BOARD: 'The command was signed for another board. Send it to that one.',
  COMMAND_EXPIRED: 'Ask again. If this repeats, compare the clocks of gateway and board.',
  COMMAND_TOO_LONG: 'Bring board and gateway to the same version of Boardtalk, and ask again.',
  COMMAND_REPLAYED: 'An id is used for one command only. Ask again.',
  COMMAND_INTERRUPTED: 'Read the property to see how it stands, then ask again.',
  COMMAND_CLOCK_UNTRUSTED:
    'This board has no trusted time yet. Set its clock or wait for the gateway.',
  BUNDLE_MALFORMED: 'Bring board and gateway to the same version of Boardtalk.',
  BUNDLE_BAD_SIGNATURE:
    "Only this site's gateway can configure this board. If the site key changed, join the board again.",
} as const;

export type PolicyCode = keyof typeof POLICY_ERRORS;

export class PolicyError extends AppError<PolicyCode> {
  constructor(code: PolicyCode, message: string, details?: ErrorDetails) {
    super(POLICY_ERRORS, code, message, details);
  }
}

export function refuse(code: PolicyCode, message: string): Refusal {
  return { code, message, hint: POLICY_ERRORS[code] };
}

/** Something for each option that the form of a messenger asks for, as its kind wants it: nobody is asked with it. */
import type { MessengerForm, OptionField } from '../runtime/config/messenger-form.ts';
import { messengerForms, type MessengerType } from '../runtime/config/messengers.ts';
import { KEY_FILE } from './peers/googlechat/fake-googlechat.ts';

export type ExampleOption =
  | { readonly kind: 'secret'; readonly value: string }
  | { readonly kind: 'plain'; readonly value: string | number | boolean | readonly string[] };

/** An `auth_token` of nobody, of the kind that the platform gives. */
export function exampleToken(type: MessengerType, account = 1): string {
  return type === 'googlechat' ? KEY_FILE : `${String(account)}:secret`;
}

/** Of those that are required. */
export function exampleOptions(
  type: MessengerType,
  host: string,
): readonly (readonly [key: string, ExampleOption])[] {
  const form: MessengerForm = messengerForms[type];
  return Object.entries(form.options)
    .filter(([, { isRequired }]) => isRequired === true)
    .map(([key, { kind }]) => [key, exampleOf(kind, host)] as const);
}

function exampleOf(kind: OptionField['kind'], host: string): ExampleOption {
  switch (kind) {
    case 'secret':
      return { kind: 'secret', value: '1001:a-secret-of-nobody' };
    case 'text':
      return { kind: 'plain', value: '1001' };
    case 'address':
      return { kind: 'plain', value: `http://${host}` };
    case 'number':
      return { kind: 'plain', value: 1001 };
    case 'flag':
      return { kind: 'plain', value: true };
    case 'list':
      return { kind: 'plain', value: ['1001'] };
  }
}

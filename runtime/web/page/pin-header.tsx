/** The header as it lies on the board: two rows of pads, pin 1 square, odd numbers on one side, even ones on the other. */
import type { JSX } from 'preact';
import type { PageProps } from './page-props.ts';
import type { PinRow } from './answers.ts';
import { addressText, valueText } from './value-text.ts';
import type { Word } from './words.en.ts';

type PinKind = Extract<Word, 'power' | 'ground' | 'used' | 'reserved' | 'free'>;

const KINDS: readonly PinKind[] = ['power', 'ground', 'used', 'reserved', 'free'];

export function PinHeader({
  page,
  pins,
}: PageProps & { readonly pins: readonly PinRow[] }): JSX.Element {
  return (
    <>
      <ul class="legend">
        {KINDS.map((kind) => (
          <li key={kind}>
            <span class={`pad pad-${kind}`} aria-hidden="true" /> {page.wording.text(kind)}
          </li>
        ))}
      </ul>
      <ol class="header" data-testid="pin-header">
        {pins.map((pin) => (
          <Pin key={pin.pin} page={page} pin={pin} />
        ))}
      </ol>
    </>
  );
}

function Pin({ page, pin }: PageProps & { readonly pin: PinRow }): JSX.Element {
  const kind = kindOf(pin);
  return (
    <li class={pin.pin % 2 === 1 ? 'odd' : 'even'}>
      <span class={`pad pad-${kind}${pin.pin === 1 ? ' first' : ''}`}>{pin.pin}</span>
      <span class="pin-label">{pin.label}</span>
      <span class="pin-use">{useOf(pin, page)}</span>
      <span class="unseen">{page.wording.text(kind)}</span>
    </li>
  );
}

function useOf({ use, value, reserved }: PinRow, page: PageProps['page']): string {
  const addresses = use.map((name) => {
    const [thing = '', property = ''] = name.split('.');
    return { thing, property };
  });
  const [first] = addresses;
  if (first === undefined) return reserved ?? '';
  const names = addresses.map((address) => addressText(page, address)).join(', ');
  const property = page.site.property(first.thing, first.property);
  return `${names}: ${valueText(page.wording, value, property?.reading.unit, property)}`;
}

function kindOf({ label, use, reserved }: PinRow): PinKind {
  if (use.length > 0) return 'used';
  if (reserved !== undefined) return 'reserved';
  if (label === 'GND') return 'ground';
  return /^\d+V\d*$/.test(label) ? 'power' : 'free';
}

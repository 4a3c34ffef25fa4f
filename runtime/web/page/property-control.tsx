/** Ways to write a property: a switch for two values, a number with its range, and for how long. Every press goes through policy. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { LiveProperty, LiveThing } from '../ports.ts';
import type { PageProps } from './page-props.ts';
import { addressText } from './value-text.ts';

const RUNS = ['1m', '5m', '10m', '30m', '1h', '4h'] as const;

interface Props extends PageProps {
  readonly thing: LiveThing;
  readonly property: LiveProperty;
}

interface SwitchProps extends Props {
  /** Absent: until it is changed again. */
  readonly lasting?: string | undefined;
}

export function PropertySwitch({ page, thing, property, lasting }: SwitchProps): JSX.Element {
  const [isBusy, setBusy] = useState(false);
  const address = { thing: thing.id, property: property.name };
  const isOn = property.reading.value === true;
  const press = async (): Promise<void> => {
    setBusy(true);
    await page.write(address, !isOn, isOn ? undefined : lasting);
    setBusy(false);
  };
  return (
    <button
      {...{ type: 'button', role: 'switch', class: 'switch', 'aria-checked': isOn }}
      data-testid={`switch-${thing.id}-${property.name}`}
      aria-label={addressText(page, address)}
      disabled={!page.isLive || isBusy || thing.mode === 'locked-out'}
      onClick={() => void press()}
    >
      <i aria-hidden="true" />
    </button>
  );
}

export function PropertyControl({ page, thing, property }: Props): JSX.Element {
  const [lasting, setLasting] = useState('');
  const isNumber = property.type === 'number';
  return (
    <div class="control">
      {isNumber ? (
        <NumberControl {...{ page, thing, property }} />
      ) : (
        <>
          <PropertySwitch
            {...{ page, thing, property, lasting: lasting === '' ? undefined : lasting }}
          />
          <label>
            <span>{page.wording.text('forHowLong')}</span>
            <select value={lasting} onChange={(event) => setLasting(event.currentTarget.value)}>
              <option value="">{page.wording.text('noEnd')}</option>
              {RUNS.map((run) => (
                <option key={run} value={run}>
                  {run}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
    </div>
  );
}

function NumberControl({ page, thing, property }: Props): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [low, high] = property.range ?? [];
  const { value } = property.reading;
  const send = (event: Event): void => {
    event.preventDefault();
    const wanted = input.current?.valueAsNumber ?? Number.NaN;
    if (!Number.isNaN(wanted))
      void page.write({ thing: thing.id, property: property.name }, wanted);
  };
  return (
    <form class="number" onSubmit={send}>
      <input
        {...{ ref: input, type: 'number', step: 'any', required: true, min: low, max: high }}
        aria-label={`${page.wording.title(property.title)}: ${page.wording.text('newValue')}`}
        placeholder={typeof value === 'number' ? String(Math.round(value * 10) / 10) : ''}
      />
      <button type="submit" disabled={!page.isLive || thing.mode === 'locked-out'}>
        {page.wording.text('set')}
      </button>
    </form>
  );
}

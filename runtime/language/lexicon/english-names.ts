/** What people call things in English by what they are, and words that are nearly ours and mean something else. */
import type { KindWords, NameForm } from './language-pack.ts';

/** How people call things by their kind; the plural means all of them. */
export const ENGLISH_KINDS: readonly KindWords[] = [
  ['pump', 'pump'],
  ['light', 'light|lamp|lighting|bulb'],
  ['heater', 'heater|heat lamp'],
  ['vent', 'vent|air vent|window'],
  ['valve', 'valve'],
  ['fan', 'fan|ventilator'],
  ['tank', 'tank'],
  ['sensor', 'sensor|detector'],
  ['meter', 'meter'],
  ['door', 'door'],
  ['button', 'button'],
  ['switch', 'switch'],
  ['camera', 'camera|cam|webcam'],
  ['lock', 'door|door lock|lock on the door|smart lock|deadbolt', 'locks'],
  ['window', 'window'],
  ['curtain', 'curtain|drape'],
  ['blind', 'blind|roller blind|venetian blind'],
  ['shade', 'shade|roller shade'],
  ['shutter', 'shutter|roller shutter'],
  ['awning', 'awning'],
  ['gate', 'gate'],
  ['garage-door', 'garage door|garage gate'],
  ['cover', 'cover|covering'],
  ['opening', 'opening'],
  ['thermostat', 'thermostat'],
  ['scene', 'scene|script'],
];

/** How people call a regulator of temperature, by what it does. */
export const ENGLISH_REGULATORS = { raise: 'heating', lower: 'cooling' } as const;

/** Words one letter away from ours that mean something else: never taken for a typing mistake. */
export const ENGLISH_OTHER_WORDS: readonly string[] = (
  'boarding bump cast cheat clear clock closet cloth cloud cooking core damp dead deal dear dims dock dome ' +
  'doom dorm drum dumb dump eight ever even feat fight fill finder flower flood floor great grow hater heal ' +
  'heap hearing heart hearth heaving heel height hood hook hope lamb lead leaf leap lift lightly ' +
  'like limp list live loop love lump might move music night oven over pimp plump pumice pumpkin punt ramp ' +
  'rank read right roof scare shade shape share shore short shot shout shove sight slight slow snare soon spare ' +
  'spot staff stage stair stale stamp stand stare stark starter starve station stay stealth steps stock ' +
  'stone stoop store storm story stove strap stripe swatch swap swish taken tale talk tanker tart taste ' +
  'tense tent test thank tight times tones town train tune vast vests vest vets volts vote waste water wheat ' +
  'while white wind word work'
).split(' ');

/** pump → pumps, switch → switches. */
export function englishForms(phrase: readonly string[]): readonly NameForm[] {
  const last = phrase.at(-1) ?? '';
  if (!/^[a-z]{2,}$/.test(last) || last.endsWith('s')) return [];
  const plural = /(?:ch|sh|x)$/.test(last)
    ? `${last}es`
    : /[^aeiou]y$/.test(last)
      ? `${last.slice(0, -1)}ies`
      : `${last}s`;
  return [{ phrase: [...phrase.slice(0, -1), plural], many: true }];
}

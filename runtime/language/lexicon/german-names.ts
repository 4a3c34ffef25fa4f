/** What people call things in German by what they are, and how names are bent and put together. */
import type { KindWords, NameForm } from './language-pack.ts';

export const GERMAN_KINDS: readonly KindWords[] = [
  ['pump', 'pumpe', 'pumpen'],
  [
    'light',
    'licht|lampe|leuchte|beleuchtung|birne|glühbirne',
    'lichter|lampen|leuchten|beleuchtungen|lichtern|birnen',
  ],
  ['heater', 'heizung|heizkörper|heizlüfter', 'heizungen'],
  ['vent', 'lüftungsklappe|luke|dachfenster', 'lüftungsklappen|luken'],
  ['valve', 'ventil', 'ventile|ventilen'],
  ['fan', 'ventilator|lüfter|gebläse', 'ventilatoren|lüfter'],
  ['tank', 'tank|wassertank|behälter', 'tanks'],
  ['sensor', 'sensor|melder|fühler', 'sensoren|melder|fühler|meldern|fühlern'],
  ['meter', 'zähler|messgerät', 'zähler|messgeräte'],
  ['door', 'tür|türe', 'türen'],
  ['button', 'taster|knopf', 'taster|knöpfe'],
  ['switch', 'schalter|steckdose', 'schalter|schaltern|steckdosen'],
  ['camera', 'kamera', 'kameras'],
  ['lock', 'tür|türe|schloss|türschloss|riegel', 'türen|schlösser|türschlösser|riegel'],
  ['window', 'fenster', 'fenster|fenstern'],
  ['curtain', 'vorhang|gardine', 'vorhänge|vorhängen|gardinen'],
  ['blind', 'rollo|jalousie', 'rollos|jalousien'],
  [
    'shade',
    'schirm|sonnenschirm|beschattung|sonnenschutz',
    'schirme|schirmen|sonnenschirme|beschattungen',
  ],
  [
    'shutter',
    'rollladen|rolladen|rollade|fensterladen|raffstore',
    'rollläden|rolläden|fensterläden|läden|raffstores',
  ],
  ['awning', 'markise', 'markisen'],
  ['gate', 'tor', 'tore|toren'],
  ['garage-door', 'garagentor|garagentür', 'garagentore|garagentoren|garagentüren|garagen'],
  ['cover', 'abdeckung', 'abdeckungen'],
  ['opening', 'öffnung', 'öffnungen'],
  ['thermostat', 'thermostat|heizungsthermostat', 'thermostate|thermostaten'],
  ['scene', 'szene|skript|szenario', 'szenen|skripte'],
];

export const GERMAN_REGULATORS = {
  raise: 'heizung|heizen',
  lower: 'kühlung|kühlen',
} as const;

export const GERMAN_OTHER_WORDS: readonly string[] = (
  'lichtung leiter leuchter taste tante tasse lappen mappe ranke reise weise ware waren warm arm alarm haus maus laus ' +
  'raus tod rot brot boot moor motor rotor ventilation'
).split(' ');

/** Whose: des Wohnzimmers, des Lichtes. */
export function germanForms(phrase: readonly string[]): readonly NameForm[] {
  const last = phrase.at(-1) ?? '';
  if (!/^\p{Script=Latin}{3,}$/u.test(last) || /[sxzß]$/.test(last)) return [];
  return ['s', 'es'].map((ending) => ({
    phrase: [...phrase.slice(0, -1), last + ending],
    many: false,
  }));
}

/** Küche-n-licht, Gas-sensoren, Wohnzimmer-lampe, Batterie-warnung. */
export const GERMAN_JOINTS = ['', 'n', 's', 'en', 'es', 'er', 'e'] as const;

/** Verbs whose particle stands at the end, where the two together mean something of their own. */
export const GERMAN_SEPARABLE: readonly (readonly [string, string, string])[] = [
  ['führ|führe|führt', 'aus', 'ausführen'],
  ['setz|setze|setzt', 'fort', 'fortsetzen'],
  ['mach|mache|macht|machen', 'weiter', 'fortsetzen'],
  ['lass|lasse|lasst', 'weiterlaufen', 'fortsetzen'],
  ['schließ|schließe|schließt|schliess|schliesse', 'zu', 'zuschließen'],
  ['schließ|schließe|schließt|schliess|schliesse', 'ab', 'abschließen'],
  ['schließ|schließe|schließt|schliess|schliesse', 'auf', 'aufschließen'],
  ['sperr|sperre|sperrt', 'ab', 'absperren'],
  ['sperr|sperre|sperrt', 'zu', 'zusperren'],
  ['sperr|sperre|sperrt', 'auf', 'aufsperren'],
  ['starte|start|startet', 'an', 'anschalten'],
  ['stoppe|stopp|stoppt', 'ab', 'abschalten'],
  ['füg|füge|fügt', 'hinzu', 'hinzufügen'],
  ['zieh|ziehe|zieht', 'ab', 'abziehen'],
  ['hält|halten', 'auf', 'aufhalten'],
  ['brech|brich|breche|brecht', 'ab', 'abbrechen'],
];

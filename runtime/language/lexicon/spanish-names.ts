/** What people call things in Spanish by what they are. */
import type { KindWords, NameForm } from './language-pack.ts';

export const SPANISH_KINDS: readonly KindWords[] = [
  ['pump', 'bomba', 'bombas'],
  [
    'light',
    'luz|lámpara|bombilla|bombillo|foco|iluminación',
    'luces|lámparas|bombillas|bombillos|focos',
  ],
  ['heater', 'calefactor|estufa|radiador', 'calefactores|estufas|radiadores'],
  ['vent', 'respiradero|claraboya', 'respiraderos|claraboyas'],
  ['valve', 'válvula|llave de paso', 'válvulas'],
  ['fan', 'ventilador|abanico', 'ventiladores|abanicos'],
  ['tank', 'tanque|depósito', 'tanques|depósitos'],
  ['sensor', 'sensor|detector', 'sensores|detectores'],
  ['meter', 'medidor|contador', 'medidores|contadores'],
  ['door', 'puerta', 'puertas'],
  ['button', 'botón|pulsador', 'botones|pulsadores'],
  ['switch', 'interruptor|enchufe', 'interruptores|enchufes'],
  ['camera', 'cámara', 'cámaras'],
  [
    'lock',
    'puerta|cerradura|cerrojo|pestillo|cierre|cierre de puerta',
    'puertas|cerraduras|cerrojos|pestillos|cierres|cierres de puertas|cierres de las puertas',
  ],
  ['window', 'ventana', 'ventanas'],
  ['curtain', 'cortina', 'cortinas'],
  ['blind', 'persiana', 'persianas'],
  ['shade', 'estor', 'estores'],
  ['shutter', 'contraventana|postigo', 'contraventanas|postigos'],
  ['awning', 'toldo', 'toldos'],
  ['gate', 'portón|verja|cancela', 'portones|verjas'],
  [
    'garage-door',
    'puerta de garaje|puerta del garaje|puerta de la cochera|puerta de cochera|portón de la cochera|portón del garaje|portón de garaje|portón de cochera',
    'puertas de garaje|puertas del garaje|puertas de la cochera|portones del garaje',
  ],
  ['cover', 'cubierta', 'cubiertas'],
  ['opening', 'abertura|apertura', 'aberturas|aperturas'],
  ['thermostat', 'termostato', 'termostatos'],
  ['scene', 'escena|escenario|script|guion', 'escenas|escenarios|scripts'],
];

export const SPANISH_REGULATORS = {
  raise: 'calefacción',
  lower: 'refrigeración|enfriamiento',
} as const;

export const SPANISH_OTHER_WORDS: readonly string[] =
  'lucas luna cruz pierna puesta puerto tapar habrá cerro cera cena casta caso causa tres tras mesa masa pisa misa'.split(
    ' ',
  );

/** lámpara → lámparas, interruptor → interruptores. */
export function spanishForms(phrase: readonly string[]): readonly NameForm[] {
  const [first = '', ...rest] = phrase;
  if (!/^\p{Script=Latin}{3,}$/u.test(first) || /[szx]$/.test(first)) return [];
  const plural = /[aeiouáéó]$/.test(first) ? `${first}s` : `${first}es`;
  return [{ phrase: [plural, ...rest], many: true }];
}

/** Spanish sentences: what is done, and what is never done. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe, isWrite } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { inFourLanguages } from './greenhouse.fixture.ts';

const NOW = Date.UTC(2026, 10, 22, 14);
const grammar = createGrammar({ site: inFourLanguages() });

function understand(text: string, focus?: { addresses: readonly string[] }) {
  return grammar.understand(text, { now: NOW, language: 'en', ...(focus && { focus }) });
}

const UNDERSTOOD: Readonly<Record<string, string>> = {
  'enciende la bomba': 'set pump.power value=true',
  'apagar la bomba por favor': 'set pump.power value=false',
  '¿puedes encender la bomba?': 'set pump.power value=true',
  'enciende la bomba durante diez minutos': 'set pump.power value=true for=10m',
  'abre la claraboya': 'set vent.position value=100',
  'abre la claraboya al 30 por ciento': 'set vent.position value=30',
  'cierra la claraboya del invernadero': 'set vent.position value=0',
  'pon la lámpara de cultivo al 50%': 'set grow-light.level value=50',
  'enciende las luces del invernadero': 'set grow-light.power value=true',
  'pon la lámpara de cultivo al cuarenta y cinco por ciento': 'set grow-light.level value=45',
  'enciende la bomba durante veintidós segundos': 'set pump.power value=true for=22s',
  'apaga todo menos la bomba':
    'set grow-light.power value=false + set heater.power value=false + set heating.active value=false + set cooling.active value=false',
  'enciende la bomba y abre la claraboya':
    'set pump.power value=true + set vent.position value=100',
  'bloquea la bomba': 'mode pump mode=locked-out',
  '¿está encendida la bomba?': 'read pump.power is=true',
  '¿está cerrada la puerta?': 'read door.open is=false',
  '¿cuántos grados hace en el invernadero?': 'read climate.temperature',
  '¿por qué está encendida la bomba?': 'why pump.power value=true',
  'inicia un temporizador de 5 minutos': 'timer do=start for=5m',
  'cuánto tiempo le queda a mi temporizador': 'timer do=status',
  'añade 5 minutos al temporizador de 1 hora': 'timer do=add for=5m length=1h',
  'qué hora es': 'talk:time',
  'no importa': 'no',
};

for (const [text, meaning] of Object.entries(UNDERSTOOD))
  test(`understands "${text}"`, () => {
    assert.is(describe(understand(text)), meaning);
  });

const NOTHING: Readonly<Record<string, readonly string[]>> = {
  negation: [
    'no enciendas la bomba',
    'nunca enciendas la bomba',
    'podrías no encender la bomba',
    'no te olvides de encender la bomba',
  ],
  condition: [
    'si el depósito está vacío, enciende la bomba',
    'enciende la bomba cuando haga calor',
    'enciende la bomba cada mañana',
  ],
  report: [
    'la bomba está encendida',
    'la bomba se encendió sola',
    'encendí la bomba',
    'dijo: enciende la bomba',
    'bomba encendida',
  ],
  unknown: [
    '¿debo encender la bomba?',
    '¿enciendo la bomba?',
    '¿encender la bomba?',
    'enciende la bomba del vecino',
    'tal vez enciende la bomba',
    'abre todo',
  ],
};

for (const [reason, texts] of Object.entries(NOTHING))
  for (const text of texts)
    test(`does nothing (${reason}) on "${text}"`, () => {
      assert.is(describe(understand(text)), `unsure:${reason}`);
    });

test('a pronoun that hangs on the verb stands for what was spoken of', () => {
  const focus = { addresses: ['pump.power'] };
  assert.is(describe(understand('apágala', focus)), 'set pump.power value=false');
  assert.is(describe(understand('enciéndela', focus)), 'set pump.power value=true');
  assert.is(describe(understand('enciéndela')), 'unsure:missing');
});

test('accents may be left out', () => {
  assert.is(describe(understand('esta encendida la bomba?')), 'read pump.power is=true');
  assert.is(
    describe(understand('enciende la lampara de cultivo')),
    'set grow-light.power value=true',
  );
});

test('no order acts with a "no", a "si" or question marks added', () => {
  const orders = Object.keys(UNDERSTOOD).filter((text) => isWrite(understand(text)));
  const plain = orders.filter((text) => !text.endsWith('?'));
  assert.ok(plain.length > 9);
  for (const order of plain)
    for (const text of [`no ${order}`, `si quieres, ${order}`, `¿${order}?`, `dijo: ${order}`])
      assert.not(isWrite(understand(text)), text);
});

test.run();

/** Stanzas in the form that the specifications of XMPP show, and what is sent. */
import assert from 'node:assert/strict';
import { xml, type Element } from '@xmpp/client';
import { suite } from 'uvu';
import { PASSED_OVER, readSamples } from '../../../../test/sample-folder.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { archiveIdOf, parseMessage } from './parse.ts';
import { renderMessage } from './render.ts';

const test = suite('stanzas of XMPP');

const OWN = 'board@example.org';
const ANNA = 'anna@example.org';
const NOW = Date.parse('2026-11-27T12:00:00Z');

function written(text: string, ...more: readonly Element[]): Element {
  const attrs = { from: `${ANNA}/phone`, to: OWN, type: 'chat', id: 'id-1' };
  return xml('message', attrs, xml('body', {}, text), ...more);
}

const heard = (stanza: Element): ArrivedMessage | undefined =>
  parseMessage(stanza, { own: OWN, now: NOW });

const delayed = (stamp: string): Element => xml('delay', { xmlns: 'urn:xmpp:delay', stamp });

/** As it comes out of the stream of a server (RFC 6120 §4.8). */
function stanzaOf(sample: Buffer): Element | undefined {
  const parser = new xml.Parser();
  const stanzas: Element[] = [];
  parser.on('element', (element) => stanzas.push(element));
  parser.write(`<stream xmlns='jabber:client'>${sample.toString()}`);
  return stanzas.length === 1 ? stanzas[0] : undefined;
}

/** What Anna says in a sample, by that name, unless its server has an id for it. */
function ofAnna(name: string, text: string, more: object = {}): object {
  return {
    [name]: {
      ...{ id: `${ANNA}:${name}`, chat: ANNA, user: ANNA, at: NOW, kind: 'text', text },
      ...more,
    },
  };
}

test('of each stanza what the person wrote is heard, and the words of others are none of theirs', () => {
  const heardOf = readSamples(new URL('samples/', import.meta.url), (sample) => {
    const stanza = stanzaOf(sample);
    return stanza === undefined ? 'no stanza' : heard(stanza);
  });
  const address = 'https://files.example.org/level.png';
  const delayedAt = Date.parse('2026-11-27T11:50:00Z');
  const [other, forwarded] = [{ kind: 'other' }, { kind: 'forwarded' }];
  assert.deepEqual(heardOf, {
    ...ofAnna('text', 'how warm is it?', { id: 'archive-text' }),
    ...ofAnna('thread', 'pump on', { id: 'archive-thread' }),
    ...ofAnna('delayed', 'pump on', { id: 'archive-delayed', at: delayedAt }),
    ...ofAnna('no-archive', 'pump on'),
    ...ofAnna('normal', 'pump on'),
    ...ofAnna('languages', 'pump on'),
    ...ofAnna('archive-id-forged', 'pump on'),
    ...ofAnna('reply', 'no, leave it'),
    ...ofAnna('reply-without-signs', 'no, leave it'),
    ...ofAnna('quote', 'no, leave it'),
    ...ofAnna('quote-alone', '', forwarded),
    ...ofAnna('forwarded', 'see what Ben says', forwarded),
    ...ofAnna('picture', address, other),
    ...ofAnna('picture-shared', address, other),
    ...ofAnna('encrypted', 'This message is encrypted.', other),
    ...Object.fromEntries(NOT_HEARD.map((name) => [name, PASSED_OVER])),
  });
});

const NOT_HEARD = [
  ...['edited', 'retracted', 'reaction', 'room', 'whispered', 'invited', 'news-of-a-program'],
  ...['error', 'typing', 'receipt', 'copy', 'copy-forged', 'own', 'no-sender'],
];

test('a person is their address, whichever device it was', () => {
  const said = { id: `${ANNA}:id-1`, chat: ANNA, user: ANNA, at: NOW, kind: 'text' };
  assert.deepEqual(heard(written('pump on')), { ...said, text: 'pump on' });
});

test('an id of the archive is believed of the own server alone', () => {
  const idBy = (by: string, id: string): Element =>
    xml('stanza-id', { xmlns: 'urn:xmpp:sid:0', by, id });
  const both = written('pump on', idBy(ANNA, 'false'), idBy(OWN, 'right'));
  assert.equal(heard(both)?.id, 'right');
  assert.equal(heard(written('pump on', idBy(ANNA, 'false')))?.id, `${ANNA}:id-1`);
  // prosody 0.12 lets these through: mod_mam looks at the address without its resource only.
  const forged = written('pump on', idBy(`${OWN}/x`, 'false'), idBy(OWN, 'right'));
  assert.equal(archiveIdOf(forged, OWN), 'right');
  assert.equal(archiveIdOf(written('pump on', idBy(`${OWN}/x`, 'false')), OWN), undefined);
});

test('of several times the oldest counts, and none is later than now', () => {
  const [old, early, late] = [
    '2026-11-27T11:50:00Z',
    '2026-11-27T11:59:00Z',
    '2026-11-27T13:00:00Z',
  ];
  assert.equal(heard(written('pump on', delayed(late), delayed(old)))?.at, Date.parse(old));
  assert.equal(heard(written('pump on', delayed(old), delayed(early)))?.at, Date.parse(old));
  assert.equal(heard(written('pump on', delayed(late)))?.at, NOW);
  assert.equal(heard(written('pump on', delayed('yesterday')))?.at, NOW);
});

test('words of somebody else are no command', () => {
  assert.equal(heard(written('> pump on\nno, leave it'))?.text, 'no, leave it');
  assert.equal(heard(written('> pump on'))?.kind, 'forwarded');
  const range = xml('body', { start: '0', end: '8' });
  const quoted = xml('fallback', { xmlns: 'urn:xmpp:fallback:0', for: 'urn:xmpp:reply:0' }, range);
  const whole = xml('fallback', { xmlns: 'urn:xmpp:fallback:0', for: 'urn:xmpp:reply:0' });
  assert.equal(heard(written('pump on', whole))?.kind, 'forwarded');
  // The mark is two UTF-16 units, and one code point.
  assert.equal(heard(written('🟢 pump?\nyes', quoted))?.text, 'yes');
});

test('what is encrypted or a file is no text', () => {
  const sealed = xml('encryption', { xmlns: 'urn:xmpp:eme:0' });
  assert.equal(heard(written('This is encrypted', sealed))?.kind, 'other');
  assert.equal(heard(written('https://x', xml('x', { xmlns: 'jabber:x:oob' })))?.kind, 'other');
});

test('corrections, rooms, errors, signs of typing and the own words are passed over', () => {
  const replace = xml('replace', { xmlns: 'urn:xmpp:message-correct:0', id: 'id-0' });
  const body = xml('body', {}, 'pump on');
  const stanzas = [
    written('pump on', replace),
    xml('message', { from: 'room@rooms.example.org/anna', type: 'groupchat' }, body),
    written('pump on', xml('x', { xmlns: 'http://jabber.org/protocol/muc#user' })),
    xml('message', { from: ANNA, type: 'error' }, body),
    xml('message', { from: ANNA, type: 'chat' }, xml('composing')),
    xml('message', { from: `Board@Example.org/other`, type: 'chat' }, body),
  ];
  assert.deepEqual(
    stanzas.map(heard),
    stanzas.map(() => undefined),
  );
});

test('what XML cannot carry is not sent: the server would end the stream', () => {
  const sent = renderMessage({ chat: ANNA, text: 'a\u0000b\u001bc\n\u{1f7e2}\ud800' }, 'id-2');
  assert.equal(sent.getChildText('body'), 'a\ufffdb\ufffdc\n\u{1f7e2}\ufffd');
  assert.equal(sent.getChild('replace'), undefined);
});

test('a correction names the message that it replaces', () => {
  const sent = renderMessage({ chat: ANNA, text: 'half' }, 'id-3', 'id-2');
  assert.equal(sent.attrs['id'], 'id-3');
  assert.equal(sent.getChild('replace', 'urn:xmpp:message-correct:0')?.attrs['id'], 'id-2');
});

test.run();

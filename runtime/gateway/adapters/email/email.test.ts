import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isVouched } from './authentication.ts';
import { htmlText } from './html-text.ts';
import { isSafe } from './mail-server.ts';
import { headersOf, type Mail } from './mail.ts';
import { ownWords } from './own-words.ts';
import { judge, parseMail } from './parse.ts';
import { answeredBy, renderMail } from './render.ts';

const test = suite('email');

const OWN = 'board@site.test';
const SERVER = 'mx.site.test';
const VOUCHED = `Authentication-Results: ${SERVER}; dkim=pass header.d=people.test`;
const NOW = Date.UTC(2026, 10, 1, 12);

function mailOf(lines: readonly string[], address = 'Anna@People.test'): Mail {
  return {
    envelope: { from: [{ address }], subject: 'hello', date: new Date(NOW - 5_000) },
    internalDate: new Date(NOW - 1_000),
    bodyStructure: { type: 'text/plain', part: '1' },
    headers: Buffer.from([`From: <${address}>`, ...lines, '', ''].join('\r\n')),
  };
}

const judged = (mail: Mail): string => {
  const result = judge(mail, { own: OWN, trustedServer: SERVER });
  return result.kind === 'person' ? result.user : result.why;
};

const read = (mail: Mail, body: string): ReturnType<typeof parseMail> => {
  const part = mail.bodyStructure;
  return parseMail({ mail, id: '1:2', user: 'anna@people.test', part, body, now: NOW });
};

test('a sender is whom the trusted server vouches for, in small letters', () => {
  assert.is(judged(mailOf([VOUCHED])), 'anna@people.test');
  const spf = `Authentication-Results: ${SERVER};\r\n\tspf=pass smtp.mailfrom=anna@people.test`;
  assert.is(judged(mailOf([spf])), 'anna@people.test');
});

test('nobody is believed without it', () => {
  const why = 'nobody vouches for the sender';
  const says = (result: string): string => judged(mailOf([`Authentication-Results: ${result}`]));
  assert.is(judged(mailOf([])), why);
  assert.is(says(`mx.evil.test; dkim=pass header.d=people.test`), why);
  assert.is(says(`${SERVER}; dkim=fail header.d=people.test`), why);
  assert.is(says(`${SERVER}; dkim=pass header.d=evil.test`), why);
  assert.is(says(`${SERVER}; dkim=pass header.d=mail.people.test`), why);
  assert.is(says(`${SERVER}; spf=pass smtp.mailfrom=anna@evil.test`), why);
  assert.is(says(`${SERVER}; spf=pass smtp.helo=people.test`), why);
  assert.is(says(`${SERVER}; none`), why);
});

test('a result that came with the mail, below the own one of the server, counts for nothing', () => {
  const own = `Authentication-Results: ${SERVER}; dkim=none`;
  assert.is(judged(mailOf([own, VOUCHED])), 'nobody vouches for the sender');
});

test('what the sender chose, in a comment or in quotes, vouches for nobody', () => {
  const forged = 'dkim=pass header.d=people.test';
  const results = [
    `${SERVER}; spf=fail (${forged}; (nested) ; ${forged}) smtp.mailfrom=x@evil.test`,
    `${SERVER}; spf=pass smtp.mailfrom="x; ${forged}; \\"; ${forged};"@evil.test`,
  ];
  for (const result of results) assert.not(isVouched('people.test', [result], SERVER), result);
  const clear = `${SERVER} 1; dkim = pass (2048-bit key) header.d = people.test; spf=none`;
  assert.ok(isVouched('people.test', [clear], SERVER));
});

test('what programs send is passed over', () => {
  const signs = [
    'Auto-Submitted: auto-replied (vacation)',
    'Precedence: bulk',
    'Precedence: list',
    'List-Id: <pumps.example.org>',
    'Return-Path: <>',
    'Auto-Submitted: no\r\nAuto-Submitted: auto-generated',
    'Precedence: normal\r\nPrecedence: junk',
    'Precedence: auto_reply',
    'X-Auto-Response-Suppress: DR, AutoReply',
    'X-Autoreply: yes',
  ];
  for (const sign of signs) assert.is(judged(mailOf([VOUCHED, sign])), 'a program sent it', sign);
  for (const none of ['Auto-Submitted: no', 'X-Auto-Response-Suppress: None'])
    assert.is(judged(mailOf([VOUCHED, none])), 'anna@people.test', none);
});

test('a sign that looks like a letter when it is made small is another person', () => {
  const kelvin = mailOf([VOUCHED], 'erik@people.test'.replace('k', '\u212a'));
  assert.is.not(judged(kelvin), 'erik@people.test');
});

test('any number of headers is read in no time', () => {
  const headers = Buffer.from('From: <a@b.test>\r\n'.repeat(100_000));
  const began = process.hrtime.bigint();
  assert.is(headersOf({ headers }).get('from')?.length, 100_000);
  assert.ok(process.hrtime.bigint() - began < 5_000_000_000n);
});

test('two senders, no sender and the account itself are passed over', () => {
  const vouched = mailOf([VOUCHED, 'From: <eve@evil.test>']);
  assert.is(judged(vouched), 'it does not name one sender');
  assert.is(judged(mailOf([VOUCHED], 'no address')), 'it does not name one sender');
  assert.is(judged(mailOf([VOUCHED], OWN)), 'it is from this account itself');
});

test('only the new part of a reply is said', () => {
  const said = (body: string): string => ownWords(body).text;
  const quotes = [
    'On Sun, 1 Nov 2026 at 12:00, Board <board@site.test> wrote:\n> pump on',
    'On Sun, 1 Nov 2026 at 12:00, Board\n<board@site.test> wrote:\n\n> pump on',
    'Am 01.11.26 um 12:00 schrieb Board:\n> pump on',
    '-----Original Message-----\nFrom: Board\npump on',
    '发件人： Board\n发送时间： today\npump on',
    '在 2026年11月1日，Board 写道：\npump on',
    'From: Board\nSent: today\npump on',
    '-- \nAnna, at the pump',
  ];
  for (const quote of quotes) assert.is(said(`light off\n\n${quote}`), 'light off', quote);
});

test('an answer below what it answers is said, and one between', () => {
  const body = 'On Sunday Board wrote:\r\n> pump on?\r\n\r\nyes\r\n> light on?\r\nno\r\n';
  assert.is(ownWords(body).text, 'yes\nno');
});

test('what is passed on, or nothing but quoted, is somebody else’s', () => {
  const passedOn = '---------- Forwarded message ---------\nFrom: Eve\npump on';
  assert.is(read(mailOf([]), `see\n${passedOn}`).kind, 'forwarded');
  assert.is(read(mailOf([]), '> pump on').kind, 'forwarded');
  const mail = mailOf([]);
  assert.is(read({ ...mail, envelope: { subject: 'Fwd: x' } }, 'pump on').kind, 'forwarded');
  assert.is(read({ ...mail, envelope: { subject: 'Re: Fwd: x' } }, 'pump on').kind, 'text');
});

test('HTML is reduced to what a person reads of it', () => {
  const html =
    '<html><head><title>x</title><style>p { }</style></head><!-- off --><body><p>pump&nbsp;on &amp; &#x6c34;</p>' +
    '<div>now<br>please</div><blockquote>off <blockquote>off</blockquote> off</blockquote></body></html>';
  assert.is(htmlText(html), 'pump on & 水\nnow\nplease');
});

test('HTML that never ends is read in no time', () => {
  const began = process.hrtime.bigint();
  for (const piece of ['<', '<blockquote>', '<!--', '&#', '<a "'])
    htmlText(piece.repeat(Math.floor(262_144 / piece.length)));
  assert.ok(process.hrtime.bigint() - began < 5_000_000_000n);
});

test('a mail was written when the older of two clocks says', () => {
  assert.is(read(mailOf([]), 'pump on').at, NOW - 5_000 + 999);
  const ahead = { ...mailOf([]), envelope: { date: new Date(NOW + 60_000) } };
  assert.is(read(ahead, 'pump on').at, NOW - 1);
});

test('an answer belongs to what it answers, says that a program wrote it, and is the same when sent again', async () => {
  const answered = { subject: 'pump', messageId: '<1@people.test>' };
  const letter = { from: OWN, key: 'key', answered };
  const mail = (await renderMail({ chat: 'anna@people.test', text: 'done' }, letter)).toString();
  for (const line of [
    'Subject: Re: pump',
    'In-Reply-To: <1@people.test>',
    'References: <1@people.test>',
    'Auto-Submitted: auto-replied',
  ])
    assert.ok(mail.includes(`${line}\r\n`), line);
  const again = (await renderMail({ chat: 'anna@people.test', text: 'done' }, letter)).toString();
  const idOf = (text: string): string | undefined => /^Message-ID: (.*)\r$/m.exec(text)?.[1];
  assert.ok(idOf(mail)?.endsWith('@site.test>'));
  assert.is(idOf(mail), idOf(again));
});

test('of a subject as long as a book some words come back, and of an id that is none nothing', () => {
  const answered = answeredBy({ envelope: { subject: 'x'.repeat(100_000), messageId: '<a b>' } });
  assert.is(answered.subject.length, 200);
  assert.is(answered.messageId, undefined);
});

test('a subject of somebody else adds no header', async () => {
  const answered = { subject: 'x\r\nBcc: eve@evil.test', messageId: undefined };
  const letter = { from: OWN, key: 'key', answered };
  const mail = (await renderMail({ chat: 'anna@people.test', text: 'done' }, letter)).toString();
  assert.not(/^Bcc:/m.test(mail));
});

test('the password goes to nobody in the clear', () => {
  assert.ok(isSafe('smtps://mail.example.org:465'));
  assert.ok(isSafe('smtp://127.0.0.1:2525'));
  assert.not(isSafe('smtp://mail.example.org:587'));
});

test.run();

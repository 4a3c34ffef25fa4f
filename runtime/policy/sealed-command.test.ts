import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeCbor } from '../core/cbor.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Command } from './command.ts';
import { sealCommand, unsealCommand } from './sealed-command.ts';
import type { SiteKey } from './site-key.ts';

const COMMAND: Command = {
  id: 'cmd-1',
  board: 'greenhouse',
  thing: 'pump',
  property: 'power',
  value: true,
  forMs: 5_000,
  requester: 'owner',
  via: 'cli',
  cause: 'turn on the pump',
  issuedAt: 1_795_353_428_090,
  deadline: 1_795_353_458_090,
};

test('gives back the command that the site signed', () => {
  const key = newKey('0123456789abcdef');
  assert.equal(unsealCommand(sealCommand(COMMAND, key), trust(key)), COMMAND);
});

test('refuses a command with any byte changed', () => {
  const key = newKey('0123456789abcdef');
  const bytes = sealCommand(COMMAND, key);
  for (let index = 0; index < bytes.length; index += 1) {
    const forged = Uint8Array.from(bytes);
    forged[index] = (forged[index] ?? 0) ^ 1;
    const result = unsealCommand(forged, trust(key));
    assert.ok(isRefusal(result), `byte ${index}`);
  }
});

test('refuses a command that another site signed under our key id', () => {
  const [ours, theirs] = [newKey('0123456789abcdef'), newKey('0123456789abcdef')];
  assert.is(
    codeOf(unsealCommand(sealCommand(COMMAND, theirs), trust(ours))),
    'COMMAND_BAD_SIGNATURE',
  );
});

test('refuses a key it was never told of', () => {
  const [ours, theirs] = [newKey('0123456789abcdef'), newKey('fedcba9876543210')];
  assert.is(
    codeOf(unsealCommand(sealCommand(COMMAND, theirs), trust(ours))),
    'COMMAND_BAD_SIGNATURE',
  );
});

test('refuses a signed payload that is no command', () => {
  const key = newKey('0123456789abcdef');
  const bytes = sealCommand({ ...COMMAND, thing: '../../etc' }, key);
  assert.is(codeOf(unsealCommand(bytes, trust(key))), 'COMMAND_MALFORMED');
});

test('does not take a signature of the bare payload: the context belongs to it', () => {
  const key = newKey('0123456789abcdef');
  const payload = encodeCbor(COMMAND);
  const signature = sign(null, payload, key.privateKey);
  const bare = encodeCbor({ key: key.id, payload, signature });
  assert.is(codeOf(unsealCommand(bare, trust(key))), 'COMMAND_BAD_SIGNATURE');
});

test('answers junk of any kind with a refusal', () => {
  const trusted = trust(newKey('0123456789abcdef'));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.is(codeOf(unsealCommand(bytes, trusted)), 'COMMAND_MALFORMED');
    }),
  );
});

test('refuses an envelope beyond its size before looking into it', () => {
  const trusted = trust(newKey('0123456789abcdef'));
  assert.is(codeOf(unsealCommand(new Uint8Array(5_000), trusted)), 'COMMAND_MALFORMED');
});

function newKey(id: string): SiteKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { id, privateKey, publicKey: createPublicKey(privateKey) };
}

function trust(key: SiteKey): ReadonlyMap<string, SiteKey['publicKey']> {
  return new Map([[key.id, key.publicKey]]);
}

function codeOf(result: ReturnType<typeof unsealCommand>): string {
  return isRefusal(result) ? result.code : 'accepted';
}

test.run();

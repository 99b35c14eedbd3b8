import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import jwt from 'jsonwebtoken';
import { openLink } from '../../service/links/open-link.ts';
import { type LinkClaims, purposes } from '../../service/links/purpose.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { hashToken, signLink } from '../../service/links/sign-link.ts';
import { anyCharacter } from '../house/any-character.ts';

const oldEntry = 'k1:an-older-secret-of-at-least-32-bytes';
const newEntry = 'k2:a-newer-secret-of-at-least-32-bytes!';
const rawSecret = oldEntry.slice(3);
const secrets = parseSecrets(oldEntry);
const now = new Date('2027-03-01T12:00:00Z');
const unknown = { state: 'unknown' };

const claims: LinkClaims = {
  id: '0192f0c1-2f3a-7000-8000-000000000001',
  purpose: 'approve',
  icsUid: 'room-1@parley.example',
  role: 'guest',
  email: 'gina@example.net',
  issuedAt: new Date('2027-03-01T11:00:00Z'),
  expiresAt: new Date('2027-03-03T11:00:00Z'),
  keyId: 'k1',
};

const wholeSecond = fc.integer({ min: 1, max: 4_000_000_000 }).map((s) => new Date(s * 1000));
const anyClaims: fc.Arbitrary<LinkClaims> = fc.record({
  id: fc.uuid(),
  purpose: fc.constantFrom(...purposes),
  icsUid: fc.string({ minLength: 1, maxLength: 255 }),
  role: fc.constantFrom('host' as const, 'guest' as const),
  email: fc.emailAddress(),
  issuedAt: wholeSecond,
  expiresAt: wholeSecond,
  keyId: fc.constant('k1'),
});

/** A token signed with the right secret, but with a header or claims of the caller's making. */
function forge(header: object, changes: object, hash = 'sha256'): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { jti, aud, purpose, uid, role, email, iat, exp } = jwt.decode(
    signLink(claims, secrets),
  ) as jwt.JwtPayload;
  const payload = { jti, aud, purpose, uid, role, email, iat, exp, ...changes };
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${createHmac(hash, rawSecret).update(signed).digest('base64url')}`;
}

const plainHeader = { alg: 'HS256', typ: 'JWT', kid: 'k1' };

describe('a link', () => {
  it('opens to the claims it was signed with', () => {
    fc.assert(
      fc.property(anyClaims, (some) => {
        const opened = openLink(signLink(some, secrets), secrets, new Date(some.issuedAt));
        const state = some.expiresAt > some.issuedAt ? 'valid' : 'expired';
        expect(opened).toEqual({ state, claims: some });
      }),
    );
  });

  it('is the same text each time for the same claims, so a mail can be made again', () => {
    fc.assert(
      fc.property(anyClaims, (some) => {
        expect(signLink({ ...some }, secrets)).toBe(signLink(some, secrets));
        expect(hashToken(signLink(some, secrets))).toHaveLength(32);
      }),
    );
  });

  it('still tells its claims after it has expired', () => {
    const token = signLink(claims, secrets);
    expect(openLink(token, secrets, claims.expiresAt)).toEqual({ state: 'expired', claims });
    expect(openLink(token, secrets, new Date('2030-01-01T00:00:00Z')).state).toBe('expired');
    expect(openLink(token, secrets, now)).toEqual({ state: 'valid', claims });
  });

  it('is unknown after any one-bit flip', () => {
    const token = Buffer.from(signLink(claims, secrets), 'latin1');
    for (let bit = 0; bit < token.length * 8; bit += 1) {
      const flipped = Buffer.from(token);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openLink(flipped.toString('latin1'), secrets, now)).toEqual(unknown);
    }
  });

  it('is unknown when cut, padded, doubled, re-encoded or far too long', () => {
    const token = signLink(claims, secrets);
    for (let length = 0; length < token.length; length += 1) {
      expect(openLink(token.slice(0, length), secrets, now)).toEqual(unknown);
    }
    for (const text of [`${token}=`, `${token} `, ` ${token}`, `${token}${token}`, `${token}.`]) {
      expect(openLink(text, secrets, now)).toEqual(unknown);
    }
    expect(openLink('a'.repeat(100_000), secrets, now)).toEqual(unknown);
    expect(openLink(`${token}.${'a'.repeat(100_000)}`, secrets, now)).toEqual(unknown);
  });

  it('is unknown for any other algorithm, key id or header field', () => {
    expect(openLink(forge(plainHeader, {}), secrets, now).state).toBe('valid');
    const { alg: _alg, ...withoutAlg } = plainHeader;
    const { kid: _kid, ...withoutKid } = plainHeader;
    const forgeries = [
      forge({ ...plainHeader, alg: 'none' }, {}),
      forge({ ...plainHeader, alg: 'none' }, {}).replace(/[^.]*$/, ''),
      forge({ ...plainHeader, alg: 'HS384' }, {}, 'sha384'),
      forge({ ...plainHeader, alg: 'HS512' }, {}, 'sha512'),
      forge({ ...plainHeader, alg: 'RS256' }, {}),
      forge({ ...plainHeader, alg: 'hs256' }, {}),
      forge({ ...plainHeader, kid: 'k9' }, {}),
      forge({ ...plainHeader, kid: '../x' }, {}),
      forge({ ...plainHeader, kid: '__proto__' }, {}),
      forge({ ...plainHeader, kid: ['k1'] }, {}),
      forge({ ...plainHeader, jku: 'https://example.net/keys' }, {}),
      forge({ ...plainHeader, x5u: 'https://example.net/keys' }, {}),
      forge({ ...plainHeader, crit: ['exp'] }, {}),
      forge(withoutAlg, {}),
      forge(withoutKid, {}),
    ];
    for (const token of forgeries) expect(openLink(token, secrets, now)).toEqual(unknown);
  });

  it('is unknown when a claim is missing or of the wrong kind', () => {
    const changes = [
      { aud: 'other' },
      { aud: undefined },
      { exp: undefined },
      { exp: '2030-01-01' },
      { exp: 1e300 },
      { iat: undefined },
      { purpose: 'delete' },
      { purpose: undefined },
      { role: 'admin' },
      { uid: 5 },
      { email: null },
      { jti: undefined },
    ];
    for (const change of changes) {
      expect(openLink(forge(plainHeader, change), secrets, now)).toEqual(unknown);
    }
  });

  it('is unknown, never an error, for any text at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter }), fc.base64String()), (text) => {
        expect(openLink(text, secrets, now)).toEqual(unknown);
      }),
    );
  });

  it('outlives a change of secrets until its own secret is taken away', () => {
    const token = signLink(claims, secrets);
    const rotated = parseSecrets(`${newEntry},${oldEntry}`);
    expect(rotated.signingKeyId).toBe('k2');
    expect(openLink(token, rotated, now)).toEqual({ state: 'valid', claims });
    expect(signLink(claims, rotated)).toBe(token);
    expect(openLink(token, parseSecrets(newEntry), now)).toEqual(unknown);
    const fresh = signLink({ ...claims, keyId: 'k2' }, rotated);
    expect(openLink(fresh, rotated, now).state).toBe('valid');
    expect(openLink(fresh, secrets, now)).toEqual(unknown);
  });

  it('is not made with a secret we do not have', () => {
    expect(() => signLink({ ...claims, keyId: 'k7' }, secrets)).toThrow(/k7/);
  });
});

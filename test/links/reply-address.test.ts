import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  bounceAddress,
  centralAddressOf,
  deriveBounceToken,
  deriveReplyToken,
  openAddress,
  replyAddress,
} from '../../service/links/reply-address.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { anyCharacter } from '../house/any-character.ts';

const domain = 'in.parley.example';
const one = 'k1:an-older-secret-of-at-least-32-bytes';
const two = 'k2:a-newer-secret-of-at-least-32-bytes!';
const secrets = parseSecrets(`${one},${two}`);

function withRandomCase(text: string, flags: readonly boolean[]): string {
  const cased = [...text].map((letter, i) =>
    flags[i % flags.length] ? letter.toUpperCase() : letter,
  );
  return cased.join('');
}

describe('reply and bounce addresses', () => {
  it('open to the token they were made of, whatever case they come back in', () => {
    const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(fc.uuid(), flags, (id, cases) => {
        const reply = deriveReplyToken(id, 'k1', secrets);
        const bounce = deriveBounceToken(id, 'k1', secrets);
        expect(openAddress(withRandomCase(replyAddress(reply, domain), cases), domain)).toEqual({
          kind: 'reply',
          token: reply,
        });
        expect(openAddress(withRandomCase(bounceAddress(bounce, domain), cases), domain)).toEqual({
          kind: 'bounce',
          token: bounce,
        });
      }),
    );
  });

  it('carry at least 128 bits in letters every mail server keeps', () => {
    const token = deriveReplyToken('attendee', 'k1', secrets);
    expect(token).toMatch(/^[a-z2-7]{32}$/);
    expect(replyAddress(token, domain).split('@')[0]?.length).toBeLessThanOrEqual(64);
  });

  it('differ for each person, use and secret, and never change for the same', () => {
    const tokens = [
      deriveReplyToken('a', 'k1', secrets),
      deriveReplyToken('b', 'k1', secrets),
      deriveReplyToken('a', 'k2', secrets),
      deriveBounceToken('a', 'k1', secrets),
    ];
    expect(new Set(tokens).size).toBe(4);
    expect(deriveReplyToken('a', 'k1', parseSecrets(`${two},${one}`))).toBe(tokens[0]);
  });

  it('tell our own mailboxes from strangers and from other domains', () => {
    const token = deriveReplyToken('a', 'k1', secrets);
    expect(openAddress(`Postmaster@IN.parley.example`, domain)).toEqual({ kind: 'postmaster' });
    for (const address of [
      `r-${token}x@${domain}`,
      `r-${token.slice(1)}@${domain}`,
      `x-${token}@${domain}`,
      `"r-${token}"@${domain}`,
      `r-${token}+tag@${domain}`,
      `r-${token}%other.example@${domain}`,
      `r-${token}@other.example@${domain}`,
      `@${domain}`,
    ]) {
      expect(openAddress(address, domain)).toEqual({ kind: 'unknown' });
    }
    for (const address of [
      `r-${token}@other.example`,
      `r-${token}@x.${domain}`,
      `r-${token}@${domain}.`,
      `r-${token}@${domain}@other.example`,
      `r-${token}`,
      'postmaster',
      '',
    ]) {
      expect(openAddress(address, domain)).toEqual({ kind: 'foreign' });
    }
  });

  it('tell the address our mails come from, when it is of our domain', () => {
    const central = centralAddressOf('Scheduling@IN.parley.example', domain);
    expect(central).toBe('scheduling@in.parley.example');
    expect(openAddress(`SCHEDULING@${domain}`, domain, central)).toEqual({ kind: 'central' });
    expect(openAddress(`scheduling@${domain}`, domain)).toEqual({ kind: 'unknown' });
    expect(openAddress(`scheduling@x.${domain}`, domain, central)).toEqual({ kind: 'foreign' });
    expect(centralAddressOf('scheduling@parley.example', domain)).toBeNull();
    // An operator's choice of it takes no reply address away.
    const reply = replyAddress(deriveReplyToken('a', 'k1', secrets), domain);
    expect(openAddress(reply, domain, reply).kind).toBe('reply');
    const master = `postmaster@${domain}`;
    expect(openAddress(master, domain, master)).toEqual({ kind: 'postmaster' });
  });

  it('are read without an error from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(['unknown', 'foreign']).toContain(openAddress(text, domain).kind);
      }),
    );
  });
});

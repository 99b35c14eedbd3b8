import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeTrust } from '../../service/inbox/judge-trust.ts';
import { limits } from '../../service/limits.ts';
import {
  authenticateMail,
  type Transmission,
} from '../../service/mail/sender/authenticate-mail.ts';
import { openZone, type Zone } from '../house/dns-zone.ts';
import { decline, keyRecord, seal, sign } from './signed-mail.ts';

const now = new Date('2027-03-01T10:00:00Z');
const key = { 's1._domainkey.guest.example TXT': [keyRecord] };
const sender = { 'guest.example TXT': ['v=spf1 ip4:192.0.2.0/24 -all'] };
const reject = { '_dmarc.guest.example TXT': ['v=DMARC1; p=reject'] };
const good: Zone = { ...key, ...sender, ...reject };

const guest = {
  ip: '192.0.2.7',
  helo: 'mail.guest.example',
  sender: 'gil@guest.example',
  from: ['gil@guest.example'],
};

async function look(raw: string, zone: Zone, changes: Partial<Transmission> = {}) {
  const { resolve, asked } = openZone(zone);
  const evidence = await authenticateMail(Buffer.from(raw), {
    ...guest,
    now,
    resolve,
    ...changes,
  });
  return { ...evidence, asked };
}

const elsewhere = { ip: '198.51.100.9', sender: 'bulk@attacker.example', helo: 'attacker.example' };

describe('a mail of a domain that signs', () => {
  it('passes, with all that speaks for it', async () => {
    const { asked, ...evidence } = await look(await sign(decline(), 'guest.example'), good);
    expect(evidence).toEqual({
      source: 'checked',
      spf: { result: 'pass', domain: 'guest.example', aligned: true },
      dkim: [{ result: 'pass', domain: 'guest.example', aligned: true, isUndersized: false }],
      dmarc: { result: 'pass', policy: 'reject', domain: 'guest.example' },
      arc: { result: 'none', sealer: null },
    });
    expect(asked.length).toBeLessThan(10);
  });

  it('passes by its signature alone when no mail server is known', async () => {
    const { spf, dmarc, asked } = await look(await sign(decline(), 'guest.example'), good, {
      ip: null,
    });
    expect(spf).toEqual({ result: 'none', domain: null, aligned: false });
    expect(dmarc.result).toBe('pass');
    expect(asked).not.toContain('guest.example TXT');
  });

  it('passes with line ends of LF alone', async () => {
    const signed = await sign(decline(), 'guest.example');
    const { dmarc } = await look(signed.replaceAll('\r\n', '\n'), good, { ip: null });
    expect(dmarc.result).toBe('pass');
  });

  it('passes by SPF of the name it said HELO with, when it has no sender', async () => {
    const zone = { ...reject, 'mail.guest.example TXT': ['v=spf1 ip4:192.0.2.7 -all'] };
    const { spf, dmarc } = await look(decline(), zone, { sender: '' });
    expect(spf).toEqual({ result: 'pass', domain: 'mail.guest.example', aligned: true });
    expect(dmarc.result).toBe('pass');
  });

  it('fails when its body was changed', async () => {
    const signed = await sign(decline().replace('DECLINED', 'ACCEPTED'), 'guest.example');
    const forged = signed.replace('ACCEPTED', 'DECLINED');
    const { dkim, dmarc } = await look(forged, good, elsewhere);
    expect(dkim[0]?.result).not.toBe('pass');
    expect(dmarc).toMatchObject({ result: 'fail', policy: 'reject' });
  });

  it('is not proved by a signature that leaves the end of the body open', async () => {
    const short = decline();
    const length = short.length - short.indexOf('\r\n\r\n') - 4;
    const signed = await sign(short, 'guest.example', { maxBodyLength: length });
    const more = `${signed}BEGIN:VCALENDAR\r\n`;
    const { dkim, dmarc } = await look(more, good, elsewhere);
    expect(dkim).toMatchObject([{ result: 'pass', isUndersized: true }]);
    expect(dmarc.result).toBe('fail');
    expect((await look(signed, good, elsewhere)).dmarc.result).toBe('pass');
  });

  it('does not pass any more when its signature has expired, or is by SHA-1', async () => {
    const expires = new Date('2027-03-01T09:30:00Z');
    const expiring = await sign(decline(), 'guest.example', { expires });
    const early = { ...elsewhere, now: new Date('2027-03-01T09:29:00Z') };
    expect((await look(expiring, good, early)).dmarc.result).toBe('pass');
    expect((await look(expiring, good, elsewhere)).dmarc.result).toBe('fail');
    const weak = await sign(decline(), 'guest.example', { algorithm: 'rsa-sha1' });
    const { dkim, dmarc } = await look(weak, good, elsewhere);
    expect([dkim[0]?.result, dmarc.result]).toEqual(['policy', 'fail']);
  });
});

describe('a mail nobody signed', () => {
  it.each([
    ['reject', 'v=DMARC1; p=reject', 'fail', 'reject'],
    ['quarantine', 'v=DMARC1; p=quarantine', 'fail', 'quarantine'],
    ['none', 'v=DMARC1; p=none', 'fail', 'none'],
  ])('fails under the policy its domain has: %s', async (_name, record, result, policy) => {
    const zone = { ...sender, '_dmarc.guest.example TXT': [record] };
    const { dmarc } = await look(decline(), zone, elsewhere);
    expect(dmarc).toEqual({ result, policy, domain: 'guest.example' });
  });

  it('is of a domain without a policy when there is no record', async () => {
    const { dmarc } = await look(decline(), {}, elsewhere);
    expect(dmarc).toEqual({ result: 'none', policy: null, domain: 'guest.example' });
  });

  it('falls under the policy for sub-domains', async () => {
    const zone = { '_dmarc.guest.example TXT': ['v=DMARC1; p=none; sp=reject'] };
    const raw = decline('gil@team.guest.example');
    const { dmarc } = await look(raw, zone, { ...elsewhere, from: ['gil@team.guest.example'] });
    expect(dmarc).toEqual({ result: 'fail', policy: 'reject', domain: 'team.guest.example' });
  });

  it('fails under a signature of another domain, be it a famous one', async () => {
    const zone = { ...good, 's1._domainkey.google.com TXT': [keyRecord] };
    const signed = await sign(decline(), 'google.com');
    const { dkim, dmarc } = await look(signed, zone, elsewhere);
    expect(dkim).toMatchObject([{ result: 'pass', domain: 'google.com', aligned: false }]);
    expect(dmarc.result).toBe('fail');
  });
});

describe('a mail with more than one author', () => {
  it.each([
    ['two From fields', `From: eve@attacker.example\r\n${decline()}`],
    ['one From of two domains', decline('gil@guest.example, eve@attacker.example')],
    ['no From', decline().replace(/^From:.*\r\n/, '')],
  ])('never passes: %s', async (_name, raw) => {
    // SPF alone would be enough for a mail with the one From.
    expect((await look(raw, good)).dmarc.result).toBe('permerror');
  });

  it('never passes for an author that its reader does not see', async () => {
    const signed = await sign(decline(), 'guest.example');
    const others = [['eve@attacker.example'], ['gil@guest.example', 'eve@b.example'], []];
    // Of one domain: everybody there could be taken for everybody else.
    for (const from of [...others, ['eve@guest.example']]) {
      expect((await look(signed, good, { from })).dmarc.result).toBe('permerror');
    }
  });
});

describe('when DNS does not answer', () => {
  it.each([
    ['the policy', { ...good, '_dmarc.guest.example TXT': 'ETIMEOUT' }],
    ['the policy of the domain above', { ...key, '_dmarc.example TXT': 'ESERVFAIL' }],
    ['the key', { ...reject, 's1._domainkey.guest.example TXT': 'ETIMEOUT' }],
    ['the permitted senders', { ...reject, 'guest.example TXT': 'EREFUSED' }],
    ['anything', { '* TXT': 'ECONNREFUSED' }],
  ])('nothing is known, and nothing passes: %s', async (_name, zone) => {
    const { dmarc } = await look(await sign(decline(), 'guest.example'), zone);
    expect(dmarc.result).toBe('temperror');
  });

  it('what was proved in spite of it stays proved', async () => {
    const zone = { ...good, 'guest.example TXT': 'ETIMEOUT' };
    const { spf, dmarc } = await look(await sign(decline(), 'guest.example'), zone);
    expect(spf.result).toBe('temperror');
    expect(dmarc.result).toBe('pass');
  });

  it('a key of somebody else changes nothing', async () => {
    const zone = { ...reject, ...sender, 's1._domainkey.attacker.example TXT': 'ETIMEOUT' };
    const signed = await sign(decline(), 'attacker.example');
    expect((await look(signed, zone, elsewhere)).dmarc.result).toBe('fail');
  });
});

describe('a mail that was passed on', () => {
  const sealKeys = {
    's1._domainkey.google.com TXT': [keyRecord],
    's1._domainkey.attacker.example TXT': [keyRecord],
  };
  const passed =
    'dkim=pass header.d=guest.example; dmarc=pass (p=REJECT) header.from=guest.example';
  const trustOf = async (raw: string, zone: Zone = { ...good, ...sealKeys }) => {
    const evidence = await look(raw, zone, elsewhere);
    return { ...evidence.arc, trust: judgeTrust(evidence, null) };
  };

  it('is vouched for by a sealer we trust, which saw it pass', async () => {
    const sealed = await seal(decline(), 'google.com', passed);
    expect(await trustOf(sealed)).toEqual({
      result: 'pass',
      sealer: 'google.com',
      trust: 'unproven',
    });
  });

  it('is not vouched for by anybody else', async () => {
    const sealed = await seal(decline(), 'attacker.example', passed);
    expect(await trustOf(sealed)).toEqual({
      result: 'pass',
      sealer: 'attacker.example',
      trust: 'failed',
    });
  });

  it.each([
    ['it failed there', 'dmarc=fail (p=REJECT) header.from=guest.example'],
    ['it passed there for another domain', 'dmarc=pass header.from=attacker.example'],
    ['nothing is said of it', 'spf=pass smtp.mailfrom=eve@attacker.example'],
    ['both is said', `${passed}; dmarc=fail header.from=guest.example`],
  ])('is not vouched for when %s', async (_name, results) => {
    const sealed = await seal(decline(), 'google.com', results);
    expect(await trustOf(sealed)).toEqual({
      result: 'policy',
      sealer: 'google.com',
      trust: 'failed',
    });
  });

  it('is not vouched for when it was changed after that', async () => {
    const sealed = await seal(decline(), 'google.com', passed);
    const changed = sealed.replace('SEQUENCE:0', 'SEQUENCE:1');
    expect(await trustOf(changed)).toMatchObject({ result: 'fail', trust: 'failed' });
  });

  it('waits when DNS does not give the key of its seal', async () => {
    const sealed = await seal(decline(), 'google.com', passed);
    const zone = { ...good, 's1._domainkey.google.com TXT': 'ETIMEOUT' };
    expect(await trustOf(sealed, zone)).toMatchObject({ result: 'temperror', trust: 'undecided' });
  });
});

describe('a mail made to cost time', () => {
  const manySignatures = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_one, index) => line(index)).join('');

  it('is not checked at all with hundreds of signatures', async () => {
    const signed = await sign(decline(), 'guest.example');
    const [signature = ''] = /^DKIM-Signature[\s\S]*?\r\n(?=[A-Z])/.exec(signed) ?? [];
    const raw = manySignatures(200, (index) => signature.replace('s=s1', `s=s${index}`)) + signed;
    const { dmarc, asked } = await look(raw, good);
    expect(dmarc.result).toBe('permerror');
    expect(asked).toEqual([]);
  });

  it('is not checked at all with an endless head', async () => {
    for (const raw of [`X-A: ${'b'.repeat(300_000)}\r\n${decline()}`, '\t\r\n'.repeat(100_000)]) {
      const { dmarc, asked } = await look(raw, good);
      expect({ result: dmarc.result, asked }).toEqual({ result: 'permerror', asked: [] });
    }
  });

  it('asks DNS only so often, whatever its domain includes', async () => {
    const include = (name: string) => [
      `v=spf1 ${manySignatures(30, (index) => `include:${name}${index}.attacker.example `)}-all`,
    ];
    const zone = { ...reject, 'attacker.example TXT': include('a'), '* TXT': include('b') };
    const { spf, dmarc, asked } = await look(decline(), zone, elsewhere);
    expect(spf.result).toBe('permerror');
    expect(['fail', 'none', 'permerror']).toContain(dmarc.result);
    expect(asked.length).toBeLessThanOrEqual(limits.dnsQuestionsPerMail);
  });

  it('fails for good when it asked more than it may', async () => {
    const hosts = Array.from({ length: 10 }, (_one, index) => ({
      exchange: `mx${index}.attacker.example`,
      priority: index,
    }));
    const zone = {
      ...reject,
      'attacker.example TXT': [
        `v=spf1 ${manySignatures(9, (index) => `mx:d${index}.attacker.example `)}-all`,
      ],
      '* MX': hosts.map((host) => ({ ...host })),
      '* A': ['203.0.113.1'],
    };
    const spread = {
      ...Object.fromEntries(
        hosts.map((_host, index) => [
          `d${index}.attacker.example MX`,
          hosts.map((host) => ({ ...host, exchange: `${index}${host.exchange}` })),
        ]),
      ),
      ...zone,
    };
    const { dmarc, asked } = await look(decline(), spread, elsewhere);
    expect(asked.length).toBe(limits.dnsQuestionsPerMail);
    expect(dmarc.result).toBe('permerror');
  });

  it('is given up after the time it may take', async () => {
    const { resolve } = openZone({ '* TXT': 'silence' });
    const { spf, dmarc, arc } = await authenticateMail(
      Buffer.from(decline()),
      { ...guest, now, resolve },
      100,
    );
    expect([spf.result, dmarc.result, arc.result]).toEqual(Array(3).fill('temperror'));
  });
});

it('never rejects, whatever bytes it gets', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.string({ maxLength: 40 }),
          fc.constantFrom('From: ', '\r\n', '\n\n', 'DKIM-Signature: v=1; a=rsa-sha256; d=', '@'),
          fc.constantFrom('ARC-Seal: i=1; cv=none; ', '; s=s1; h=from; bh=; b=', '__proto__'),
        ),
        { maxLength: 20 },
      ),
      async (pieces) => {
        const { dmarc } = await look(pieces.join(''), good, { from: [] });
        expect(dmarc.result).not.toBe('pass');
      },
    ),
    { numRuns: 60 },
  );
});

it('passes no decline of which author or body were changed by one character', async () => {
  const signed = await sign(decline(), 'guest.example');
  const from = signed.indexOf('From: ');
  const body = signed.indexOf('\r\n\r\n') + 4;
  const places = [
    ...Array.from({ length: signed.indexOf('\r\n', from) - from }, (_one, at) => from + at),
    ...Array.from({ length: signed.trimEnd().length - body }, (_one, at) => body + at),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.constantFrom('A', 'z', '0', '@', ',', '<', ':', ';'),
      fc.boolean(),
      async (at, letter, isInserted) => {
        fc.pre(signed[at] !== letter && !(signed.slice(at, at + 6) === 'From: '));
        const changed = signed.slice(0, at) + letter + signed.slice(isInserted ? at : at + 1);
        const { dmarc } = await look(changed, good, elsewhere);
        expect(dmarc.result).not.toBe('pass');
      },
    ),
    { numRuns: 150 },
  );
});

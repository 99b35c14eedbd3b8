import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFrontRelay } from '../../service/mail/sender/front-relay.ts';

const id = 'mx.relay.example';
const from = ['gil@guest.example'];
const received = (by: string) => `Received: from a.example by ${by} (Postfix) id 1;\r\n\tMon`;
const told = (results: string, by = id) => `Authentication-Results: ${by};\r\n ${results}`;
const pass = 'dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=guest.example';

const read = (...lines: string[]) =>
  readFrontRelay(
    Buffer.from([...lines, 'From: gil@guest.example', '', 'hello'].join('\r\n')),
    id,
    from,
  );

describe('what the relay in front writes', () => {
  it('is read in the way Google writes it', () => {
    const evidence = read(
      'Delivered-To: x',
      received('mx.relay.example'),
      told(
        'dkim=pass header.i=@guest.example header.s=s1 header.b="ab/c;d";\r\n' +
          '       spf=pass (relay.example: domain of gil@guest.example designates; 192.0.2.7' +
          ' as permitted) smtp.mailfrom=gil@guest.example;\r\n' +
          `       ${pass}`,
      ),
    );
    expect(evidence).toEqual({
      source: 'front-relay',
      spf: { result: 'pass', domain: 'guest.example', aligned: true },
      dkim: [{ result: 'pass', domain: 'guest.example', aligned: true, isUndersized: false }],
      dmarc: { result: 'pass', policy: 'reject', domain: 'guest.example' },
      arc: { result: 'none', sealer: null },
    });
  });

  it.each([
    ['Microsoft', 'dmarc=fail action=quarantine header.from=guest.example;compauth=fail', null],
    ['rspamd', 'dmarc=fail reason="No valid SPF" (policy=none) header.from=guest.example', 'none'],
    ['OpenDMARC', 'dmarc=fail (p=quarantine dis=none) header.from=guest.example', 'quarantine'],
    [
      'Fastmail',
      'dmarc=fail (p=reject,d=reject) policy.published-domain-policy=reject' +
        ' header.from=guest.example',
      'reject',
    ],
    ['two policies', 'dmarc=fail (p=NONE sp=REJECT) header.from=guest.example', null],
    ['spaces', 'DMARC / 1 = Fail ( p=none ) Header.From = "guest.example"', 'none'],
  ])('is read in the way others write it: %s', (_name, results, policy) => {
    const { dmarc } = read(received('mx.relay.example'), told(results));
    expect(dmarc).toEqual({ result: 'fail', policy, domain: 'guest.example' });
  });

  it('may be several fields, with a version and in any case', () => {
    const { spf, dkim, dmarc } = read(
      received('mx.relay.example'),
      told('dmarc=pass header.from=guest.example', 'MX.relay.example 1'),
      'DKIM-Filter: OpenDKIM Filter v2.11.0',
      told('dkim=pass header.d=guest.example; dkim=fail header.d=list.example'),
      'Received-SPF: pass',
      told('spf=softfail smtp.helo=a.example'),
    );
    expect(dmarc.result).toBe('pass');
    expect(dkim.map((one) => one.result)).toEqual(['pass', 'fail']);
    expect(spf).toEqual({ result: 'softfail', domain: 'a.example', aligned: false });
  });

  it('counts below what filters and servers of its own add', () => {
    const hops = ['mail.relay.example', 'localhost', 'mx.relay.example'].map(received);
    expect(read(...hops, told(pass)).dmarc.result).toBe('pass');
  });

  it('may be about the domain that the domain of From belongs to', () => {
    const raw = Buffer.from(`${told(pass)}\r\n\r\n`);
    expect(readFrontRelay(raw, id, ['gil@team.guest.example']).dmarc.result).toBe('pass');
  });

  it('says what DNS did not', () => {
    const { dmarc } = read(told('dmarc=temperror header.from=guest.example'));
    expect(dmarc.result).toBe('temperror');
    expect(read(told('dmarc=bestguesspass header.from=guest.example')).dmarc.result).toBe('none');
  });
});

describe('what is not the word of the relay', () => {
  it.each([
    ['nothing', [received('mx.relay.example')]],
    ['of another server', [told(pass, 'mx.attacker.example')]],
    ['without DMARC', [told('dkim=pass header.d=guest.example')]],
    ['none at all', [told('none')]],
    ['in a comment', [told(`(${pass})`)]],
    ['in a comment in a comment', [told(`spf=none (a (b) ; ${pass})`)]],
    ['in a quoted string', [told(`spf=none smtp.mailfrom="a; ${pass} "@b.example`)]],
    ['below the mark of another server', [received(id), received('a.example'), told(pass)]],
    ['in the body', [received(id), '', told(pass)]],
    ['behind a bare CR, where the relay sees no field', [received(id), `X-A: b\r${told(pass)}`]],
    ['with a blank before the colon', [received(id), told(pass).replace(':', ' :')]],
  ])('is taken as no word: %s', (_name, lines) => {
    expect(read(...lines)).toMatchObject({ source: 'missing', dmarc: { result: 'permerror' } });
  });

  it.each([
    ['another domain', 'dmarc=pass header.from=attacker.example'],
    ['no domain', 'dmarc=pass'],
    ['a top-level domain', 'dmarc=pass header.from=example'],
    ['two that differ', `dmarc=fail header.from=guest.example; ${pass}`],
    ['a word nobody knows', 'dmarc=passed header.from=guest.example'],
  ])('never passes: %s', (_name, results) => {
    expect(read(told(results)).dmarc.result).toBe('permerror');
  });

  it('never passes for two authors', () => {
    const raw = Buffer.from(`${told(pass)}\r\n\r\n`);
    const two = ['gil@guest.example', 'eve@attacker.example'];
    expect(readFrontRelay(raw, id, two).dmarc.result).toBe('permerror');
    expect(readFrontRelay(raw, id, []).dmarc.result).toBe('permerror');
  });

  it('is overruled by what the relay wrote above it', () => {
    const own = told('dmarc=fail (p=REJECT) header.from=guest.example');
    for (const between of [[], ['Received-SPF: fail'], ['X-Mailer: forged'], [received(id)]]) {
      const { dmarc } = read(received(id), own, ...between, told(pass));
      expect(dmarc.result).not.toBe('pass');
    }
    const forged = read(own, 'To: x', told(`dkim=pass header.d=guest.example; ${pass}`));
    expect(forged).toMatchObject({ dkim: [], dmarc: { result: 'fail' } });
  });

  it('never passes by accident, whatever it looks like', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('dmarc', '=', ';', '(', ')', '"', '\\', ' ', 'pass', '/', 'x'), {
          maxLength: 30,
        }),
        (pieces) => {
          expect(read(told(pieces.join(''))).dmarc.result).not.toBe('pass');
        },
      ),
    );
  });
});

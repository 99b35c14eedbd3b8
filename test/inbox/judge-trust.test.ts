import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeTrust, trustedSealers } from '../../service/inbox/judge-trust.ts';
import {
  type AuthResult,
  type MailAuthentication,
  nothingKnown,
} from '../../service/mail/mail-authentication.ts';

const notification = 'calendar-notification@google.com';

/** A mail of which nothing is known but this. */
const evidence = (changes: Partial<MailAuthentication>): MailAuthentication => ({
  source: 'checked',
  spf: { result: 'none', domain: null, aligned: false },
  dkim: [],
  dmarc: { result: 'none', policy: null, domain: 'guest.example' },
  arc: { result: 'none', sealer: null },
  ...changes,
});

const dmarc = (result: AuthResult, policy: MailAuthentication['dmarc']['policy'] = null) => ({
  dmarc: { result, policy, domain: 'guest.example' },
});
const google = (result: AuthResult, isUndersized = false) => ({
  dkim: [{ result, domain: 'google.com', aligned: false, isUndersized }],
});
const sealed = (result: AuthResult, sealer: string) => ({ arc: { result, sealer } });

describe('how far a mail is trusted', () => {
  it.each([
    ['its domain stands for it', dmarc('pass', 'reject'), 'proven'],
    ['its domain has no policy', dmarc('none'), 'unproven'],
    ['its domain asks for nothing', dmarc('fail', 'none'), 'unproven'],
    ['its domain wants it set aside', dmarc('fail', 'quarantine'), 'failed'],
    ['its domain wants it refused', dmarc('fail', 'reject'), 'failed'],
    ['nobody told the policy it fails under', dmarc('fail', null), 'failed'],
    ['DNS does not answer', dmarc('temperror'), 'undecided'],
    ['it could not be checked', dmarc('permerror'), 'failed'],
  ] as const)('%s', (_name, changes, trust) => {
    expect(judgeTrust(evidence(changes), null)).toBe(trust);
  });

  it('not far and not little when nobody checks', () => {
    expect(judgeTrust(null, notification)).toBe('unproven');
  });

  it('fails when the relay in front said nothing, whatever else is known', () => {
    expect(judgeTrust(nothingKnown('permerror', 'missing'), null)).toBe('failed');
    const rest = { source: 'missing', ...dmarc('pass'), ...google('pass') } as const;
    expect(judgeTrust(evidence(rest), notification)).toBe('failed');
  });

  it('Google Calendar is believed in the name of anybody, and only when it signed', () => {
    const failing = dmarc('fail', 'reject');
    const trustOf = (changes: Partial<MailAuthentication>, sender: string | null) =>
      judgeTrust(evidence({ ...failing, ...changes }), sender);
    expect(trustOf(google('pass'), notification)).toBe('unproven');
    expect(trustOf(google('pass'), null)).toBe('failed');
    expect(trustOf(google('pass'), 'eve@google.com')).toBe('failed');
    expect(trustOf(google('fail'), notification)).toBe('failed');
    expect(trustOf(google('pass', true), notification)).toBe('failed');
    expect(trustOf(google('temperror'), notification)).toBe('undecided');
    expect(trustOf({}, notification)).toBe('failed');
  });

  it('a forwarder we trust is believed, and nobody else who seals', () => {
    const failing = dmarc('fail', 'reject');
    for (const sealer of trustedSealers) {
      const trustOf = (result: AuthResult) =>
        judgeTrust(evidence({ ...failing, ...sealed(result, sealer) }), null);
      expect(trustOf('pass')).toBe('unproven');
      expect(trustOf('policy')).toBe('failed');
      expect(trustOf('fail')).toBe('failed');
      expect(trustOf('temperror')).toBe('undecided');
    }
    const stranger = sealed('pass', 'google.com.attacker.example');
    expect(judgeTrust(evidence({ ...failing, ...stranger }), null)).toBe('failed');
  });
});

it('is proven by DMARC alone, and never after DNS failed to answer for it', () => {
  const results = ['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror'] as const;
  const anyEvidence = fc.record({
    source: fc.constantFrom('checked', 'front-relay', 'missing'),
    spf: fc.record({
      result: fc.constantFrom(...results),
      domain: fc.constant('guest.example'),
      aligned: fc.boolean(),
    }),
    dkim: fc.array(
      fc.record({
        result: fc.constantFrom(...results),
        domain: fc.constantFrom('google.com', 'guest.example'),
        aligned: fc.boolean(),
        isUndersized: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    dmarc: fc.record({
      result: fc.constantFrom(...results),
      policy: fc.constantFrom('none', 'quarantine', 'reject', null),
      domain: fc.constant('guest.example'),
    }),
    arc: fc.record({
      result: fc.constantFrom(...results),
      sealer: fc.constantFrom('google.com', 'attacker.example', null),
    }),
  }) satisfies fc.Arbitrary<MailAuthentication>;
  fc.assert(
    fc.property(anyEvidence, fc.constantFrom(notification, null), (one, sender) => {
      const isProven = judgeTrust(one, sender) === 'proven';
      expect(isProven).toBe(one.dmarc.result === 'pass' && one.source !== 'missing');
    }),
  );
});

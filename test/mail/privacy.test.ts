import { describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { firstNameOf } from '../../service/mail/first-name.ts';
import { hideAddresses } from '../../service/mail/hide-addresses.ts';
import { writeMail } from '../../service/mail/write-mail.ts';
import { messageKinds } from '../../service/scheduling/decision.ts';
import { sampleFacts, secrets } from './mail-samples.ts';

describe('privacy', () => {
  it('no mail ever shows one person the address of the other', async () => {
    const canary = 'hanna.host@canary.example';
    for (const kind of messageKinds) {
      const facts = sampleFacts(kind, {
        otherFirstName: canary,
        reason: `write to ${canary}, please`,
        proposal: {
          proposedByRecipient: false,
          startUtc: '2027-03-04T14:00:00Z',
          durationMinutes: 60,
          note: `-- \nHanna Host <${canary.toUpperCase()}>`,
        },
        suggestedStartUtc: '2027-03-04T14:00:00Z',
        doubt: {
          because: 'other-address',
          answer: null,
          startUtc: '2027-03-04T14:00:00Z',
          durationMinutes: 60,
          comment: `Sent from ${canary}`,
        },
      });
      const { raw, subject } = await writeMail(facts, secrets, { redirectTo: null });
      const mail = await simpleParser(raw);
      const parts = mail.attachments.map((part) => part.content.toString('utf8'));
      const head = raw.toString('latin1').split('\r\n\r\n')[0];
      const seen = [subject, head, mail.text, mail.html, ...parts].join('\n');
      const unfolded = seen.replace(/\r\n[ \t]/g, '');
      expect(unfolded.toLowerCase()).not.toContain('canary');
      const found = new Set(unfolded.match(/[\w.-]+@[\w.-]+\w/g));
      const foreign = [...found].filter(
        (address) => !/@(in\.)?parley\.example$|^gina@example\.net$/.test(address),
      );
      expect(foreign).toEqual([]);
    }
  });

  it('words keep everything but addresses', () => {
    expect(hideAddresses('See you at 3 @ the clinic', null)).toBe('See you at 3 @ the clinic');
    expect(hideAddresses('me@a.example,<You@b.example>', null)).toBe(
      '[address hidden],<[address hidden]>',
    );
    expect(hideAddresses('ask Help@app.example', 'help@app.example')).toBe('ask Help@app.example');
    expect(hideAddresses('  ', null)).toBeNull();
  });

  it.each([
    '"hanna host"@canary.example',
    'hanna@[192.0.2.1]',
    'hanna\uFF20canary.example',
    'mailto:hanna%40canary.example?subject=hi',
    'https://meet.example/reschedule?r=eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImhhbiJ9.c2ln',
    'https://meet.example/approve?t=3DeyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImhhbiJ9.c2ln',
  ])('words lose an address in any spelling, and the token of a link: %s', (given) => {
    const told = hideAddresses(`See ${given} now`, null);
    expect(told).toMatch(/^See .*hidden\]\S* now$/);
    expect(told).not.toMatch(/canary|192\.0|eyJ/);
  });

  it.each([
    ['Host, Hanna', 'Hanna'],
    ['van der Host, Hanna Maria', 'Hanna'],
    ['Hanna Host, PhD', 'Hanna'],
    ['H. Host', 'H.'],
    ['Prof. Dr. Hanna Host', 'Hanna'],
    ['Dr Hanna Host', 'Hanna'],
    ['hanna.host', 'hanna'],
    ['hanna_host', 'hanna'],
    ['Hanna (Host)', 'Hanna'],
    ['Hanna\u200bHost', 'Hanna'],
    ['Dr. Host', null],
    ['Mrs Host', null],
    ['host\uFF20canary.example', null],
  ])('the first name of %s is %s, and never the last one', (name, first) => {
    expect(firstNameOf(name)).toBe(first);
  });
});

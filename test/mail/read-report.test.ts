import { describe, expect, it } from '@jest/globals';
import { readMail } from '../../service/mail/read-mail.ts';
import { buildIcs, buildMail, type SamplePart } from './mime-samples.ts';

const daemon = ['From: Mail Delivery System <MAILER-DAEMON@mx.example>', 'Subject: Undelivered'];
const bounced = { from: '', to: 'b-token@in.parley.example' };

function report(status: string, ...more: SamplePart[]): Buffer {
  return buildMail(daemon, {
    type: 'multipart/report; report-type=delivery-status',
    body: [
      { type: 'text/plain', body: 'It could not be delivered.' },
      { type: 'message/delivery-status', body: status },
      ...more,
    ],
  });
}

const mtaBlock = 'Reporting-MTA: dns; mx.example\r\n';

describe('a delivery report', () => {
  it('tells each recipient its own fate, and which mail it was', async () => {
    const status = [
      mtaBlock,
      'Final-Recipient: rfc822; <Gone@Example.net>',
      'Action: failed',
      'Status: 5.0.0',
      'Diagnostic-Code: smtp; 550 5.1.1 no such',
      ' mailbox',
      '',
      '',
      'Final-Recipient: rfc822;full@example.net',
      'Action: delayed',
      'Status: 4.2.2 (mailbox full)',
      '',
      'Original-Recipient: rfc822;there@example.net',
      'Final-Recipient: rfc822;inner@example.net',
      'Action: delivered',
    ].join('\r\n');
    const original: SamplePart = {
      type: 'message/rfc822',
      body: 'Subject: Invitation\r\nMessage-ID:\r\n <out-1@in.parley.example>\r\n\r\nbody',
    };
    const reading = await readMail(report(status, original), bounced);
    expect(reading).toMatchObject({
      kind: 'report',
      automatic: true,
      calendar: null,
      originalMessageId: '<out-1@in.parley.example>',
    });
    expect(reading.recipients).toEqual([
      {
        address: 'gone@example.net',
        action: 'failed',
        status: '5.1.1',
        diagnostic: 'smtp; 550 5.1.1 no such mailbox',
      },
      { address: 'full@example.net', action: 'delayed', status: '4.2.2', diagnostic: null },
      { address: 'there@example.net', action: 'delivered', status: null, diagnostic: null },
    ]);
  });

  it('never takes the returned invitation for an answer', async () => {
    const ics = buildIcs('REPLY', ['ATTENDEE;PARTSTAT=DECLINED:mailto:gina@example.net']);
    const inner = buildMail(['Message-ID: <out-2@in.parley.example>'], {
      type: 'text/calendar; method=REPLY',
      body: ics,
    });
    const status = `${mtaBlock}\r\nFinal-Recipient: rfc822;a@b.example\r\nAction: failed`;
    for (const type of ['message/rfc822', 'message/global']) {
      const raw = report(status, { type, body: inner.toString('utf8') });
      expect(await readMail(raw, bounced)).toMatchObject({
        kind: 'report',
        calendar: null,
        originalMessageId: '<out-2@in.parley.example>',
      });
    }
  });

  it('finds the mail by its returned head alone', async () => {
    const head = 'From: x@y.example\r\nMessage-Id: <out-3@in.parley.example>\r\n';
    const raw = report(mtaBlock, { type: 'text/rfc822-headers', body: head });
    expect((await readMail(raw, bounced)).originalMessageId).toBe('<out-3@in.parley.example>');
  });

  it('keeps to the first 50 of ever so many recipients, and to plain fields', async () => {
    const block =
      '__proto__: polluted\r\nFinal-Recipient: rfc822;a@b.example\r\nAction: failed\r\n';
    const { recipients } = await readMail(
      report(`${mtaBlock}\r\n${`${block}\r\n`.repeat(2_000)}`),
      bounced,
    );
    expect(recipients).toHaveLength(50);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('a bounce in words', () => {
  it('is read from its failed recipients and its reply code', async () => {
    const raw = buildMail([...daemon, 'X-Failed-Recipients: gone@example.net'], {
      type: 'text/plain',
      body: [
        'gone@example.net',
        '  550 5.1.1 unknown',
        '-- This is a copy of your message',
        'Message-ID: <out-4@in.parley.example>',
      ].join('\r\n'),
    });
    expect(await readMail(raw, bounced)).toMatchObject({
      kind: 'report',
      originalMessageId: '<out-4@in.parley.example>',
      recipients: [{ address: 'gone@example.net', action: 'failed', status: '5.1.1' }],
    });
  });

  it('is understood where only words say that the mailbox is not there', async () => {
    const raw = buildMail(['From: postmaster@mx.example', 'Subject: Mail delivery failed'], {
      type: 'text/plain',
      body: 'The user gone@example.net does not exist here.',
    });
    const { recipients } = await readMail(raw, bounced);
    expect(recipients).toMatchObject([{ address: 'gone@example.net', status: '5.1.1' }]);
  });

  it('is not seen in a letter that speaks of one', async () => {
    const raw = buildMail(['From: gina@example.net', 'Subject: Re: Undelivered mail'], {
      type: 'text/plain',
      body: 'I got "550 5.1.1 user unknown" when I wrote to you.',
    });
    const reading = await readMail(raw, { from: 'gina@example.net', to: 'r-token@x.example' });
    expect(reading.kind).toBe('human');
  });
});

describe('a complaint', () => {
  it('is told from a bounce, and names the mail complained about', async () => {
    const raw = buildMail(['From: fbl@isp.example'], {
      type: 'multipart/report; report-type=feedback-report',
      body: [
        { type: 'text/plain', body: 'Abuse report' },
        { type: 'message/feedback-report', body: 'Feedback-Type: abuse\r\n' },
        { type: 'message/rfc822', body: 'Message-ID: <out-5@in.parley.example>\r\n\r\n' },
      ],
    });
    expect(await readMail(raw, bounced)).toMatchObject({
      kind: 'complaint',
      originalMessageId: '<out-5@in.parley.example>',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { readMail } from '../../service/mail/read-mail.ts';
import { base64, buildIcs, buildMail, envelope, type SamplePart } from './mime-samples.ts';

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

describe('a failure', () => {
  const told = async (diagnostic: string, status = '5.0.0') => {
    const block = `Final-Recipient: rfc822;a@b.example\r\nAction: failed\r\nStatus: ${status}`;
    const raw = report(`${mtaBlock}\r\n${block}\r\nDiagnostic-Code: ${diagnostic}`);
    return (await readMail(raw, bounced)).recipients[0]?.status;
  };

  it.each([
    ['smtp; 550 No such user here', '5.1.1'],
    ['smtp; 550 unknown user <a@b.example> (in reply to RCPT TO command)', '5.1.1'],
    ['smtp; 550 unknown user <a@b.example> (in reply to end of DATA command)', '5.0.0'],
    ['smtp; 552 mailbox full, user unknown', '5.2.2'],
    ['smtp; 550 Mailbox is frozen', '5.2.1'],
    ['smtp; 554 Host network not allowed', '5.7.1'],
    ['smtp; 550 Host or domain name not found', '5.1.2'],
    ['smtp; 552 Message size exceeds fixed limit', '5.3.4'],
    ['smtp; 550 something else', '5.0.0'],
  ])('without a telling code is told by its words: %s', async (words, status) => {
    expect(await told(words)).toBe(status);
  });

  it('with a telling code keeps it, whatever the words', async () => {
    expect(await told('smtp; 550 5.7.1 user unknown', '5.7.1')).toBe('5.7.1');
    expect(await told('smtp; 450 4.2.0 user unknown', '4.2.0')).toBe('4.2.0');
  });

  it('of one recipient is told by the sentences before, of two by neither', async () => {
    const block = (name: string) => `Final-Recipient: rfc822;${name}@b.example\r\nAction: failed`;
    const sentences = (blocks: readonly string[]) =>
      buildMail(daemon, {
        type: 'multipart/report; report-type=delivery-status',
        body: [
          { type: 'text/plain', body: 'a@b.example: 550 user unknown' },
          { type: 'message/delivery-status', body: [mtaBlock, ...blocks].join('\r\n') },
        ],
      });
    const statusesOf = async (blocks: readonly string[]) =>
      (await readMail(sentences(blocks), bounced)).recipients.map(({ status }) => status);
    expect(await statusesOf([block('a')])).toEqual(['5.1.1']);
    expect(await statusesOf([`${block('a')}\r\n`, block('c')])).toEqual([null, null]);
  });

  it('of two recipients in words stays with each of them', async () => {
    const raw = buildMail([...daemon, 'X-Failed-Recipients: a@b.example, c@d.example'], {
      type: 'text/plain',
      body: 'a@b.example\r\n  550 5.1.1 unknown\r\nc@d.example\r\n  452 4.2.2 mailbox full',
    });
    expect((await readMail(raw, bounced)).recipients).toMatchObject([
      { address: 'a@b.example', action: 'failed', status: '5.1.1' },
      { address: 'c@d.example', action: 'delayed', status: '4.2.2' },
    ]);
  });
});

describe('the mail a report is about', () => {
  const organizer = 'ORGANIZER;CN="Parley; Sessions":mailto:R-abc@in.parley.example';
  const ics = buildIcs('REQUEST', [organizer, 'ATTENDEE:mailto:gina@example.net']);
  const head = 'Reply-To: r-def@in.parley.example\r\nMessage-ID: <out-6@in.parley.example>';
  const find = async (original: SamplePart) => {
    const { originalMessageId, originalOrganizer } = await readMail(
      report(mtaBlock, original),
      bounced,
    );
    return [originalMessageId, originalOrganizer];
  };

  it.each(['message/rfc822', 'message/global', 'message/partial; number=1; id=x'])(
    'is known by the ORGANIZER of the calendar in a returned %s',
    async (type) => {
      const inner = buildMail([head], {
        type: 'multipart/mixed',
        body: [
          { type: 'text/plain', body: 'Hello' },
          {
            type: 'text/calendar; method=REQUEST',
            headers: ['Content-Transfer-Encoding: base64'],
            body: base64(ics),
          },
        ],
      });
      // Both mails are built alike, and one boundary inside the other would end it.
      const body = inner.toString('utf8').replace(/"b"/g, '"inner"').replace(/^--b/gm, '--inner');
      expect(await find({ type, body })).toEqual([
        '<out-6@in.parley.example>',
        'r-abc@in.parley.example',
      ]);
    },
  );

  it('is known by a calendar that was cut short', async () => {
    const inner = buildMail([head], { type: 'text/calendar', body: ics.slice(0, 250) });
    const found = await find({ type: 'message/rfc822', body: inner.toString('utf8') });
    expect(found).toEqual(['<out-6@in.parley.example>', 'r-abc@in.parley.example']);
  });

  it.each(['text/rfc822-headers', 'message/rfc822-headers', 'message/global-headers'])(
    'is known by its Reply-To where only %s come back',
    async (type) => {
      const found = await find({ type, body: head });
      expect(found).toEqual(['<out-6@in.parley.example>', 'r-def@in.parley.example']);
    },
  );

  it('is known by what a bounce in words quotes', async () => {
    const quoted = ['It failed.', '', head, '', ics].join('\r\n').replace(/^/gm, '> ');
    const raw = buildMail(daemon, { type: 'text/plain', body: `Sorry\r\n\r\n${quoted}` });
    expect(await readMail(raw, bounced)).toMatchObject({
      kind: 'report',
      originalMessageId: '<out-6@in.parley.example>',
      originalOrganizer: 'r-abc@in.parley.example',
    });
  });
});

describe('feedback', () => {
  const feedback = (type: string) =>
    buildMail(['From: fbl@isp.example'], {
      type: 'multipart/report; report-type=feedback-report',
      body: [
        { type: 'text/plain', body: 'A report' },
        {
          type: 'message/feedback-report',
          body: `Feedback-Type: ${type}\r\nOriginal-Rcpt-To: <Gina@example.net>\r\n`,
        },
        { type: 'text/rfc822-headers', body: 'Message-ID: <out-7@in.parley.example>' },
      ],
    });

  it('of abuse is a complaint and names who complained', async () => {
    expect(await readMail(feedback('abuse'), bounced)).toMatchObject({
      kind: 'complaint',
      originalMessageId: '<out-7@in.parley.example>',
      recipients: [{ address: 'gina@example.net', action: 'unknown' }],
    });
  });

  it('that a mail was no spam is none', async () => {
    expect((await readMail(feedback('not-spam'), bounced)).kind).toBe('automatic');
  });

  it('of many mails, as DMARC collects it, is none', async () => {
    const headers = ['From: noreply-dmarc-support@google.com', 'Subject: Report domain: a.example'];
    const raw = buildMail(headers, { type: 'application/zip; name=r.zip', body: 'PK' });
    expect((await readMail(raw, envelope)).kind).toBe('automatic');
  });

  it('in the old form of Hotmail is a complaint', async () => {
    const inner = 'X-HmXmrOriginalRecipient: gina@hotmail.example\r\nMessage-ID: <o@x.example>\r\n';
    const raw = buildMail(['From: staff@hotmail.example'], {
      type: 'multipart/mixed',
      body: [{ type: 'message/rfc822', body: `${inner}\r\n` }],
    });
    expect(await readMail(raw, envelope)).toMatchObject({
      kind: 'complaint',
      originalMessageId: '<o@x.example>',
      recipients: [{ address: 'gina@hotmail.example' }],
    });
  });
});

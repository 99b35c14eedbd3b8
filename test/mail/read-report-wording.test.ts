import { describe, expect, it } from '@jest/globals';
import { classifyReport } from '../../service/inbox/interpret-report.ts';
import { readMail } from '../../service/mail/read-mail.ts';
import { buildMail, envelope, gina } from './mime-samples.ts';

const daemon = 'From: Mail Delivery System <mailer-daemon@mx.example>';
const bounced = { from: '', to: 'b-token@in.parley.example' };
const read = async (raw: Buffer) => {
  const reading = await readMail(raw, bounced);
  return { ...reading, bounce: classifyReport(reading.recipients) };
};

/** A report about one recipient, by the fields that matter. */
function readFields(...fields: readonly string[]) {
  const block = ['Final-Recipient: rfc822;gone@example.net', ...fields].join('\r\n');
  const raw = buildMail([daemon, 'Subject: Undelivered'], {
    type: 'multipart/report; report-type=delivery-status',
    body: [
      { type: 'text/plain', body: 'Sorry.' },
      { type: 'message/delivery-status', body: `Reporting-MTA: dns; mx.example\r\n\r\n${block}` },
    ],
  });
  return read(raw);
}

/** A bounce in words alone. */
function readWords(subject: string, body: string, ...headers: readonly string[]) {
  const head = subject === '' ? [daemon] : [daemon, `Subject: ${subject}`];
  return read(buildMail([...head, ...headers], { type: 'text/plain', body }));
}

describe('the words of a failure', () => {
  it.each([
    ['5.1.0', '550 5.1.0 <a@in.parley.example> sender rejected. AUP#I-1', '5.7.1', 'temporary'],
    ['5.0.0', '554 Sender address denied', '5.7.1', 'temporary'],
    ['5.0.0', '554 Helo command rejected: Host not found', '5.7.1', 'temporary'],
    ['5.0.0', '554 listed: the RBL of example.org has blocked you', '5.7.1', 'temporary'],
    ['5.2.1', '550 5.2.1 <gone@example.net>... User Unknown', '5.1.1', 'permanent'],
    ['5.2.1', '550 User unknown (in reply to end of DATA command)', '5.2.1', 'temporary'],
    ['5.2.1', '550 5.2.1 mailbox disabled', '5.2.1', 'temporary'],
    ['5.1.1', '552 mailbox gone@example.net is over quota (#5.1.1)', '5.2.2', 'temporary'],
    ['5.1.1', '550 5.1.1 unknown user, give the full address', '5.1.1', 'permanent'],
    ['5.4.4', 'type=MX: Malformed or unexpected name server reply', '4.4.3', 'temporary'],
    ['2.0.0', '550 5.1.1 no such user', '5.1.1', 'permanent'],
    ['5.4.4', 'type=MX: Host not found', '5.4.4', 'permanent'],
    ['5.0.0', "554 This user doesn't have a example.net account", '5.1.1', 'permanent'],
    ['5.0.0', '550 Unknown E-Mail Address', '5.1.1', 'permanent'],
    ['5.0.0', 'Invalid final delivery userid', '5.1.1', 'permanent'],
    ['5.0.0', 'an MX or SRV record indicated no SMTP service', '5.1.2', 'permanent'],
    ['5.0.0', 'No mx record found for domain=example.net', '5.1.2', 'permanent'],
    ['5.0.0', 'DNS lookup failure: host mx.example.net not found', '5.1.2', 'permanent'],
    ['4.0.0', '421 Host not reachable', '4.0.0', 'temporary'],
  ])('%s %s are understood', async (code, words, status, bounce) => {
    const said = `Diagnostic-Code: smtp; ${words}`;
    const reading = await readFields('Action: failed', `Status: ${code}`, said);
    expect(reading).toMatchObject({ kind: 'report', bounce, recipients: [{ status }] });
  });

  it.each([
    ['550 <gone@example.net>: User unknown', 'permanent'],
    ['550 we do not like this one', 'temporary'],
  ])('that Exchange passes on after its own are what counts: %s', async (said, bounce) => {
    const preface = '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable';
    const words = `Diagnostic-Code: smtp;${preface} -> ${said}`;
    const reading = await readFields('Action: failed', 'Status: 5.1.351', words);
    expect(reading.bounce).toBe(bounce);
  });

  it('that a host is not reachable say nothing of the mailbox', async () => {
    const { recipients, bounce } = await readWords(
      'Delivery failure',
      'gone@example.net: Host not reachable',
    );
    expect(recipients).toMatchObject([{ status: '4.4.1' }]);
    expect(bounce).toBe('temporary');
  });

  it('about one mailbox are not taken for those about another', async () => {
    const full = 'full@example.net\r\n550 5.2.2 mailbox full';
    const words = `gone@example.net\r\n550 5.1.1 no such user\r\n\r\n${full}`;
    const { recipients } = await readWords('Delivery failure', words);
    expect(recipients).toMatchObject([{ address: 'gone@example.net', status: '5.1.1' }]);
  });

  it('hold no code of class 2: that is the version of a program', async () => {
    const words = 'gone@example.net: no such user\r\nMailer 2.0.12';
    expect(await readWords('Delivery failure', words)).toMatchObject({
      recipients: [{ action: 'failed', status: '5.1.1' }],
      bounce: 'permanent',
    });
  });
});

describe('the action of a report', () => {
  it.each([
    ['Action: failure', 'failed'],
    ['Action: Failed (permanently)', 'failed'],
    ['Status: 553 too large', 'failed'],
    ['Status: 450 later', 'delayed'],
    ['Status: 2.1.5', 'delivered'],
    ['Action: lost', 'unknown'],
  ])('is read from %s', async (field, action) => {
    expect((await readFields(field)).recipients).toMatchObject([{ action }]);
  });
});

describe('a bounce in words', () => {
  const sorry = 'gone@example.net is not there';

  it.each([
    'Warning: message has not yet been delivered',
    'Delayed Mail (still being retried)',
    'failed delivery',
    'FAILED MAIL',
    'Your message to gone@example.net could not be delivered.',
    'There was an error sending your mail',
    'Processing Error',
  ])('is known by the subject %s', async (subject) => {
    expect(await readWords(subject, sorry)).toMatchObject({ kind: 'report', bounce: 'temporary' });
    const raw = buildMail([gina, `Subject: ${subject}`], { type: 'text/plain', body: sorry });
    expect((await readMail(raw, envelope)).kind).toBe('human');
  });

  it.each(['', 'Re: Session'])(
    'with the subject "%s" is known by its sender and its words',
    async (subject) => {
      const words = "I wasn't able to deliver your message to gone@example.net.";
      expect((await readWords(subject, words)).kind).toBe('report');
      expect((await readWords(subject, 'Hello')).kind).toBe('automatic');
    },
  );

  it('comes from post_master too, which some systems write', async () => {
    const raw = buildMail(['From: post_master@mx.example', 'Subject: Re: Session'], {
      type: 'text/plain',
      body: 'Error: 550 no such user here\r\nRCPT TO: gone@example.net',
    });
    expect(await readMail(raw, envelope)).toMatchObject({
      kind: 'report',
      recipients: [{ address: 'gone@example.net', status: '5.1.1' }],
    });
  });

  it('of Exim about a delay is temporary, and no absence note', async () => {
    const subject = 'Warning: message 1abcde-000001-XY delayed 48 hours';
    const words = 'Not yet delivered to:\r\n  gone@example.net';
    expect(await readWords(subject, words, 'Auto-Submitted: auto-replied')).toMatchObject({
      kind: 'report',
      kindDetail: null,
      recipients: [{ address: 'gone@example.net', action: 'delayed' }],
      bounce: 'temporary',
    });
  });

  it('is no delay when nobody is there, whatever its subject says', async () => {
    const words = 'gone@example.net: user unknown';
    expect(await readWords('Warning: delivery problem', words)).toMatchObject({
      recipients: [{ action: 'failed', status: '5.1.1' }],
      bounce: 'permanent',
    });
  });

  it('whose parts cannot be found is read', async () => {
    const head = `${daemon}\r\nSubject: Undelivered\r\nContent-Type: multipart/report`;
    const words = '--x\r\nContent-Type: text/plain\r\n\r\ngone@example.net: user unknown';
    expect(await read(Buffer.from(`${head}\r\n\r\n${words}\r\n`))).toMatchObject({
      kind: 'report',
      recipients: [{ address: 'gone@example.net', status: '5.1.1' }],
    });
  });
});

describe('a refusal in the form of a receipt', () => {
  const refuse = (disposition: string, words: string, ...headers: readonly string[]) =>
    read(
      buildMail([daemon, 'Subject: Automatically rejected mail', ...headers], {
        type: 'multipart/report; report-type=disposition-notification',
        body: [
          { type: 'text/plain', body: words },
          {
            type: 'message/disposition-notification',
            body: `Final-Recipient: rfc822; gone@example.net\r\nDisposition: ${disposition}`,
          },
        ],
      }),
    );
  const rejected = 'Auto-Submitted: auto-replied (rejected)';

  it.each(['deleted', 'failed'])('is a temporary bounce when it says %s', async (type) => {
    const disposition = `automatic-action/MDN-sent-automatically; ${type}`;
    expect(await refuse(disposition, 'Quota exceeded', rejected)).toMatchObject({
      kind: 'report',
      recipients: [{ address: 'gone@example.net', action: 'failed', status: '5.2.2' }],
      bounce: 'temporary',
    });
    // What the rules of a mailbox say is said by somebody who is there.
    const rude = await refuse(disposition, 'No such user', rejected);
    expect(rude).toMatchObject({ kind: 'report', bounce: 'temporary' });
  });

  it('is told from a mail that its reader deleted unread, and from one that was read', async () => {
    const deleted = await refuse('manual-action/MDN-sent-automatically; deleted', 'Not read');
    const shown = await refuse('manual-action/MDN-sent-manually; displayed', 'Read', rejected);
    for (const reading of [deleted, shown]) {
      expect(reading).toMatchObject({ kind: 'automatic', kindDetail: 'receipt' });
    }
  });
});

describe('a complaint in the old form of Hotmail', () => {
  it('may have its mark in its own head', async () => {
    const head = ['From: news@example.org', 'X-HmXmrOriginalRecipient: gina@hotmail.example'];
    const raw = buildMail(head, { type: 'text/plain', body: 'Hello' });
    expect(await readMail(raw, envelope)).toMatchObject({
      kind: 'complaint',
      recipients: [{ address: 'gina@hotmail.example' }],
    });
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { type BounceClass, classifyReport } from '../../service/inbox/interpret-report.ts';
import { readMail } from '../../service/mail/read-mail.ts';
import { buildMail } from './mime-samples.ts';

describe('mail as it is found in the wild', () => {
  it('a report without its status part is read by its words', async () => {
    const raw = buildMail(['From: postmaster@mx.example', 'Subject: Undeliverable: Hello'], {
      type: 'multipart/report; report-type=delivery-status',
      body: [
        { type: 'text/plain', body: 'gone@example.net\r\n#550 5.1.10 RecipientNotFound' },
        { type: 'message/rfc822', body: 'Message-ID: <out-1@x.example>\r\n\r\n' },
      ],
    });
    expect(await readMail(raw, { from: '', to: 'b-x@in.example' })).toMatchObject({
      kind: 'report',
      originalMessageId: '<out-1@x.example>',
      recipients: [{ address: 'gone@example.net', action: 'failed', status: '5.1.10' }],
    });
  });
});

/**
 * A collection of real mails that stands beside the repository on the machines where it was
 * gathered. Its licences do not let it in, so these tests exist only where it does.
 */
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

const classes = readClasses();

if (existsSync(corpus)) {
  describe('the collected mails', () => {
    it('that carry a calendar are read as calendars', async () => {
      const problems: string[] = [];
      for (const { name, raw } of listMails('imip')) {
        const reading = await readCollected(raw);
        expect([name, reading.kind]).toEqual([name, 'calendar']);
        if (reading.problem !== null) problems.push(name);
      }
      // Two were cut short by those who collected them.
      expect(problems).toEqual([
        'counter-outlook-truncated-attachment.eml',
        'counter-outlook-truncated-inline.eml',
      ]);
    });

    it('that report a delivery are reports with a recipient', async () => {
      for (const { name, raw } of listMails('dsn')) {
        const { kind, recipients } = await readCollected(raw);
        expect([name, kind, recipients.length > 0]).toEqual([name, 'report', true]);
      }
    });

    it('that report a delivery have the class their index gives them, or a better one', async () => {
      const others: string[] = [];
      for (const { name, raw } of listMails('dsn')) {
        const expected = classes.get(name);
        if (expected === undefined) continue;
        const { recipients } = await readCollected(raw);
        if (classifyReport(recipients) !== expected) others.push(name);
      }
      // All of these say that there is no such user; the index has them as filtered or unknown.
      expect(others).toEqual([
        'ee-fastmail.eml',
        'mimekit-delivery-status.eml',
        'sisimai-lhost-amazonses-02.eml',
        'sisimai-lhost-postfix-01.eml',
        'sisimai-lhost-receivingses-01.eml',
        'sisimai-lhost-x1-01.eml',
        'sisimai-lhost-x2-01.eml',
        'stalwart-failure.eml',
      ]);
    });

    it('that are automatic or complaints are never taken for letters', async () => {
      for (const [folder, expected] of [
        ['auto', 'automatic'],
        ['arf', 'complaint'],
      ] as const) {
        for (const { name, raw } of listMails(folder)) {
          expect([name, (await readCollected(raw)).kind]).toEqual([name, expected]);
        }
      }
    });

    it('that people wrote are letters', async () => {
      for (const { name, raw } of listMails('other')) {
        if (!/not-is-not-bounce|outlook2010|Terminbestaetigung/.test(name)) continue;
        expect([name, (await readCollected(raw)).kind]).toEqual([name, 'human']);
      }
    });
  });
}

/** What the index of the collection says of each report. */
function readClasses(): ReadonlyMap<string, BounceClass> {
  const index = existsSync(corpus) ? readFileSync(join(corpus, 'INDEX.tsv'), 'utf8') : '';
  const rows = index.split('\n').map((line) => line.split('\t'));
  return new Map(
    rows.flatMap(([file = '', , kind = '']): [string, BounceClass][] => {
      const name = file.replace(/^dsn\//, '');
      if (/^dsn-(hard|mixed)$/.test(kind)) return [[name, 'permanent']];
      return /^dsn-(soft|delayed)$/.test(kind) ? [[name, 'temporary']] : [];
    }),
  );
}

function listMails(folder: string): { name: string; raw: Buffer }[] {
  const names = readdirSync(join(corpus, folder))
    .filter((name) => name.endsWith('.eml'))
    .sort();
  return names.map((name) => ({ name, raw: readFileSync(join(corpus, folder, name)) }));
}

/** The envelope is lost; what the last server wrote of it is not. */
function readCollected(raw: Buffer) {
  const head = raw.subarray(0, 4_000).toString('latin1');
  const from = /^return-path:\s*<?([^>\r\n]*)/im.exec(head)?.[1]?.trim() ?? 'x@y.example';
  return readMail(raw, { from, to: 'r-x@in.example' });
}

import { describe, expect, it } from '@jest/globals';
import { readMail } from '../../service/mail/read-mail.ts';
import { base64, buildMail, envelope, gina } from './mime-samples.ts';

const letter = { type: 'text/plain; charset=utf-8', body: 'Can we do 3pm?' };
const readLetter = (headers: readonly string[], from = envelope.from) =>
  readMail(buildMail(headers, letter), { ...envelope, from });

describe('a letter', () => {
  it('from a person is human, with its first words', async () => {
    expect(await readLetter([gina, 'Subject: =?utf-8?Q?Sp=C3=A4ter=3F?='])).toMatchObject({
      kind: 'human',
      automatic: false,
      from: ['gina@example.net'],
      subject: 'Später?',
      text: 'Can we do 3pm?',
      calendar: null,
      problem: null,
    });
  });

  it.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated; owner=x',
    'Precedence: bulk',
    'Precedence: list',
    'Precedence: junk',
    'Precedence: auto_reply',
    'List-Id: <a.b.example>',
    'List-Unsubscribe: <mailto:x@y.example>',
    'X-Auto-Response-Suppress: All',
    'X-Autoreply: yes',
    'X-Apple-Action: VACATION/v=1',
    'X-Parley-Loop: in.parley.example',
    'Subject: Automatic reply: Invitation',
    'Subject: Out of Office: back on Monday',
    'From: MAILER-DAEMON@example.net',
    'From: no-reply@example.net',
  ])('is automatic when it says: %s', async (header) => {
    const headers = header.startsWith('From:') ? [header] : [gina, header];
    expect(await readLetter(headers)).toMatchObject({ kind: 'automatic', automatic: true });
  });

  it.each(['Auto-Submitted: no', 'Precedence: normal', 'Subject: Automatically moved?'])(
    'is not automatic for: %s',
    async (header) => {
      expect((await readLetter([gina, header])).kind).toBe('human');
    },
  );

  it('from nobody is automatic, whatever it says', async () => {
    expect((await readLetter([gina], '')).kind).toBe('automatic');
  });

  it('shows every sender it claims to have', async () => {
    const two = await readLetter([gina, 'From: other@example.org']);
    expect(two.from).toEqual(['gina@example.net', 'other@example.org']);
    const group = await readLetter(['From: a@x.example, "B" <b@x.example>']);
    expect(group.from).toEqual(['a@x.example', 'b@x.example']);
  });

  it('in HTML alone still has words', async () => {
    const page = '<html><head><style>p{}</style></head><p>Hello &amp;<br>bye</p><script>x</script>';
    const { text } = await readMail(buildMail([gina], { type: 'text/html', body: page }), envelope);
    expect(text?.replace(/\s+/g, ' ')).toBe('Hello & bye');
  });

  it('has no characters a database refuses', async () => {
    const odd = { type: 'text/plain; charset=utf-8', body: 'a\0b\u202Ec' };
    const { text, subject } = await readMail(buildMail([gina, 'Subject: x\0y'], odd), envelope);
    expect(text).toBe('abc');
    expect(subject).toBe('xy');
  });

  it('in a wrapping only one program opens is put aside with the reason', async () => {
    const tnef = (content: string) =>
      buildMail([gina], {
        type: 'multipart/mixed',
        body: [
          { type: 'text/plain', body: '' },
          {
            type: 'application/ms-tnef; name=winmail.dat',
            headers: ['Content-Transfer-Encoding: base64'],
            body: base64(content),
          },
        ],
      });
    expect(await readMail(tnef('xxIPM.Schedule.Meeting.Resp.Pos'), envelope)).toMatchObject({
      kind: 'unreadable',
      problemDetail: 'a meeting answer in winmail.dat (TNEF)',
    });
    expect((await readMail(tnef('only fonts'), envelope)).kind).toBe('human');
  });
});

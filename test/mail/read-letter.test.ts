import { describe, expect, it } from '@jest/globals';
import { readMail } from '../../service/mail/read-mail.ts';
import { base64, buildMail, envelope, gina } from './mime-samples.ts';

const letter = { type: 'text/plain; charset=utf-8', body: 'Can we do 3pm?' };
const encodeWord = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
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

  it('45: in a wrapping only one program opens is put aside with the reason', async () => {
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

  it.each([
    ['Subject: Automatic reply: Invitation', 'vacation'],
    ['Subject: Abwesenheitsnotiz: Session', 'vacation'],
    ['Subject: Automatische Antwort: Session', 'vacation'],
    ['Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:_Session?=', 'vacation'],
    ['Subject: =?utf-8?Q?Respuesta_autom=C3=A1tica:_Session?=', 'vacation'],
    ['Subject: Risposta automatica: Session', 'vacation'],
    ['Subject: =?utf-8?Q?Resposta_autom=C3=A1tica:_Session?=', 'vacation'],
    ['Subject: Automatisch antwoord: Session', 'vacation'],
    ['Subject: Autosvar: Session', 'vacation'],
    ['Subject: =?utf-8?B?6Ieq5YuV5b+c562U?=', 'vacation'],
    ['Subject: Vacation reply', 'vacation'],
    ['Subject: On vacation', 'vacation'],
    ['Subject: I am away from my office', 'vacation'],
    ['X-Autoreply: yes', 'vacation'],
    ['Auto-Submitted: auto-replied', 'vacation'],
    ['Precedence: auto_reply', 'vacation'],
    ['Subject: Please confirm your message to ada@example.net', 'challenge'],
    ['Subject: Please verify you are human', 'challenge'],
    ['Subject: Session (verification required)', 'challenge'],
    ['Subject: Your message to ada@example.net requires verification', 'challenge'],
    ['From: ada@boxbe.com', 'challenge'],
    ['From: do_not_reply@spamarrest.com', 'challenge'],
    ['From: ada-confirm+12.abc@example.net', 'challenge'],
    ['X-TMDA-Fingerprint: x', 'challenge'],
    ['List-Id: <a.b.example>', 'list'],
    ['Precedence: list', 'list'],
    ['X-Auto-Response-Suppress: All', null],
    ['From: noreply-dmarc-support@google.com', null],
    ['Subject: Report domain: example.net Submitter: google.com Report-ID: 1', null],
  ])('that says %s is automatic, and known as %s', async (header, kindDetail) => {
    const headers = header.startsWith('From:') ? [header] : [gina, header];
    expect(await readLetter(headers)).toMatchObject({ kind: 'automatic', kindDetail });
  });

  it.each([
    'Автоответ: Session',
    'автоматический ответ',
    'Out-of-Office: Session',
    'Away: Session',
    'I am out of office Re: Session',
    'Bob is out of the office',
    'Absent(e) du bureau',
    'Absence du bureau : Session',
    'Je suis absent',
    'Niet aanwezig: Session',
    'Ik ben afwezig',
    'Poissa: Session',
    'Vacation Auto-Reply',
    '[AUTO GENERATED] Session',
    'AUTO: Bob is away',
    'Nicht im Büro: Session',
    'Urlaub',
    'Holiday',
    'Ausente',
    'Afwezigheidsbericht',
    'Automatická odpověď: Session',
    'Fuori ufficio fino a lunedì',
  ])('whose subject is %s is an absence note', async (subject) => {
    const reading = await readLetter([gina, `Subject: ${encodeWord(subject)}`]);
    expect(reading).toMatchObject({ kind: 'automatic', kindDetail: 'vacation' });
  });

  it.each([
    'Re: Automatic reply: Session',
    'Vacation next week, can we move?',
    'Out of office next week',
    'Absent friends',
    'Auto insurance meeting',
    'Auto abholen am Freitag',
    'Автомобиль в пятницу',
    'Vacation: can we meet before?',
    'Holiday: which days work?',
    'Leave: can we move?',
    'Im Urlaub: anderer Termin?',
    'Abwesend am Dienstag, neuer Termin?',
    'Ausente el martes',
    'Absence: peut-on déplacer ?',
    'Afwezig op dinsdag',
    'Can you confirm your time?',
    'Please confirm you received my email',
    'Please confirm this meeting in person',
    'Re: Please confirm your email',
    'Re: Session (verification required)',
    'Can you confirm your message from Monday?',
  ])('whose subject is %s is from a person', async (subject) => {
    const reading = await readLetter([gina, `Subject: ${encodeWord(subject)}`]);
    expect(reading).toMatchObject({ kind: 'human', kindDetail: null });
  });

  it.each(['multipart/mixed; boundary=gone', 'multipart/alternative'])(
    'whose parts cannot be found by its %s still has words',
    async (type) => {
      const raw = `${gina}\r\nContent-Type: ${type}\r\n\r\nCan we do 3pm?\r\n`;
      const reading = await readMail(Buffer.from(raw), envelope);
      expect(reading).toMatchObject({ kind: 'human', text: 'Can we do 3pm?' });
    },
  );

  it('that a program received or opened is a receipt', async () => {
    const raw = buildMail([gina, 'Subject: Read: Session'], {
      type: 'multipart/report; report-type=disposition-notification',
      body: [
        { type: 'text/plain', body: 'Your message was displayed.' },
        { type: 'message/disposition-notification', body: 'Disposition: displayed' },
      ],
    });
    const receipt = { kind: 'automatic', kindDetail: 'receipt' };
    expect(await readMail(raw, envelope)).toMatchObject(receipt);
  });

  it('names its sender, where to answer, and what it answers', async () => {
    const reading = await readLetter([
      gina,
      'Sender: Google Calendar <calendar-notification@google.com>',
      'Reply-To: Gina <GINA@example.net>, g2@example.net',
      'In-Reply-To: <3@x.example>',
      'References: <1@x.example>\r\n <2@x.example> <3@x.example>',
    ]);
    expect(reading).toMatchObject({
      sender: 'calendar-notification@google.com',
      replyTo: ['gina@example.net', 'g2@example.net'],
      references: ['<3@x.example>', '<2@x.example>', '<1@x.example>'],
      authentication: null,
    });
  });

  it('offers the one time its writer asks for, when the writer is known', async () => {
    const writer = {
      timeZone: 'Europe/Berlin',
      locale: 'en-GB',
      sessionStartUtc: new Date('2027-03-09T13:00:00Z'),
      receivedAt: new Date('2027-03-01T09:00:00Z'),
    };
    const asked = {
      type: 'text/plain',
      body: 'Can we do Thursday 3pm?\r\n\r\nOn 1 Mar 2027 10:00, Parley wrote:\r\n> Friday 4pm',
    };
    const raw = buildMail([gina], asked);
    const reading = await readMail(raw, envelope, writer);
    expect(reading.text).toBe('Can we do Thursday 3pm?');
    expect(reading.suggestedStartUtc).toEqual(new Date('2027-03-11T14:00:00Z'));
    expect((await readMail(raw, envelope)).suggestedStartUtc).toBeNull();
    const automatic = await readMail(
      buildMail([gina, 'Precedence: bulk'], asked),
      envelope,
      writer,
    );
    expect(automatic.suggestedStartUtc).toBeNull();
  });
});

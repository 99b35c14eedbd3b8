import fc from 'fast-check';
import { readForm } from '../../service/inbox/provider/read-form.ts';
import { multipart, urlencoded } from './provider-requests.ts';

const limits = { fieldBytes: 1000 };
const read = ({ type, body }: { type: string; body: Buffer }) =>
  readForm(type, body, ['email', 'envelope'], limits);

async function emailOf(request: { type: string; body: Buffer }): Promise<Buffer | string> {
  const fields = await read(request);
  return typeof fields === 'string' ? fields : (fields.get('email') ?? 'none');
}

const mails = fc.uint8Array({ maxLength: 1000 }).map((bytes) => Buffer.from(bytes));

describe('the bytes of a field arrive as they were sent', () => {
  it.each([
    ['without a charset', ''],
    ['as UTF-8', '\r\nContent-Type: text/plain; charset=utf-8'],
    ['as UTF-16', '\r\nContent-Type: text/plain; charset="UTF-16LE"'],
    ['as Latin-1', '\r\nContent-Type: text/plain; Charset = iso-8859-1'],
    ['as base64, which it is not', '\r\nContent-Type: text/plain; charset=base64'],
    ['as a file', '; filename="mail.eml"\r\nContent-Type: message/rfc822'],
    ['as octets', '\r\nContent-Type: application/octet-stream'],
  ])('in a part %s', async (_how, headers) => {
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const got = await emailOf(
          multipart([
            ['envelope', '{}'],
            ['email', mail, headers],
          ]),
        );
        expect(Buffer.compare(got as Buffer, mail)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('percent-encoded, whatever charset the body says it has', async () => {
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const got = await emailOf(
          urlencoded([
            ['email', mail],
            ['envelope', '{}'],
          ]),
        );
        expect(Buffer.compare(got as Buffer, mail)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('even when they look like a part', async () => {
    const mail = 'Content-Type: text/plain; charset=utf-8\r\n\r\n--xYzZ\r\n --xYzZY--\r\n';
    expect(String(await emailOf(multipart([['email', mail]])))).toBe(mail);
  });
});

describe('a mail cannot add fields to the form it is in', () => {
  const injected = '\r\n--xYzZY\r\nContent-Disposition: form-data; name="envelope"\r\n\r\nmine';

  it.each([
    ['another of a name that follows', injected],
    ['one, and an end before the true one', `${injected}\r\n--xYzZY--`],
    ['one, and an end with something after it', `${injected}\r\n--xYzZY--\r\n`],
    [
      'one, and so many that the true one is not reached',
      injected + '\r\n--xYzZY\r\nContent-Disposition: form-data; name="x"\r\n\r\n'.repeat(200),
    ],
    ['a boundary with something behind it', '\r\n--xYzZYcharset\r\n'],
    ['a boundary with no headers', '\r\n--xYzZY\r\n'],
    ['a hundred thousand boundaries', '\r\n--xYzZY'.repeat(100_000)],
    ['a hundred thousand lines of boundary', '\r\n--xYzZY\r\na:b'.repeat(100_000)],
  ])('%s', async (_what, attack) => {
    const form = multipart([
      ['email', `Subject: x\r\n\r\nhello${attack}`],
      ['envelope', 'true'],
    ]);
    expect(await read(form)).toBe('malformed-request');
  });
});

describe('a form', () => {
  it('may have a field of exactly the size allowed, but not one byte more', async () => {
    for (const form of [multipart, urlencoded]) {
      expect(await emailOf(form([['email', 'x'.repeat(1000)]]))).toHaveLength(1000);
      expect(await emailOf(form([['email', 'x'.repeat(1001)]]))).toBe('mail-too-large');
    }
    const file = multipart([['email', 'x'.repeat(1001), '; filename="a"']]);
    expect(await emailOf(file)).toBe('mail-too-large');
  });

  it('is read past large fields and files that nobody wants', async () => {
    const form = multipart([
      ['text', 'x'.repeat(5000)],
      ['attachment1', 'x'.repeat(5000), '; filename="a.pdf"'],
      ['email', 'the mail'],
    ]);
    expect(String(await emailOf(form))).toBe('the mail');
  });

  it.each([
    ['without a boundary', 'multipart/form-data', '--x\r\n\r\n'],
    ['with another boundary', 'multipart/form-data; boundary=y', '--x\r\n\r\n--x--\r\n'],
    [
      'that breaks off',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; na',
    ],
    ['with half an escape', 'application/x-www-form-urlencoded', 'email=%4'],
    ['with a wrong escape', 'application/x-www-form-urlencoded', 'email=%zz'],
    ['of no type', '', 'email=x'],
  ])('%s is malformed', async (_what, type, body) => {
    expect(await read({ type, body: Buffer.from(body) })).toBe('malformed-request');
  });

  it('of ten thousand parts is malformed', async () => {
    const form = multipart(Array.from({ length: 10_000 }, () => ['x', 'y'] as const));
    expect(await read(form)).toBe('malformed-request');
  });

  it.each([multipart, urlencoded])('that gives a field twice is malformed', async (form) => {
    const twice = form([
      ['email', 'one'],
      ['email', 'two'],
    ]);
    expect(await read(twice)).toBe('malformed-request');
  });
});

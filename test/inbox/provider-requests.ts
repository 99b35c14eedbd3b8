/** What inbound mail providers post, as they document it; `mail` is the raw mail, byte for byte. */

interface ProviderRequest {
  readonly type: string;
  readonly body: Buffer;
}

type Field = readonly [name: string, value: string | Buffer, headers?: string];

/** `multipart/form-data` of these fields, with the further headers of each. */
export function multipart(fields: readonly Field[], boundary = 'xYzZY'): ProviderRequest {
  const parts = fields.flatMap(([name, value, headers = '']) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${headers}\r\n\r\n`,
    ),
    Buffer.isBuffer(value) ? value : Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

/** Percent-encoded bytes, whatever they mean. */
export function urlencoded(fields: readonly Field[]): ProviderRequest {
  const percent = (value: string | Buffer) =>
    Buffer.from(value)
      .toString('latin1')
      .replace(/[^a-z0-9]/gi, (character) =>
        character === ' ' ? '+' : `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
      );
  const body = fields.map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&');
  return { type: 'application/x-www-form-urlencoded; charset=utf-8', body: Buffer.from(body) };
}

/** SendGrid Inbound Parse; without `email` it is the form it sends by default. */
export function sendgridFields(
  mail: string | Buffer | null,
  envelope: string,
  senderIp = '198.51.100.7',
): Field[] {
  const parsed: Field[] = [
    ['headers', 'From: Gil <gil@guest.example>\nSubject: Accepted\n'],
    ['text', 'hello'],
    ['attachments', '1'],
    ['attachment1', 'BEGIN:VCALENDAR', '; filename="invite.ics"\r\nContent-Type: text/calendar'],
  ];
  return [
    ['dkim', '{@guest.example : pass}'],
    ...(mail === null ? parsed : [['email', mail] as const]),
    ['to', 'Parley <r-x@in.parley.example>'],
    ['from', 'Gil <gil@guest.example>'],
    ['sender_ip', senderIp],
    ['spam_report', 'Spam detection software, running on the system "mx0030p1mdw1.sendgrid.net"'],
    ['envelope', envelope],
    ['subject', 'Accepted'],
    ['spam_score', '0.011'],
    ['charsets', '{"to":"UTF-8","subject":"UTF-8","from":"UTF-8"}'],
    ['SPF', 'pass'],
  ];
}

/** A Mailgun route; with `mail` as one whose URL ends in `mime`. */
export function mailgunFields(mail: string | Buffer | null, sender: string, to: string): Field[] {
  return [
    ['recipient', to],
    ['sender', sender],
    ['subject', 'Accepted'],
    ['from', 'Gil <gil@guest.example>'],
    ['Message-Id', '<1@guest.example>'],
    ...(mail === null ? [['body-plain', 'hello'] as const] : [['body-mime', mail] as const]),
    ['timestamp', '1700000000'],
    ['token', 'c3a1f1f0e5'.repeat(5)],
    ['signature', 'ab'.repeat(32)],
  ];
}

/** Postmark's inbound webhook; with `RawEmail` when the server is set so. */
export function postmarkJson(mail: string | null, to: readonly string[], original = to[0]) {
  const person = (email: string) => ({ Email: email, Name: '', MailboxHash: '' });
  const body = {
    FromName: 'Gil',
    MessageStream: 'inbound',
    From: 'gil@guest.example',
    FromFull: person('gil@guest.example'),
    To: to.join(', '),
    ToFull: to.map(person),
    Cc: '',
    CcFull: [],
    Bcc: '',
    BccFull: [],
    OriginalRecipient: original,
    Subject: 'Accepted',
    MessageID: '73e6d360-66eb-11e1-8e72-a8904824019b',
    MailboxHash: '',
    TextBody: 'hello',
    Headers: [{ Name: 'Received-SPF', Value: 'Pass identity=mailfrom; client-ip=192.0.2.66' }],
    Attachments: [],
    ...(mail === null ? {} : { RawEmail: mail }),
  };
  return { type: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}

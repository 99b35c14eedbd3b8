/** One part of a mail built by hand, so that a test shows exactly what came over the wire. */
export interface SamplePart {
  readonly type: string;
  readonly headers?: readonly string[];
  readonly body: string | readonly SamplePart[];
}

/** A whole mail with CRLF line ends. */
export function buildMail(headers: readonly string[], root: SamplePart): Buffer {
  const defaults = ['MIME-Version: 1.0', 'Message-ID: <in-1@mail.example>', 'Subject: Accepted'];
  const names = new Set(headers.map((line) => line.split(':')[0]?.toLowerCase()));
  const added = defaults.filter((line) => !names.has(line.split(':')[0]?.toLowerCase()));
  return Buffer.from([...headers, ...added, ...renderPart(root, 'b')].join('\r\n'), 'utf8');
}

function renderPart({ type, headers = [], body }: SamplePart, boundary: string): string[] {
  if (typeof body === 'string') return [`Content-Type: ${type}`, ...headers, '', body];
  const parts = body.flatMap((part, i) => [
    `--${boundary}`,
    ...renderPart(part, `${boundary}${i}`),
  ]);
  return [
    `Content-Type: ${type}; boundary="${boundary}"`,
    ...headers,
    '',
    ...parts,
    `--${boundary}--`,
    '',
  ];
}

/** A small calendar object; lines of the event come after UID. */
export function buildIcs(method: string, event: readonly string[], uid = 'room-1@p.example') {
  return [
    'BEGIN:VCALENDAR',
    'PRODID:-//Example//Client//EN',
    'VERSION:2.0',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${uid}`,
    ...event,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

export const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');

export const gina = 'From: Gina Gast <Gina@Example.net>';
export const envelope = { from: 'gina@example.net', to: 'r-token@in.parley.example' };

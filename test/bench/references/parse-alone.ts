import { simpleParser } from 'mailparser';
import ical from 'node-ical';

/** mailparser and node-ical, one mail after the other; nothing is done with what they found. */
export async function parseAlone(mails: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  for (const raw of mails) {
    const mail = await simpleParser(Buffer.from(raw, 'latin1'));
    const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
    const calendar = ical.sync.parseICS(part?.content.toString('utf8') ?? '');
    const isRead = Object.values(calendar).some((one) => one?.type === 'VEVENT');
    if (!isRead) throw new Error('a reply has no calendar part');
  }
  return (performance.now() - startedAt) / 1000;
}

import { cleanLine } from '../../calendar/sanitise.ts';
import { readFields, readHead } from '../header-block.ts';
import { readAddress, type TakenApart } from '../mail-parts.ts';
import type { ReportedRecipient } from '../mail-reading.ts';
import { isReturnedMail } from './returned-mail.ts';

/** What a feedback report (RFC 5965) says. */
export interface Feedback {
  /** False where the recipient took a complaint back: `not-spam`. */
  readonly isComplaint: boolean;
  /** Who complained, as far as it is not redacted. */
  readonly recipients: readonly ReportedRecipient[];
}

/**
 * Reads a feedback report, or the form Hotmail has sent since before there was one. Null: this is
 * none. Aggregate reports of DMARC (RFC 7489 §7.2) are no complaints: they are about no mail.
 */
export function readFeedback(mail: TakenApart): Feedback | null {
  const part = mail.parts.find(({ contentType }) => contentType === 'message/feedback-report');
  if (part !== undefined) {
    const fields = readFields(part.content.toString('utf8', 0, 64_000).replaceAll('\r', ''));
    const type = fields.get('feedback-type')?.toLowerCase() ?? '';
    const who = fields.get('original-rcpt-to') ?? fields.get('removal-recipient') ?? '';
    return { isComplaint: type !== 'not-spam', recipients: describe(who, type) };
  }
  if (mail.parameters.get('report-type')?.toLowerCase() === 'feedback-report') {
    return { isComplaint: true, recipients: [] };
  }
  const own = mail.headers.get('x-hmxmroriginalrecipient')?.[0];
  if (own !== undefined) return { isComplaint: true, recipients: describe(own, 'abuse') };
  for (const { content } of mail.parts.filter(isReturnedMail).slice(0, 3)) {
    const who = readHead(content).get('x-hmxmroriginalrecipient');
    if (who !== undefined) return { isComplaint: true, recipients: describe(who, 'abuse') };
  }
  return null;
}

function describe(who: string, type: string): readonly ReportedRecipient[] {
  const address = /[^\s<>"',;:]{1,64}@[^\s<>"',;:]{1,255}/.exec(who)?.[0];
  if (address === undefined) return [];
  const diagnostic = cleanLine(type, 100) || null;
  return [{ address: readAddress(address), action: 'unknown', status: null, diagnostic }];
}

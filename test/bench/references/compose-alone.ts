import MailComposer from 'nodemailer/lib/mail-composer';
import { type Recipient, type Wording, writeInvitation } from './compose.ts';

/** Composing and nothing else. Returns seconds. */
export async function composeAlone(
  recipients: readonly Recipient[],
  wording: Wording,
): Promise<number> {
  const startedAt = performance.now();
  for (const recipient of recipients) {
    const { icalEvent, ...mail } = writeInvitation(recipient, wording);
    await new MailComposer({ ...mail, icalEvent }).compile().build();
  }
  return (performance.now() - startedAt) / 1000;
}

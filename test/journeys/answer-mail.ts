import { writeReplyMail } from '../../service/dev/reply-simulator.ts';
import type { SimulatedReply } from '../../service/dev/simulated-reply.ts';
import { sendMail } from '../house/send-mail.ts';
import { gil } from './host-application.ts';

/** Sends what the guest's calendar makes of an invitation to the SMTP port of a service. */
export async function answerInvitation(
  smtpPort: number,
  invitation: { readonly ics: string | null; readonly replyTo: string },
  answer: Pick<SimulatedReply, 'client' | 'method' | 'answer' | 'proposedStartUtc'>,
): Promise<void> {
  const now = new Date();
  const raw = writeReplyMail({
    ...answer,
    invitation: invitation.ics ?? '',
    from: { name: gil.name, address: gil.email },
    to: invitation.replyTo,
    stampedAt: now,
    messageId: `<${now.getTime()}@guest.example>`,
  });
  await sendMail(smtpPort, { raw, from: gil.email, to: invitation.replyTo });
}

import {
  appleMail,
  bounceMail,
  googleMail,
  humanMail,
  outlookMail,
  thunderbirdMail,
} from '../inbox/client-mails.ts';
import { context } from '../inbox/sample-readings.ts';

const icsUid = 'room@in.parley.example';
const email = context.addressee?.email ?? '';

/** One mail of each kind and client that we can write ourselves, to the room of the samples. */
export function simulatedMails(): Buffer[] {
  const clients = [googleMail, outlookMail, appleMail, thunderbirdMail];
  const answers = ['ACCEPTED', 'TENTATIVE', 'DECLINED'];
  const wish = { newStart: '20270311T100000Z', newEnd: '20270311T110000Z' };
  return [
    ...clients.flatMap((write) => answers.map((partstat) => write({ icsUid, email, partstat }))),
    ...clients.map((write) => write({ icsUid, email, partstat: 'TENTATIVE', ...wish })),
    humanMail(email, 'Can we do Thursday 3pm?'),
    bounceMail(email, '5.1.1', '<message@in.parley.example>'),
  ].map((mail) => Buffer.from(mail));
}

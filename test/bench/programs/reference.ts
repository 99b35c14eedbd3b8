/** Runs one of the straightforward programs in a process of its own; loads no other. */
import { answerBench } from '../ground/program.ts';
import type { Recipient, Wording } from '../references/compose.ts';

interface Sending {
  readonly sinkPort: number;
  readonly recipients: readonly Recipient[];
  readonly wording: Wording;
}

interface SetBased {
  readonly databaseUrl: string;
  readonly bookings: readonly { roomId: string; name: string; email: string }[];
  readonly callers: number;
}

answerBench({
  async startBooking({ databaseUrl }: { databaseUrl: string }) {
    const { startBooking } = await import('../references/book-in-seven-statements.ts');
    return await startBooking(databaseUrl);
  },
  async bookSetBased({ databaseUrl, bookings, callers }: SetBased) {
    const { bookSetBased } = await import('../references/book-set-based.ts');
    return await bookSetBased(databaseUrl, bookings, callers);
  },
  async startSendingJobs(one: { databaseUrl: string; sinkPort: number; wording: Wording }) {
    const { startSendingJobs } = await import('../references/send-with-jobs.ts');
    await startSendingJobs(one.databaseUrl, one.sinkPort, one.wording);
  },
  async sendFromMemory({ sinkPort, recipients, wording }: Sending) {
    const { sendFromMemory } = await import('../references/send-from-memory.ts');
    await sendFromMemory(sinkPort, recipients, wording);
  },
  async composeAlone({ recipients, wording }: Sending) {
    const { composeAlone } = await import('../references/compose-alone.ts');
    return await composeAlone(recipients, wording);
  },
  async startStoringMails({ databaseUrl }: { databaseUrl: string }) {
    const { startStoringMails } = await import('../references/store-mails.ts');
    return await startStoringMails(databaseUrl);
  },
  async parseAlone({ mails }: { mails: readonly string[] }) {
    const { parseAlone } = await import('../references/parse-alone.ts');
    return await parseAlone(mails);
  },
});

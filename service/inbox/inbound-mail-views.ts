import { cutPage, type Page, type PageQuery } from '../db/page.ts';
import type { Queryable } from '../db/transaction.ts';
import type { MailAuthentication } from '../mail/mail-authentication.ts';
import type { Question } from '../scheduling/command.ts';
import type { InboundOutcome } from '../scheduling/inbound-outcome.ts';
import { thawQuestion } from '../scheduling/parked-question.ts';
import type { Answer, Role } from '../scheduling/room.ts';

/** One mail that came in, as host applications see it (the contract's JSON). */
export interface InboundMailView {
  readonly id: string;
  readonly roomId: string | null;
  /** Whose reply or bounce address it came to. */
  readonly attendee: Role | null;
  readonly receivedAt: string;
  readonly source: 'smtp' | 'http' | 'replay';
  readonly from: string | null;
  readonly subject: string | null;
  /** Kind and outcome are null while it is unread. */
  readonly kind: string | null;
  readonly outcome: InboundOutcome | null;
  readonly reason: string | null;
  readonly detail: Record<string, unknown> | null;
  readonly authentication: MailAuthentication | null;
  readonly question: AskedView | null;
  readonly confirmedAt: string | null;
  readonly replays: number;
  readonly messageId: string | null;
  readonly bounceOf: string | null;
}

/** What a parked mail asks for. */
interface AskedView {
  /** Null for a wish for another time. */
  readonly answer: Answer | null;
  /** The time wished for; null for an answer, and for a time nobody understood. */
  readonly startUtc: string | null;
  readonly endUtc: string | null;
  readonly comment: string | null;
}

export interface InboundMailFilters extends PageQuery {
  readonly outcome?: InboundOutcome;
  readonly kind?: string;
  readonly roomId?: string;
  readonly attendee?: Role;
  /** Mails that came in at or after this time … */
  readonly from?: Date;
  /** … and before this one. */
  readonly to?: Date;
}

interface MailRow extends Omit<InboundMailView, 'receivedAt' | 'confirmedAt' | 'question'> {
  readonly receivedAt: Date;
  readonly confirmedAt: Date | null;
  readonly question: unknown;
}

const selectMail = `
  select i.id, i.room_id as "roomId", p.role as attendee, i.received_at as "receivedAt", i.source,
    i.from_address as "from", i.subject, i.kind, i.outcome, i.reason, i.detail, i.authentication,
    i.question, i.confirmed_at as "confirmedAt", i.replays, i.message_id as "messageId",
    i.outbox_id as "bounceOf"
  from imip_messages i
  left join attendees p on p.application_id = i.application_id and p.id = i.attendee_id`;

/** Lists an application's inbound mails, newest first; `next` is null on the last page. */
export async function listInboundMails(
  q: Queryable,
  applicationId: string,
  filters: InboundMailFilters,
): Promise<Page<InboundMailView>> {
  const { rows } = await q.query<MailRow>(
    `${selectMail} where i.application_id = $1
       and ($2::text is null or i.outcome = $2)
       and ($3::text is null or i.kind = $3)
       and ($4::uuid is null or i.room_id = $4)
       and ($5::text is null or p.role = $5)
       and ($6::timestamptz is null or i.received_at >= $6)
       and ($7::timestamptz is null or i.received_at < $7)
       and ($8::timestamptz is null or (i.received_at, i.id) < ($8, $9::uuid))
     order by i.received_at desc, i.id desc limit $10`,
    [
      applicationId,
      filters.outcome ?? null,
      filters.kind ?? null,
      filters.roomId ?? null,
      filters.attendee ?? null,
      filters.from ?? null,
      filters.to ?? null,
      filters.cursor?.at ?? null,
      filters.cursor?.id ?? null,
      filters.limit + 1,
    ],
  );
  return cutPage(rows, filters.limit, ({ receivedAt, id }) => ({ at: receivedAt, id }), toView);
}

/** One mail; null when the application has none of this id. */
export async function viewInboundMail(
  q: Queryable,
  applicationId: string,
  id: string,
): Promise<InboundMailView | null> {
  const { rows } = await q.query<MailRow>(
    `${selectMail} where i.application_id = $1 and i.id = $2`,
    [applicationId, id],
  );
  return rows[0] ? toView(rows[0]) : null;
}

/** The bytes of one mail as they came in, live tokens included; null when there is no such mail. */
export async function viewRawMail(
  q: Queryable,
  applicationId: string,
  id: string,
): Promise<Buffer | null> {
  const { rows } = await q.query<{ raw: Buffer }>(
    'select raw from imip_messages where application_id = $1 and id = $2',
    [applicationId, id],
  );
  return rows[0]?.raw ?? null;
}

const toView = (row: MailRow): InboundMailView => ({
  ...row,
  receivedAt: row.receivedAt.toISOString(),
  confirmedAt: row.confirmedAt?.toISOString() ?? null,
  question: thaw(row.question),
});

/** What an earlier version froze may be unknown to this one; it is read again by a replay. */
function thaw(json: unknown): AskedView | null {
  try {
    return json === null ? null : toAsked(thawQuestion(json));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function toAsked(question: Question): AskedView {
  if (question.do === 'record-reply') {
    const { answer, comment } = question.reply;
    return { answer, startUtc: null, endUtc: null, comment };
  }
  const { proposedStartUtc, proposedEndUtc, comment } = question.counter;
  return {
    answer: null,
    startUtc: proposedStartUtc?.toISOString() ?? null,
    endUtc: proposedEndUtc?.toISOString() ?? null,
    comment,
  };
}

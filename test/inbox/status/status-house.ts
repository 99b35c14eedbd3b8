import { createReadStatusesJob } from '../../../service/inbox/status/read-statuses-job.ts';
import { createStatusIntake } from '../../../service/inbox/status/status-intake.ts';
import { bounceAddress } from '../../../service/links/reply-address.ts';
import { bounceTokenOf, gil, openWaistHouse } from '../../rooms/waist-house.ts';
import { inboundDomain, quiet } from '../inbox-house.ts';
import { bearer, openStatusStage } from './status-stage.ts';

/** A message that was sent, and all by which it is found. */
export interface SentMessage {
  readonly id: string;
  readonly roomId: string;
  readonly attendeeId: string;
  readonly messageId: string;
  readonly bounceAddress: string;
}

/** A real database and waist, the status doors before it and the job behind. */
export async function openStatusHouse() {
  const house = await openWaistHouse();
  const { db, clock, random, waist } = house;
  const rings: string[] = [];
  const counts: string[] = [];
  const doorbell = { ring: (task: string) => void rings.push(task) };
  const metrics = {
    bounce: (kind: string) => void counts.push(`bounce ${kind}`),
    emailStatus: (...labels: string[]) => void counts.push(labels.join(' ')),
  };
  const services = { clock, random, doorbell, metrics, waist, log: quiet };
  const deps = { ...services, inboundDomain, database: db.database, claimedBy: 'worker-1' };
  const job = createReadStatusesJob(deps);
  const stage = openStatusStage({ clock, intake: createStatusIntake(deps) });
  const rows = async (sql: string, ...values: unknown[]) => (await db.pool.query(sql, values)).rows;
  return {
    ...house,
    deps,
    job,
    stage,
    rings,
    counts,
    rows,
    /** A booked room's invitation to its guest, as it is after the relay took it. */
    async send(remoteId: string | null = null): Promise<SentMessage> {
      const roomId = await house.create({ guest: gil });
      const [message] = await rows(
        `update messages set state = 'sent', settled_at = $2, last_response = '250 2.0.0 OK'
         where room_id = $1 and attendee_email = $3 and kind = 'invitation'
         returning id, attendee_id as "attendeeId", message_id as "messageId"`,
        roomId,
        clock.now(),
        gil.email,
      );
      if (remoteId !== null) {
        await rows(
          `insert into message_attempts (application_id, outbox_id, fence, worker, started_at,
             ended_at, outcome, remote_id) values ($1, $2, 1, 'w', now(), now(), 'accepted', $3)`,
          house.applicationId,
          message.id,
          remoteId,
        );
      }
      const address = bounceAddress(bounceTokenOf(message.id), inboundDomain);
      return { ...message, roomId, bounceAddress: address };
    },
    /** Hands reports in our own words over, and reads what is due. */
    async report(...reports: object[]): Promise<number> {
      const { status } = await stage.post('generic', reports, bearer);
      await job.run();
      return status;
    },
    /** All that a report may have changed. */
    async truth({ id, roomId, attendeeId }: SentMessage) {
      const [message] = await rows(
        `select m.state, m.complained_at is not null as complained, a.reachable, r.status,
           r.version, m.last_response as response
         from messages m join attendees a on a.id = $2 join rooms r on r.id = m.room_id
         where m.id = $1`,
        id,
        attendeeId,
      );
      const events = await rows(
        `select type from events where room_id = $1 and type not like 'room.%' order by type`,
        roomId,
      );
      const warnings = await rows(
        `select kind from messages where room_id = $1 and kind = 'delivery-trouble'`,
        roomId,
      );
      return {
        ...message,
        events: events.map(({ type }) => type),
        warnings: warnings.length,
      };
    },
    statuses: () =>
      rows(
        `select provider, status, outcome, reason, attempts, claimed_by as "claimedBy", payload
         from email_statuses order by received_at, id`,
      ),
    forget: () => rows('delete from email_statuses'),
  };
}

export type StatusHouse = Awaited<ReturnType<typeof openStatusHouse>>;

import { bounceAddress } from '../../service/links/reply-address.ts';
import { type InboxHouse, inboundDomain } from '../inbox/inbox-house.ts';
import { bounceTokenOf, gil, helen } from '../rooms/waist-house.ts';
import { graft, readScion } from './graft.ts';
import type { Got } from './judge.ts';
import type { Sample } from './read-index.ts';

/** Kinds that come back to the bounce address of a mail of ours. */
const isReport = ({ kind }: Sample) => /^(dsn|arf|bounce)/.test(kind);
/** Kinds that carry a calendar object, whatever else is wrong with them. */
const isCalendar = ({ kind }: Sample) =>
  /^(reply|counter|declinecounter|refresh|request|cancel|add|publish|invalid|multi)/.test(kind);
/** Kinds whose sender was never invited. */
const isStranger = ({ kind }: Sample) => kind === 'reply-partycrasher';

/** An address that can be invited: real ones, but no anonymiser's leftovers. */
const isInvitable = (address: string): boolean =>
  /^[a-z0-9._%+=-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(address);

/**
 * Plays one message on a live room of its own: books, grafts, delivers through the intake, reads
 * with the forked parser, and tells what became of mail and room.
 */
export async function play(house: InboxHouse, sample: Sample): Promise<Got> {
  const scion = readScion(sample.raw);
  const { answerer } = scion;
  const email = answerer !== null && isInvitable(answerer) ? answerer : gil.email;
  const invited = isStranger(sample) ? gil.email : email;
  const roomId = await house.create({ host: helen, guest: { ...gil, email: invited } });
  const { guest } = await house.people(roomId);
  await house.db.pool.query('update rooms set ics_sequence = $2 where id = $1', [
    roomId,
    Math.min(scion.sequence, 2 ** 31 - 1),
  ]);
  const to = isReport(sample) ? await bounceAddressOf(house, guest.attendeeId) : guest.address;
  const recipient = await house.intake.findRecipient(to);
  if (typeof recipient === 'string') throw new Error(`${to} is ${recipient}`);
  const year = house.clock.now().getUTCFullYear() + 1;
  const stock = { icsUid: guest.icsUid, replyAddress: guest.address, attendee: email, year };
  const raw = isCalendar(sample) ? graft(sample.raw, scion, stock) : readdressed(sample, email);
  const [id = ''] = await house.intake.receive({
    source: 'smtp',
    remoteAddress: '192.0.2.1',
    helo: 'mx.corpus.example',
    envelopeFrom: isReport(sample) ? '' : email,
    recipients: [recipient],
    raw,
  });
  await house.job.run();
  return await look(house, id, roomId);
}

/** A letter comes from the person it is played for; everything else is as it was. */
function readdressed(sample: Sample, email: string): Buffer {
  if (sample.kind !== 'human-reply') return sample.raw;
  const text = sample.raw.toString('latin1');
  return Buffer.from(
    text.replace(/^From:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im, `From: <${email}>`),
    'latin1',
  );
}

async function bounceAddressOf(house: InboxHouse, attendeeId: string): Promise<string> {
  const { rows } = await house.db.pool.query<{ id: string }>(
    'select id from messages where attendee_id = $1 limit 1',
    [attendeeId],
  );
  return bounceAddress(bounceTokenOf(rows[0]?.id ?? ''), inboundDomain);
}

async function look(house: InboxHouse, mailId: string, roomId: string): Promise<Got> {
  const { rows } = await house.db.pool.query<Got & { outcome: string | null }>(
    `select m.outcome, m.reason, m.kind,
       (select answer from attendees a where a.room_id = $2 and a.role = 'guest') as answer,
       (select count(*)::int from pending_proposals p where p.room_id = $2) as proposals
     from imip_messages m where m.id = $1`,
    [mailId, roomId],
  );
  const got = rows[0];
  if (!got) throw new Error(`mail ${mailId} is gone`);
  return { ...got, outcome: got.outcome ?? 'UNREAD' };
}

import { simpleParser } from 'mailparser';
import type { Wording } from '../references/compose.ts';
import type { Bench } from './bench.ts';
import type { Store } from './databases.ts';
import { type Letter, newRoomOf } from './samples.ts';
import { applicationId, domain, startRoles, stopRoles } from './service.ts';

/** Databases to begin with, each made once and then copied. Nobody is connected to them. */
export interface Seeds {
  /** Numbered rooms without a guest. */
  openRooms(count: number): Promise<Store>;
  booked(): Promise<BookedSeed>;
}

interface BookedSeed {
  /** Every room has its guest; no mail has left. */
  readonly waiting: Store;
  /** The same when all mails have left. */
  readonly sent: Store;
  /** What the readers have in hand. */
  readonly letters: readonly Letter[];
  readonly wording: Wording;
}

export function createSeeds(bench: Omit<Bench, 'seeds'>): Seeds {
  let booked: Promise<BookedSeed> | null = null;
  return {
    openRooms: (count) => fillWithRooms(bench, count),
    booked() {
      booked ??= bookAndSend(bench);
      return booked;
    },
  };
}

async function fillWithRooms({ databases }: Omit<Bench, 'seeds'>, count: number): Promise<Store> {
  const store = await databases.create();
  await store.query(
    `insert into applications (id, name, created_at) values ($1, 'Parley', now())`,
    [applicationId],
  );
  await insertOpenRooms(store, count);
  await store.query('vacuum analyze');
  return store;
}

/** Rows as `POST /v1/rooms` without a guest leaves them, but with reply addresses of nobody. */
async function insertOpenRooms(store: Store, count: number): Promise<void> {
  await store.query(
    `with made as (
       select n, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as room_id,
         ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid as host_id
       from generate_series(1, $2::int) as n
     ), hosts as (
       insert into attendees (application_id, id, room_id, role, name, email, email_key, time_zone,
         locale, reply_key_id, reply_hash)
       select $1::uuid, host_id, room_id, 'host', 'Helen Hart', 'host' || n || '@host.example',
         'host' || n || '@host.example', 'Europe/London', 'en', 'k1',
         sha256(convert_to('host ' || n, 'utf8'))
       from made
     )
     insert into rooms (application_id, id, reference, ics_uid, status, start_utc, duration_minutes,
       session_name, host_id, created_at, updated_at)
     select $1::uuid, room_id, 'room-' || n, room_id || '@${domain}', 'open',
       date_trunc('hour', now()) + (30 + n % 300) * interval '1 day', 60, 'Conversation practice',
       host_id, now(), now()
     from made`,
    [applicationId, count],
  );
}

/** Made by the service itself, so the rows are what it makes today. */
async function bookAndSend(bench: Omit<Bench, 'seeds'>): Promise<BookedSeed> {
  const { databases, sizes, sink } = bench;
  bench.say(`  making ${sizes.bookedRooms} booked rooms to begin with`);
  const waiting = await databases.create();
  const deployment = { database: waiting, sinkPort: sink.port };
  const api = await startRoles('api', deployment);
  const requests = Array.from({ length: sizes.bookedRooms }, (_, n) => newRoomOf(`seed-${n}`));
  await bench.request({ url: api.url, requests, clients: 32 });
  await stopRoles(api);
  await waiting.query('vacuum analyze');

  const sent = await databases.create(waiting.name);
  await sink.keep();
  const worker = await startRoles('worker', { ...deployment, database: sent });
  await sink.expectCount(2 * sizes.bookedRooms);
  const mails = await sink.mails();
  await stopRoles(worker);
  await sink.clear();
  await sent.query('vacuum analyze');
  const [first] = mails;
  if (!first) throw new Error('no mail was sent');
  return {
    waiting,
    sent,
    letters: await readLetters(mails),
    wording: await readWording(first.raw),
  };
}

/** What the readers of these mails have in hand. */
export async function readLetters(
  mails: readonly { readonly to: string; readonly raw: string }[],
): Promise<Letter[]> {
  return await Promise.all(
    mails.map(async ({ to, raw }) => {
      const mail = await simpleParser(Buffer.from(raw, 'latin1'), { skipHtmlToText: true });
      const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
      const replyTo = mail.replyTo?.value[0]?.address;
      if (!part || !replyTo) throw new Error('a mail has no calendar part or no reply address');
      return { to, replyTo, ics: part.content.toString('utf8') };
    }),
  );
}

async function readWording(raw: string): Promise<Wording> {
  const { subject = '', text = '', html } = await simpleParser(Buffer.from(raw, 'latin1'));
  return { subject, text, html: html || '' };
}

import { parseSunk } from '../house/mail-sink.ts';
import { sendMail } from '../house/send-mail.ts';
import { type ReceivedMail, receive } from '../transcripts/calendar-client.ts';
import type { Stage } from '../transcripts/service-world.ts';
import { apiKey, type WatchedStage, waitUntilQuiet } from './watched-stage.ts';

/** A booked room as its two people know it. */
export interface LiveRoom {
  readonly id: string;
  readonly icsUid: string;
  readonly host: ReceivedMail & { readonly bounceTo: string };
  readonly guest: ReceivedMail & { readonly bounceTo: string };
}

/** What became of a mail that was handed to the SMTP port. */
export interface Fate {
  /** `applied`, `parked someone-else`, or `refused 554`. */
  readonly outcome: string;
  /** Recipients of the mails that went out because of it. */
  readonly mailed: readonly string[];
}

/** Calls the API as the host application. */
export async function callApi(
  stage: Stage,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  return fetch(`http://127.0.0.1:${stage.service().httpPort}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Books a room over HTTP and waits for its invitations. */
export async function bookRoom(
  stage: WatchedStage,
  people: { readonly host: object; readonly guest: object },
  facts: object = {},
): Promise<LiveRoom> {
  const before = stage.sink.mails.length;
  const body = { startUtc: '2027-03-10T14:00:00Z', durationMinutes: 60, ...people, ...facts };
  const answer = await callApi(stage, 'POST', '/v1/rooms', body);
  if (answer.status !== 201) throw new Error(await answer.text());
  const room = (await answer.json()) as { id: string; icsUid: string };
  await waitUntilQuiet(stage);
  const mails = await Promise.all(
    stage.sink.mails.slice(before).map(async (mail) => ({
      ...receive(await parseSunk(mail), mail.envelopeTo[0] ?? ''),
      bounceTo: mail.envelopeFrom,
    })),
  );
  const mailTo = ({ email }: { email?: string }) => {
    const found = mails.find(({ to }) => to === email);
    if (!found) throw new Error(`no invitation for ${email}`);
    return found;
  };
  return { ...room, host: mailTo(people.host), guest: mailTo(people.guest) };
}

/** Everything about a room that an attack may not change. */
export async function stateOf(
  stage: WatchedStage,
  { id }: LiveRoom,
): Promise<{ room: Record<string, unknown>; proposals: unknown }> {
  const seen = await callApi(stage, 'GET', `/v1/rooms/${id}`);
  const room = (await seen.json()) as Record<string, unknown>;
  const proposals = await (await callApi(stage, 'GET', `/v1/rooms/${id}/proposals`)).json();
  return { room, proposals };
}

/** Hands a mail to the SMTP port and waits until all is done that it causes. */
export async function deliver(
  stage: Stage,
  mail: { readonly raw: string; readonly from: string; readonly to: string },
): Promise<Fate> {
  const before = stage.sink.mails.length;
  const refused = await sendMail(stage.service().smtpPort ?? 0, mail).then(
    () => null,
    (error: { responseCode?: number }) => `refused ${error.responseCode}`,
  );
  await waitUntilQuiet(stage);
  const { rows } = await stage.database.pool.query<{ outcome: string; reason: string | null }>(
    'select outcome, reason from imip_messages order by id desc limit 1',
  );
  const told = rows[0] ? [rows[0].outcome, rows[0].reason].filter(Boolean).join(' ') : 'nothing';
  const mailed = stage.sink.mails.slice(before).map(({ envelopeTo }) => envelopeTo[0] ?? '');
  return { outcome: refused ?? told, mailed };
}

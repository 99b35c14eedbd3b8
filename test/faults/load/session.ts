import { setTimeout as pause } from 'node:timers/promises';
import { writeReplyMail } from '../../../service/dev/reply-simulator.ts';
import { linkIn, type ReceivedMail } from '../../transcripts/calendar-client.ts';
import { type Draw, drawInt, drawOne } from '../scenario.ts';
import {
  type Answered,
  type CallerDeps,
  callApi,
  decideByLink,
  handIn,
  proposeByLink,
  readApi,
} from './callers.ts';
import type { StepName } from './load.ts';
import type { Mailboxes } from './mailboxes.ts';

/** The relay in front, whose word on who sent a mail is believed. */
export const authservId = 'mx.parley.example';

export interface SessionDeps extends CallerDeps {
  readonly mailboxes: Mailboxes;
  readonly steps: readonly StepName[];
  readonly pauseMs: number;
  isStopping(): boolean;
}

interface Person {
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
}

/** One session in its life: who is in it, and how it went on. */
interface Life {
  readonly name: string;
  readonly roomId: string;
  readonly host: Person;
  guest: Person;
  guests: number;
  made: number;
  isOver: boolean;
}

const hourMs = 60 * 60_000;
const stepsOfALife = 10;

/** A start in the next weeks, on the hour. */
function drawStart(draw: Draw): string {
  const hour = Math.ceil(Date.now() / hourMs) + 48 + drawInt(draw, 24 * 60);
  return new Date(hour * hourMs).toISOString().replace('.000Z', 'Z');
}

const person = (role: 'host' | 'guest', name: string): Person => ({
  name: role === 'host' ? 'Helen Hart' : 'Gil Grant',
  email: `${name}@${role}.example`,
  timeZone: role === 'host' ? 'Europe/London' : 'America/New_York',
});

/** Books a session and leads it through a life of steps drawn by the seed. */
export async function liveSession(deps: SessionDeps, name: string): Promise<void> {
  const life = await begin(deps, name);
  for (let left = stepsOfALife; left > 0 && !life.isOver && !deps.isStopping(); left -= 1) {
    await pause(deps.draw() * deps.pauseMs);
    await take(deps, life, drawOne(deps.draw, deps.steps));
  }
  for (const { email } of [life.host, life.guest]) deps.mailboxes.close(email);
}

const nextKey = (life: Life): string => `${life.name}-${++life.made}`;

async function begin(deps: SessionDeps, name: string): Promise<Life> {
  const host = person('host', name);
  const guest = person('guest', name);
  const wish = { startUtc: drawStart(deps.draw), durationMinutes: 60, host, guest };
  const body = { ...wish, reference: name };
  const answer = await callApi(deps, `${name}-0`, 'POST', '/v1/rooms', body);
  if (answer.status !== 201) deps.complain(`no room: ${answer.status} ${answer.text}`);
  const { id = '' } = answer.json as { id?: string };
  return { name, roomId: id, host, guest, guests: 1, made: 0, isOver: id === '' };
}

type Take = (deps: SessionDeps, life: Life) => Promise<Answered | null>;

const command =
  (path: string, bodyOf: (deps: SessionDeps) => unknown, method = 'POST'): Take =>
  async (deps, life) =>
    callApi(deps, nextKey(life), method, `/v1/rooms/${life.roomId}${path}`, bodyOf(deps));

const takes: Readonly<Record<StepName, Take>> = {
  reschedule: command('/reschedule', ({ draw }) => ({ startUtc: drawStart(draw) })),
  'change-wording': command(
    '',
    ({ draw }) => ({ description: `Bring page ${drawInt(draw, 1000)}.` }),
    'PATCH',
  ),
  unbook: command('/unbook', () => ({})),
  cancel: command('', () => ({}), 'DELETE'),
  book,
  propose: command('/proposals', ({ draw }) => ({
    proposedBy: drawOne(draw, ['host', 'guest']),
    startUtc: drawStart(draw),
  })),
  decide,
  'answer-by-mail': answerByMail,
  'propose-by-page': proposeByPage,
  'decide-by-link': decideByMailedLink,
};

async function take(deps: SessionDeps, life: Life, step: StepName): Promise<void> {
  const answer = await takes[step](deps, life);
  const code = (answer?.json as { code?: string } | null)?.code;
  const status = (answer?.json as { status?: string } | null)?.status;
  if (code === 'room-cancelled' || status === 'cancelled') life.isOver = true;
  // An open room is booked again: most steps need a guest.
  if (code === 'not-booked' || status === 'open') await book(deps, life);
}

async function book(deps: SessionDeps, life: Life): Promise<Answered> {
  const guest = person('guest', `${life.name}-${life.guests}`);
  const path = `/v1/rooms/${life.roomId}/book`;
  const answer = await callApi(deps, nextKey(life), 'POST', path, { guest });
  if (answer.status === 200) {
    life.guest = guest;
    life.guests += 1;
  }
  return answer;
}

async function decide(deps: SessionDeps, life: Life): Promise<Answered | null> {
  const list = await readApi(deps, `/v1/rooms/${life.roomId}/proposals`);
  const { data = [] } = list.json as { data?: { id: string; status: string }[] };
  const open = data.find(({ status }) => status === 'pending');
  if (!open) return null;
  const deed = deps.draw() < 0.7 ? 'approve' : 'decline';
  return callApi(deps, nextKey(life), 'POST', `/v1/proposals/${open.id}/${deed}`, {});
}

const eitherOf = (deps: SessionDeps, life: Life): Person =>
  drawOne(deps.draw, [life.host, life.guest]);

/** The newest mail of somebody's mailbox that is wanted; null when none is there yet. */
async function newestMail(
  deps: SessionDeps,
  who: Person,
  isWanted: (mail: ReceivedMail) => boolean,
): Promise<ReceivedMail | null> {
  return (await deps.mailboxes.open(who.email)).findLast(isWanted) ?? null;
}

const answers = ['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'TENTATIVE', 'DECLINED'] as const;
const clients = ['gmail', 'outlook', 'apple', 'thunderbird'] as const;

/** Answers the newest invitation as a calendar does; every third time with another time. */
async function answerByMail(deps: SessionDeps, life: Life): Promise<null> {
  const who = eitherOf(deps, life);
  const invitation = await newestMail(deps, who, ({ method }) => method === 'REQUEST');
  if (invitation?.ics == null) return null;
  const isCounter = deps.draw() < 0.3;
  const messageId = `<${nextKey(life)}@${who.email.split('@')[1]}>`;
  const written = writeReplyMail({
    client: drawOne(deps.draw, clients),
    method: isCounter ? 'COUNTER' : 'REPLY',
    answer: isCounter ? 'TENTATIVE' : drawOne(deps.draw, answers),
    invitation: invitation.ics,
    from: { name: who.name, address: who.email },
    to: invitation.replyTo,
    ...(isCounter ? { proposedStartUtc: new Date(drawStart(deps.draw)) } : {}),
    stampedAt: new Date(),
    messageId,
  });
  const raw = `${authenticationOf(who)}${written}`;
  await handIn(deps, { raw, messageId, from: who.email, to: invitation.replyTo });
  return null;
}

/** What the relay in front found out (RFC 8601). */
function authenticationOf({ email }: Person): string {
  const domain = email.split('@')[1];
  return (
    `Authentication-Results: ${authservId}; spf=pass smtp.mailfrom=${domain};\r\n` +
    ` dkim=pass header.d=${domain}; dmarc=pass (p=REJECT) header.from=${domain}\r\n`
  );
}

async function proposeByPage(deps: SessionDeps, life: Life): Promise<null> {
  const mail = await newestMail(
    deps,
    eitherOf(deps, life),
    (one) => linkIn(one, 'reschedule') !== null,
  );
  const token = mail && tokenIn(linkIn(mail, 'reschedule'), 'r');
  if (token) await proposeByLink(deps, token, drawStart(deps.draw));
  return null;
}

async function decideByMailedLink(deps: SessionDeps, life: Life): Promise<null> {
  const purpose = deps.draw() < 0.7 ? 'approve' : 'decline';
  const who = eitherOf(deps, life);
  const mail = await newestMail(deps, who, (one) => linkIn(one, purpose) !== null);
  const token = mail && tokenIn(linkIn(mail, purpose), 't');
  if (token) await decideByLink(deps, purpose, token);
  return null;
}

const tokenIn = (link: string | null, name: string): string | null =>
  link && new URL(link).searchParams.get(name);

/**
 * `npm run drill:restore`: a service at work is backed up, goes on, loses its database and gets the
 * backup back. Shown: what happens when it simply starts again (people get calendar mails that are
 * older than what they have), and that `npm run restored` keeps that from happening. Ends with 1
 * when the danger is not seen, or when the command does not avert it.
 */
import { startMailSink } from '../../house/mail-sink.ts';
import { waitFor } from '../../house/wait-for.ts';
import { type DrillCluster, startDrillCluster } from '../drill-cluster.ts';
import { endAll, launch, type Parley, startParley } from '../parley-process.ts';
import { createCalendars, type TooOld } from '../people-calendars.ts';

process.env.TZ = 'UTC';

const apiKey = 'parley_live_of_the_restore_drill';
const sink = await startMailSink();
const cluster: DrillCluster = await startDrillCluster();
const env = (databaseUrl = cluster.url()) => ({
  DATABASE_URL: databaseUrl,
  TOKEN_SECRETS: `k1:${'drill'.repeat(8)}`,
  PARLEY_API_KEY: apiKey,
  SMTP_URL: sink.url,
  NOTIFICATIONS_FROM_EMAIL: 'scheduling@parley.example',
  LOG_LEVEL: 'error',
});
const startedAt = performance.now();
const failures: string[] = [];

function tell(text: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${text}\n`);
}

function judge(isSo: boolean, what: string): void {
  tell(`${isSo ? 'yes' : 'NO '}  ${what}`);
  if (!isSo) failures.push(what);
}

type Room = { readonly id: string; readonly icsUid: string };

async function call(parley: Parley, method: string, path: string, body?: object): Promise<Room> {
  const answer = await fetch(`${parley.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Room;
}

const nextYear = new Date().getUTCFullYear() + 1;
const day = (nth: number) => `${nextYear}-03-${String(nth).padStart(2, '0')}T14:00:00Z`;
const person = (name: string, house: string) => ({ name, email: `${name}@${house}.example` });
const guestOf = (name: string) => person(`guest-${name}`, 'guests');
const offer = (parley: Parley, name: string, guest?: object) =>
  call(parley, 'POST', '/v1/rooms', {
    startUtc: day(1),
    durationMinutes: 60,
    host: person(`host-${name}`, 'hosts'),
    ...(guest === undefined ? {} : { guest }),
  });
const move = (parley: Parley, { id }: Room, nth: number) =>
  call(parley, 'POST', `/v1/rooms/${id}/reschedule`, { startUtc: day(nth) });
const book = (parley: Parley, { id }: Room, name: string) =>
  call(parley, 'POST', `/v1/rooms/${id}/book`, { guest: guestOf(name) });
const cancel = (parley: Parley, { id }: Room) => call(parley, 'DELETE', `/v1/rooms/${id}`);

/** Nothing is owed any more. */
const quiet = () =>
  waitFor(
    async () => {
      const owed = await cluster.query(
        `select from messages where settled_at is null and state <> 'failed'`,
      );
      return owed.length === 0;
    },
    { timeoutMs: 60_000, what: 'all mails to be sent' },
  );
const killed = async (parley: Parley): Promise<void> => {
  parley.child.kill('SIGKILL');
  await parley.ended();
};

interface World {
  readonly moved: Room;
  readonly owed: Room;
  readonly open: Room;
  readonly called: Room;
}

/** What the host application does anew when it hears that its latest changes are gone. */
async function doAgain(parley: Parley, { moved, open, called }: World): Promise<void> {
  await move(parley, moved, 9);
  await book(parley, open, 'open');
  await cancel(parley, called);
}

const show = ({ who, held, sent }: TooOld) =>
  `${who} has SEQUENCE ${held.sequence} and was sent ${sent.sequence}`;

async function play(): Promise<void> {
  const calendars = createCalendars();
  const first = await startParley(env());
  const moved = await offer(first, 'moved', guestOf('moved'));
  const owed = await offer(first, 'owed', guestOf('owed'));
  const open = await offer(first, 'open');
  const called = await offer(first, 'called', guestOf('called'));
  const world = { moved, owed, open, called };
  await move(first, moved, 2);
  await quiet();
  sink.answerWith(451, 'rcpt-to');
  await move(first, owed, 2);
  await waitFor(() => sink.refusals() >= 2, { what: 'two refusals' });
  const backupAt = await cluster.backUp();
  tell('backup taken: three sessions booked, two mails wait for the relay');
  sink.answerWith(null);
  for (const nth of [3, 4, 5]) await move(first, moved, nth);
  for (const nth of [3, 4]) await move(first, owed, nth);
  await book(first, open, 'open');
  await move(first, open, 3);
  await cancel(first, called);
  await offer(first, 'later', guestOf('later'));
  await quiet();
  judge((await calendars.take(sink.mails)).length === 0, 'until the loss every mail is newer');
  sink.clear();
  await killed(first);
  await cluster.lose();
  tell(`the database is lost; people have up to SEQUENCE ${calendars.highest(moved.icsUid)}`);

  await cluster.restore();
  const careless = await startParley(env());
  await doAgain(careless, world);
  await quiet();
  const harm = await calendars.copy().take(sink.mails);
  judge(harm.length > 0, `without the command the danger is real: ${harm.length} mails too old`);
  for (const one of harm) tell(`       ${show(one)}`);
  sink.clear();
  await killed(careless);

  await cluster.restore();
  const lostMs = performance.now();
  const words = ['restored', '--at', backupAt.toISOString(), '--json', '--send-again', owed.id];
  const command = launch(env(), [process.execPath, 'service/main.ts', ...words]);
  judge((await command.ended()) === 0, `npm run restored ends well ${command.errors()}`);
  const report = JSON.parse(command.output());
  judge(
    report.messages.length === 2 &&
      report.messages.every((one: { roomId: string }) => one.roomId === owed.id),
    'it lists the two mails that may have gone out',
  );
  judge(report.rooms.length === 4, 'it lists the four sessions that may have changed');
  const careful = await startParley(env());
  tell(
    `served again ${((performance.now() - lostMs) / 1000).toFixed(1)} s after the files were back`,
  );
  await quiet();
  const asked = [...sink.mails];
  judge(
    asked.length === 2 && asked.every(({ envelopeTo }) => `${envelopeTo}`.includes('-owed@')),
    'nobody is written to but the two it was asked to tell',
  );
  await doAgain(careful, world);
  await quiet();
  const tooOld = await calendars.take(sink.mails);
  judge(tooOld.length === 0, `of ${sink.mails.length} mails none is older than what people have`);
  for (const one of tooOld) tell(`       ${show(one)}`);
  await killed(careful);

  await cluster.query('create database copied template postgres');
  const copyUrl = cluster.url().replace(/postgres$/, 'copied');
  const refused = launch(env(copyUrl));
  judge(
    (await refused.ended()) === 1 && refused.errors().includes('npm run restored'),
    'a database that was copied into another one is not served unseen',
  );
}

try {
  await play();
} finally {
  await endAll();
  await cluster.stop();
  await sink.close();
}
tell(failures.length === 0 ? 'the drill went well' : `failed: ${failures.join('; ')}`);
process.exit(failures.length === 0 ? 0 : 1);

import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { waitFor } from '../house/wait-for.ts';
import { answerInvitation } from './answer-mail.ts';
import { createHostApplication, gil, type RoomSeen } from './host-application.ts';
import { endAll, launch, type Parley, startParley, stopParley } from './parley-process.ts';

interface DevelopmentMail {
  readonly id: number;
  readonly to: string;
  readonly method: string | null;
  readonly sequence: number | null;
  readonly ics: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const patience = { timeoutMs: 30_000 };
let dir: string;
let parley: Parley;
let pasted: { status: number; room: RoomSeen };

const dataDir = () => ({ PARLEY_DATA_DIR: join(dir, 'data') });
const application = () => createHostApplication(parley.url, parley.apiKey);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-start-'));
  parley = await startParley(dataDir());
  pasted = await paste(parley.curl);
}, 120_000);
afterAll(async () => {
  if (parley?.child.exitCode === null) await stopParley(parley).catch(() => {});
  await endAll();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

/** Pastes a curl command into a shell and tells what came back. */
async function paste(command: string): Promise<{ status: number; room: RoomSeen }> {
  const path = `${await findCurl()}:${process.env.PATH}`;
  const words = ['-c', `${command} -w '\n%{http_code}'`];
  const { stdout } = await promisify(execFile)('sh', words, { env: { PATH: path } });
  const [body = '', status = ''] = stdout.split(/\n(?=\d+$)/);
  return { status: Number(status), room: JSON.parse(body) };
}

/** The folder of a curl: the machine's, or one of ours where there is none. */
async function findCurl(): Promise<string> {
  try {
    return join(execFileSync('sh', ['-c', 'command -v curl']).toString().trim(), '..');
  } catch {
    const program = fileURLToPath(new URL('programs/curl.ts', import.meta.url));
    await writeFile(join(dir, 'curl'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    await chmod(join(dir, 'curl'), 0o755);
    return dir;
  }
}

async function mailbox(): Promise<DevelopmentMail[]> {
  const headers = { accept: 'application/json' };
  const response = await fetch(`${parley.url}/dev/mailbox`, { headers });
  return ((await response.json()) as { data: DevelopmentMail[] }).data;
}

const invitations = () =>
  waitFor(async () => ((await mailbox()).length >= 2 ? mailbox() : null), patience);

test('the curl it prints books a session when pasted, and both people are invited', async () => {
  expect(pasted).toMatchObject({ status: 201, room: { status: 'booked', icsSequence: 0 } });
  expect(await invitations()).toMatchObject([
    { method: 'REQUEST', sequence: 0 },
    { method: 'REQUEST', sequence: 0 },
  ]);
  const people = (await invitations()).map(({ to }) => to);
  expect(people.sort()).toEqual(['gil@guest.example', 'helen@host.example']);
});

test('it tells its operator that it lives, is ready, and what it does', async () => {
  const ask = async (path: string) => {
    const response = await fetch(`${parley.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
  expect(await ask('/livez')).toEqual({ status: 200, text: 'ok\n' });
  const { status, text } = await ask('/readyz');
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    status: 'ready',
    checks: { database: 'ok', migrations: 'ok', draining: 'ok' },
  });
  await invitations();
  const isCounted = async () =>
    /^parley_\w+\{[^}]*REQUEST[^}]*sent[^}]*\} 2$/m.test(await metrics());
  const metrics = async () => (await ask('/metrics')).text;
  await waitFor(isCounted, { ...patience, what: 'two mails to be counted' });
});

test('the mailbox opens in a browser: the list and each mail', async () => {
  const [mail] = await invitations();
  const open = async (path: string) => {
    const response = await fetch(`${parley.url}${path}`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toContain('text/html');
    return response.text();
  };
  expect(await open('/dev/mailbox')).toContain(`/dev/mailbox/${mail?.id}`);
  expect(await open(`/dev/mailbox/${mail?.id}`)).toContain('BEGIN:VCALENDAR');
});

test('an answer sent to the SMTP port it prints reaches the room', async () => {
  const mail = (await invitations()).find(({ to }) => to === gil.email);
  const replyTo = mail?.headers.find(({ name }) => name.toLowerCase() === 'reply-to')?.value;
  const invitation = {
    ics: mail?.ics ?? null,
    replyTo: /[^\s<>]+@[^\s<>]+/.exec(replyTo ?? '')?.[0] ?? '',
  };
  const answer = { client: 'gmail', method: 'REPLY', answer: 'ACCEPTED' } as const;
  await answerInvitation(parley.smtpPort, invitation, answer);
  const isApplied = async () =>
    (await application().room(pasted.room.id)).guest?.answer === 'accepted';
  await waitFor(isApplied, { ...patience, what: 'the answer to be applied' });
});

test('the admin key it prints makes an application and its key', async () => {
  const make = async (path: string, body: object) => {
    const answer = await fetch(`${parley.url}/v1/applications${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${parley.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { id: string; key: string };
  };
  const { id } = await make('', { name: 'Clinic' });
  const { key } = await make(`/${id}/keys`, {});
  const headers = { authorization: `Bearer ${key}` };
  const seen = await fetch(`${parley.url}/v1/application`, { headers });
  expect(await seen.json()).toMatchObject({ id, name: 'Clinic' });
});

test('a second process on the same data directory says so, ends and harms nothing', async () => {
  const second = launch({ ...dataDir(), PORT: '0', INBOUND_SMTP_PORT: '0' });
  expect(await second.ended()).toBe(1);
  expect(second.errors()).toContain(`Process ${parley.child.pid} is already using`);
  expect(second.errors()).toContain('PARLEY_DATA_DIR');
  expect(await application().room(pasted.room.id)).toMatchObject({ status: 'booked' });
}, 60_000);

test('SIGTERM ends it in order, and the next start has the same key, rooms and mails', async () => {
  const before = parley;
  const mails = await invitations();
  const room = await application().room(pasted.room.id);
  expect(await stopParley(before)).toBe(0);
  expect(before.errors()).toBe('');

  parley = await startParley(dataDir());
  expect(parley.apiKey).toBe(before.apiKey);
  expect(parley.adminKey).toBe(before.adminKey);
  expect(await application().room(room.id)).toEqual(room);
  expect(await mailbox()).toEqual(mails);
}, 120_000);

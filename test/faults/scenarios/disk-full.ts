import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sendMail } from '../../house/send-mail.ts';
import { waitFor } from '../../house/wait-for.ts';
import { apiKey } from '../load/callers.ts';
import { drawBetween, type FaultRow, type Scenario, type ScenarioTerms } from '../scenario.ts';
import { openStage, type Stage } from '../stage.ts';
import { playPhases } from './play-phases.ts';

const fault = 'the disk of PostgreSQL is full';

/** Enough for a cluster with little WAL, little enough to be filled quickly. */
const diskMegabytes = 320;
const settings = { max_wal_size: '48MB', min_wal_size: '32MB', autovacuum: 'off' };
const mebibyte = 1_048_576;
/** The doors may take this long until they meet the full disk. */
const noticeMs = 20_000;

const run = promisify(execFile);

/** A small disk of one's own; null where this process may not mount one. */
async function mountDisk(): Promise<{ place: string; unmount(): Promise<void> } | null> {
  const place = await mkdtemp(join(tmpdir(), 'parley-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', place]);
  } catch {
    await rm(place, { recursive: true });
    return null;
  }
  await chmod(place, 0o755);
  return {
    place,
    async unmount() {
      await run('umount', [place]);
      await rm(place, { recursive: true });
    },
  };
}

/** Takes every byte that is left; returns what gives them back. */
async function fill(place: string): Promise<() => Promise<void>> {
  const path = join(place, 'filler');
  const file = await open(path, 'a');
  const takeAll = async () => {
    for (const size of [mebibyte, 4_096]) {
      for (;;) {
        const { bavail } = await statfs(place);
        if (bavail === 0) return;
        const isFull = await file.appendFile(Buffer.alloc(size)).then(
          () => false,
          () => true,
        );
        if (isFull) break;
      }
    }
  };
  await takeAll();
  return async () => {
    await file.close();
    await rm(path);
  };
}

/** What the doors say to something new: the status of HTTP, the code of SMTP (250 when taken). */
async function knock(stage: Stage, number: number): Promise<readonly number[]> {
  const { url } = stage.processes('api')[0] ?? {};
  const { smtpPort } = stage.processes('smtp')[0] ?? {};
  const to = stage.ledger.mails.at(-1)?.to;
  const http = await fetch(`${url}/v1/rooms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      startUtc: new Date(Date.now() + 1e9).toISOString(),
      durationMinutes: 60,
      host: { name: 'Ada', email: `ada-${number}@host.example` },
      description: 'x'.repeat(4_000),
    }),
  });
  await http.arrayBuffer();
  if (!to || !smtpPort) return [http.status];
  const raw = `From: bob@guest.example\r\nSubject: ${number}\r\n\r\n${'x'.repeat(60_000)}\r\n`;
  const smtp = await sendMail(smtpPort, { raw, from: 'bob@guest.example', to }).then(
    () => 250,
    (error: { responseCode?: number }) => error.responseCode ?? 0,
  );
  return [http.status, smtp];
}

/** Fills the disk, waits until both doors have refused for now, and makes room again. */
async function fillAndFree(stage: Stage, place: string): Promise<number> {
  const refused = { http: false, smtp: false };
  let knocks = 0;
  const free = await fill(place);
  try {
    const bothRefused = async () => {
      knocks += 1;
      const [http, smtp] = await knock(stage, knocks);
      refused.http ||= http === 503;
      refused.smtp ||= smtp === 451 || stage.ledger.mails.length === 0;
      return refused.http && refused.smtp;
    };
    await waitFor(bothRefused, { timeoutMs: noticeMs }).catch(() =>
      stage.complain(`the doors took everything on a full disk: ${JSON.stringify(refused)}`),
    );
    await pause(drawBetween(stage.terms.draw, 500, 3_000));
  } finally {
    await free();
  }
  return performance.now();
}

async function fillDisk(terms: ScenarioTerms): Promise<readonly FaultRow[]> {
  const disk = await mountDisk();
  if (disk === null) {
    const skipped = `${fault} (not played: this machine lets nobody mount a small one)`;
    const nothing = { times: 0, acknowledged: 0, lost: 0, doubled: 0 };
    return [{ fault: skipped, ...nothing, recoveriesMs: [], violations: [] }];
  }
  const { place } = disk;
  try {
    await using stage = await openStage(terms, { ownServer: { settings, place } });
    const make = (at: Stage) => fillAndFree(at, place);
    return await playPhases(stage, [{ fault, make }]);
  } finally {
    await disk.unmount();
  }
}

export const scenarios: readonly Scenario[] = [{ name: 'disk-full', fault, run: fillDisk }];

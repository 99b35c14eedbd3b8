import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { outlookMail } from '../inbox/client-mails.ts';
import { bookRoom, callApi, deliver } from '../journeys/live-room.ts';
import { openWatchedStage, type WatchedStage, waitUntilQuiet } from '../journeys/watched-stage.ts';
import { linkIn } from '../transcripts/calendar-client.ts';
import { openReceiver, type Receiver } from '../webhooks/receiver.ts';

const helen = { name: 'Helen Hart', email: 'helen@host.example' };
const hookSecret = 'a-hook-secret-of-the-live-service';
const gil = { name: 'Gil Grant', email: 'gil@guest.example' };

/** A running service of all roles, and the traffic of a small day behind it. */
export interface LiveParley {
  readonly stage: WatchedStage;
  readonly httpPort: number;
  /** What `/metrics` says now. */
  scrape(): Promise<string>;
  /** Books, answers, refuses and posts once; every part of the service has something to count. */
  liveADay(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a service with all that has a metric of its own: a data directory and a certificate. */
export async function openLiveParley(): Promise<LiveParley> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-live-'));
  const { key, cert } = tlsOptions({});
  const stage = await openWatchedStage(
    { startsAt: new Date('2027-03-01T09:00:00Z'), settings: {} },
    {
      PARLEY_DATA_DIR: dataDir,
      WEBHOOK_ALLOW_PRIVATE: 'true',
      HOOK_SECRET: hookSecret,
      INBOUND_TLS_CERT: String(cert),
      INBOUND_TLS_KEY: String(key),
    },
  );
  const receiver = await openReceiver();
  const { httpPort } = stage.service();
  return {
    stage,
    httpPort,
    scrape: async () => (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text(),
    liveADay: () => liveADay(stage, receiver),
    async close() {
      await stage.close();
      await receiver.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function liveADay(stage: WatchedStage, receiver: Receiver): Promise<void> {
  const home = `http://127.0.0.1:${stage.service().httpPort}`;
  const made = await callApi(stage, 'POST', '/v1/webhook-endpoints', { url: receiver.url });
  if (made.status !== 201) throw new Error(await made.text());
  const room = await bookRoom(stage, { host: helen, guest: gil });
  const says = { icsUid: room.icsUid, email: gil.email, partstat: 'ACCEPTED' };
  const envelope = { from: gil.email, to: room.guest.replyTo };
  await deliver(stage, { raw: outlookMail(says), ...envelope });
  await deliver(stage, { raw: `Subject: =?x\r\n\r\n${'\0'.repeat(20)}`, ...envelope });
  const nobody = `r-${'a'.repeat(32)}@in.parley.example`;
  await deliver(stage, { raw: outlookMail(says), from: gil.email, to: nobody });
  const link = linkIn(room.guest, 'reschedule');
  if (link === null) throw new Error('the invitation has no link');
  await fetch(stage.local(link));
  await fetch(`${home}/approve?t=no-such-token`);
  const proposal = { proposedBy: 'guest', startUtc: '2027-03-12T14:00:00Z' };
  const proposed = await callApi(stage, 'POST', `/v1/rooms/${room.id}/proposals`, proposal);
  const { id } = (await proposed.json()) as { id: string };
  await callApi(stage, 'POST', `/v1/proposals/${id}/approve`);
  const reported = await fetch(`${home}/api/hooks/email-status`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hookSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ status: 'delivered', messageId: room.guest.messageId }),
  });
  if (reported.status !== 200) throw new Error(await reported.text());
  await waitUntilQuiet(stage);
}

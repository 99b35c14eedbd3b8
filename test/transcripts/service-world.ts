import { changeSettings } from '../../service/api/application-store.ts';
import { parseConfig } from '../../service/config.ts';
import { inTransaction } from '../../service/db/transaction.ts';
import { createMailParser, type MailParser } from '../../service/inbox/mail-parser.ts';
import { createLog } from '../../service/ops/log.ts';
import type { AfterCommit } from '../../service/ports.ts';
import { type Service, startService } from '../../service/service.ts';
import { createFakeClock, type FakeClock } from '../house/fake-clock.ts';
import { type MailSink, startMailSink } from '../house/mail-sink.ts';
import { openTestDatabase, type TestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import type { MailAction } from './actions.ts';
import { type Application, createApplication } from './application.ts';
import type { ReceivedMail } from './calendar-client.ts';
import { openNameServer } from './name-server.ts';
import { centralAddress } from './outgoing-mail.ts';
import { followLink, type PageSeen, proposeOnPage, takeSuggestion } from './person-with-browser.ts';
import { createPost } from './service-post.ts';
import type { Action, Transcript } from './transcript.ts';
import type { Seen, World } from './world.ts';

export const apiKey = 'parley_transcript_key_0123456789abcdef';

export interface ServiceWorldOptions {
  /** Tries an action again whose answer was cut off; the first answer that arrives counts. */
  readonly persist?: <T>(attempt: () => Promise<T>) => Promise<T>;
  /** Called while waiting for the service to have done everything it has to do. */
  readonly whileWaiting?: () => Promise<void>;
}

/** A service between two networks of ours: everything a transcript needs to be played for real. */
export interface Stage {
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  readonly sink: MailSink;
  readonly mailbox: ReceivedMail[];
  service(): Service;
  /** Starts another service in the place of the present one, on the same ports. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the service with a database, a clock and a far mail server of its own. */
export async function openStage(
  transcript: Pick<Transcript, 'startsAt' | 'settings'>,
  hookOf?: (service: number) => AfterCommit,
): Promise<Stage> {
  const database = await openTestDatabase();
  const clock = createFakeClock(transcript.startsAt);
  const sink = await startMailSink();
  let ports = { http: 0, smtp: 0 };
  let starts = 0;

  const start = async (): Promise<Service> => {
    const { databaseUrl, tokenSecrets, ...config } = parseConfig({
      DATABASE_URL: `${database.databaseUrl}?application_name=${serviceName(starts)}`,
      TOKEN_SECRETS: 'k1:a-secret-of-the-transcripts-32-bytes',
      PORT: String(ports.http),
      INBOUND_SMTP_PORT: String(ports.smtp),
      INBOUND_SMTP_HOST: '127.0.0.1',
      SMTP_URL: sink.url,
      PARLEY_API_KEY: apiKey,
      NOTIFICATIONS_FROM_EMAIL: centralAddress,
      INBOUND_DOMAIN: 'in.parley.example',
    });
    if (databaseUrl === null || tokenSecrets === null) throw new Error('incomplete configuration');
    const started = await startService(
      { ...config, databaseUrl, tokenSecrets },
      {
        ports: { clock, ...(hookOf ? { afterCommit: hookOf(starts) } : {}) },
        log: createLog({ level: 'silent', format: 'json' }),
        parser: sharedParser(),
        // A stage with a hook starts many services, and each would compile these checks anew.
        validateResponses: true,
      },
    );
    ports = { http: started.httpPort, smtp: started.smtpPort ?? 0 };
    starts += 1;
    return started;
  };

  let service = await start();
  await applySettings(database, transcript.settings);
  return {
    database,
    clock,
    sink,
    mailbox: [],
    service: () => service,
    async restart() {
      service = await start();
    },
    async close() {
      await service.stop();
      await sink.close();
      await database.drop();
    },
  };
}

const nameServer = openNameServer();
let parser: MailParser | null = null;

/** One warm parser for all services of a run: starting one costs more than reading a mail. */
function sharedParser(): MailParser {
  parser ??= createMailParser({
    log: createLog({ level: 'silent', format: 'json' }),
    authentication: { mode: 'dns', resolveDns: nameServer.resolve },
  });
  const { read } = parser;
  return { read, close: async () => {} };
}

/** Ends what all stages of this run shared. */
export async function closeStages(): Promise<void> {
  await parser?.close();
  parser = null;
}

/** How the database knows the connections of the service that was started as number `start`. */
export const serviceName = (start: number): string => `parley-${start}`;

/** As `PATCH /v1/application` does, without a commit that a dying service could die after. */
async function applySettings(
  { database, pool }: TestDatabase,
  settings: Transcript['settings'],
): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from applications');
  for (const { id } of rows) {
    await inTransaction(database, 'settings', (tx) => changeSettings(tx, id, settings));
  }
}

/** Plays transcripts on a stage: the application over HTTP, mail over SMTP, links over pages. */
export function createServiceWorld(
  stage: Stage,
  transcript: Transcript,
  options: ServiceWorldOptions = {},
): World {
  const persist = options.persist ?? ((attempt) => attempt());
  const players = new Map(transcript.players.map((player) => [player.key, player]));
  const application = createApplication(stage.service().publicUrl, apiKey, persist);
  const post = createPost(stage, players, persist);
  // Nobody answers a page the moment it opens.
  const readPage = () => stage.clock.advance({ seconds: 2 });
  return {
    async play(action) {
      const inboundBefore = await countInbound(stage);
      const told = await act(action);
      await settle(stage, options.whileWaiting);
      const arrived = await post.collect();
      const inbound = await readInbound(stage, inboundBefore);
      return { problem: null, page: null, inbound, ...told, ...arrived, ...(await look()) };
    },
    async close() {
      nameServer.fallSilent(false);
      await stage.close();
    },
  };

  async function act(action: Action): Promise<Partial<Pick<Seen, 'problem' | 'page' | 'inbound'>>> {
    switch (action.do) {
      case 'propose':
        return {
          page: await persist(() => proposeOnPage(post.link(action.who, 'reschedule'), action)),
        };
      case 'take-suggestion':
        return { page: await persist(() => takeSuggestion(post.suggestion(action.who), readPage)) };
      case 'click':
        return { page: await click(action) };
      case 'relay':
        stage.sink.answerWith(action.answers);
        return {};
      case 'dns':
        nameServer.fallSilent(action.isSilent);
        return {};
      case 'pass':
        stage.clock.advance({ minutes: action.minutes });
        return {};
      default:
        return isMail(action) ? post.send(action) : application.play(action, players);
    }
  }

  async function click(action: Extract<Action, { do: 'click' }>): Promise<PageSeen | null> {
    const urls = action.links.map((path, press) =>
      post.link((press === 1 && action.andWho) || action.who, path),
    );
    const told = await Promise.all(urls.map((url) => persist(() => followLink(url, readPage))));
    return told.length === 1 ? (told[0] ?? null) : null;
  }

  async function look(): Promise<Pick<Seen, 'room' | 'answers' | 'proposals' | 'comments'>> {
    return describe(application, transcript);
  }
}

async function describe(application: Application, { players }: Transcript) {
  const room = await application.room();
  const proposals = await application.proposals();
  const at = room.startUtc.slice(0, 16).replace('T', ' ');
  const people = [room.host, ...(room.guest ? [room.guest] : [])];
  const keyOf = (email: string) => players.find((player) => player.email === email)?.key ?? email;
  return {
    room: `${room.status} ${room.icsSequence} at ${at}`,
    comments: people.flatMap(({ email, comment }) =>
      comment ? [`${keyOf(email)} ${comment}`] : [],
    ),
    answers: people.map((one) => `${keyOf(one.email)}=${one.answer}`).join(' '),
    proposals: proposals.map((one) => one.status).join(' '),
  };
}

const mailActions: readonly Action['do'][] = [
  'answer',
  'counter',
  'delegate',
  'refresh',
  'write',
  'vacation',
  'bounce',
  'own-mail-back',
  'same-mail-again',
];

const isMail = (action: Action): action is MailAction => mailActions.includes(action.do);

async function countInbound({ database }: Stage): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'select count(*)::int as count from imip_messages',
  );
  return rows[0]?.count ?? 0;
}

/** Outcome and reason of the mail that came in; of several copies the one that counted. */
async function readInbound({ database }: Stage, skip: number): Promise<string | null> {
  const { rows } = await database.pool.query<{ outcome: string | null; reason: string | null }>(
    'select outcome, reason from imip_messages order by received_at, id offset $1',
    [skip],
  );
  const first = rows.find((row) => row.outcome !== 'duplicate') ?? rows[0];
  if (!first) return null;
  return [first.outcome ?? 'waiting', ...(first.reason ? [first.reason] : [])].join(' ');
}

/** Waits until nothing is due, nothing is on its way and nothing waits to be read. */
async function settle(stage: Stage, whileWaiting?: () => Promise<void>): Promise<void> {
  let busy: string[] = [];
  await waitFor(
    async () => {
      await whileWaiting?.();
      busy = await listBusy(stage);
      return busy.length === 0;
    },
    // Longer than the longest an attempt to send may hang before it is given back.
    { timeoutMs: 60_000, what: () => `the service to be done with ${busy.join(', ')}` },
  );
}

/** What the service still has to do. One statement, one snapshot: nothing slips between two. */
async function listBusy({ database, clock }: Stage): Promise<string[]> {
  const { rows } = await database.pool.query<{ what: string }>(
    `select concat_ws(' ', kind, state, attempts, last_response, claimed_until) as what
       from messages where state = 'sending' or (state = 'waiting' and send_at <= $1)
         or (state = 'unknown' and settled_at is null and send_at <= $1)
         or (state = 'failed' and failure_told_at is null)
     union all
     select concat_ws(' ', 'mail', attempts, claimed_until) from imip_messages
       where read_at is null and (claimed_by is not null or coalesce(claimed_until, $1) <= $1)
     union all
     select concat_ws(' ', 'proposal', expires_at) from pending_proposals
       where status = 'pending' and expires_at <= $1
     union all
     select concat_ws(' ', 'held decline', held_decline_until) from attendees
       where held_decline_until <= $1`,
    [clock.now()],
  );
  return rows.map((row) => row.what);
}

import { parseConfig } from '../../service/config.ts';
import { createMailParser } from '../../service/inbox/mail-parser.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { createLog } from '../../service/ops/log.ts';
import { type Service, startService } from '../../service/service.ts';
import { createFakeClock } from '../house/fake-clock.ts';
import { fillForm } from '../house/fill-form.ts';
import { startMailSink } from '../house/mail-sink.ts';
import { openTestDatabase } from '../house/test-database.ts';
import { waitFor } from '../house/wait-for.ts';
import type { Stage } from '../transcripts/service-world.ts';
import type { Transcript } from '../transcripts/transcript.ts';

/** The key the transcripts' application uses. */
export const apiKey = 'parley_transcript_key_0123456789abcdef';
const inboundDomain = 'in.parley.example';
export const publicUrl = 'https://meet.parley.example';

/** A stage whose log is kept, and whose links lead to a public address that is not its own. */
export interface WatchedStage extends Stage {
  /** The form of a page as a person sends it; what is given wins. */
  fill(path: string, fields: Readonly<Record<string, string>>): Record<string, string>;
  /** Every line logged so far, of any level. */
  readonly lines: readonly { readonly level: string; readonly text: string }[];
  /** Where a link to the public address really leads. */
  local(link: string): string;
}

type Start = Pick<Transcript, 'startsAt' | 'settings'>;

/** Starts the whole service in this process, as an operator would, with everything in sight. */
export async function openWatchedStage(
  { startsAt, settings }: Start,
  env: Readonly<Record<string, string>> = {},
): Promise<WatchedStage> {
  const database = await openTestDatabase();
  const clock = createFakeClock(startsAt);
  const sink = await startMailSink();
  const lines: { level: string; text: string }[] = [];
  const destination = {
    write: (text: string) => void lines.push({ level: JSON.parse(text).level, text }),
  };
  const log = createLog({ level: 'trace', format: 'json', destination });
  const { databaseUrl, tokenSecrets, ...config } = parseConfig({
    DATABASE_URL: database.databaseUrl,
    TOKEN_SECRETS: 'k1:a-secret-of-the-transcripts-32-bytes',
    PORT: '0',
    INBOUND_SMTP_PORT: '0',
    INBOUND_SMTP_HOST: '127.0.0.1',
    SMTP_URL: sink.url,
    PARLEY_API_KEY: apiKey,
    NOTIFICATIONS_FROM_EMAIL: 'scheduling@parley.example',
    INBOUND_DOMAIN: inboundDomain,
    ...env,
  });
  if (databaseUrl === null || tokenSecrets === null) throw new Error('incomplete configuration');
  const secrets = parseSecrets(tokenSecrets);
  const parser = createMailParser({ log });
  const service: Service = await startService(
    { ...config, databaseUrl, tokenSecrets },
    { ports: { clock }, log, parser, validateResponses: true },
  );
  for (const [name, value] of Object.entries(settings)) {
    const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    await database.pool.query(`update applications set ${column} = $1`, [value]);
  }
  const home = `http://127.0.0.1:${service.httpPort}`;
  return {
    database,
    clock,
    sink,
    mailbox: [],
    lines,
    service: () => service,
    local: (link) => link.replace(service.publicUrl, home),
    fill: (path, fields) => fillForm(path, fields, secrets, clock.now()),
    restart: () => Promise.reject(new Error('a watched service runs once')),
    async close() {
      await service.stop();
      await parser.close();
      await sink.close();
      await database.drop();
    },
  };
}

/** Waits until every mail that came in is read and every mail that is owed has left. */
export async function waitUntilQuiet({ database, clock }: Stage): Promise<void> {
  const isQuiet = async () => {
    const { rows } = await database.pool.query<{ busy: boolean }>(
      `select exists (select from imip_messages where read_at is null)
         or exists (select from messages
           where state = 'sending' or (send_at <= $1 and (state = 'waiting'
             or (state = 'unknown' and settled_at is null)))) as busy`,
      [clock.now()],
    );
    return rows[0]?.busy === false;
  };
  await waitFor(isQuiet, { timeoutMs: 20_000, what: 'all mail to be read and sent' });
}

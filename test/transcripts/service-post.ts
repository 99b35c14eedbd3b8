import { parseSunk } from '../house/mail-sink.ts';
import { sendMail } from '../house/send-mail.ts';
import { sign } from '../mail/signed-mail.ts';
import type { MailAction } from './actions.ts';
import {
  linkIn,
  nameMail,
  newest,
  type ReceivedMail,
  receive,
  suggestionIn,
} from './calendar-client.ts';
import { createPens } from './outgoing-mail.ts';
import type { ServiceWorldOptions, Stage } from './service-world.ts';
import type { Player } from './transcript.ts';
import type { Seen } from './world.ts';

/** The mail side of the play: what arrives in the people's mailboxes, and what they send. */
export function createPost(
  stage: Stage,
  players: ReadonlyMap<string, Player>,
  persist: NonNullable<ServiceWorldOptions['persist']>,
) {
  const pens = createPens(players, stage.mailbox);
  const seen = new Map<string, Buffer>();
  let read = 0;
  const keyOf = (email: string) =>
    [...players.values()].find((player) => player.email === email)?.key ?? email;
  const newestTo = (who: string, what: string, link: (mail: ReceivedMail) => string | null) => {
    const email = players.get(who)?.email;
    const has = (mail: ReceivedMail) => mail.to === email && link(mail) !== null;
    return link(newest(stage.mailbox, `${what} for ${who}`, has)) ?? '';
  };

  return {
    /** Hands a mail to the SMTP port; tells when it is refused there for good. */
    async send(action: MailAction): Promise<Partial<Pick<Seen, 'inbound'>>> {
      const { raw, signedBy, ...envelope } = pens.write(action, stage.clock.now());
      const mail = { ...envelope, raw: signedBy ? await sign(raw, signedBy) : raw };
      return persist(() =>
        sendMail(stage.service().smtpPort ?? 0, mail).then(() => ({}), tellRefusal),
      );
    },
    link: (who: string, path: string): string =>
      newestTo(who, `${path} link`, (mail) => linkIn(mail, path)),
    suggestion: (who: string): string => newestTo(who, 'suggestion', suggestionIn),
    /** One line for each mail that arrived; a mail sent twice by a crash is the same mail. */
    async collect(): Promise<Pick<Seen, 'mails' | 'letters'>> {
      const mails: string[] = [];
      const letters: Seen['letters'][number][] = [];
      for (; read < stage.sink.mails.length; read += 1) {
        const sunk = stage.sink.mails[read];
        if (!sunk) break;
        const { envelopeFrom } = sunk;
        const parsed = await parseSunk(sunk);
        const sent = { envelopeFrom, raw: sunk.raw.toString('latin1') };
        const mail = receive(parsed, sunk.envelopeTo[0] ?? '', sent);
        const earlier = seen.get(mail.messageId);
        if (earlier && !earlier.equals(sunk.raw)) {
          throw new Error(`${mail.messageId} was sent changed`);
        }
        if (earlier) continue;
        seen.set(mail.messageId, sunk.raw);
        stage.mailbox.push(mail);
        const kind = mail.method ? '' : await kindOf(stage, mail.messageId);
        mails.push(`${keyOf(mail.to)} ${nameMail(mail, kind)}`);
        letters.push({ who: keyOf(mail.to), text: mail.text, entry: mail.ics });
      }
      return { mails, letters };
    },
  };
}

/** What is refused for good is an end; anything else is tried again. */
function tellRefusal(error: { responseCode?: number }): Pick<Seen, 'inbound'> {
  const { responseCode = 0 } = error;
  if (responseCode < 500) throw error;
  return { inbound: `refused ${responseCode}` };
}

async function kindOf({ database }: Stage, messageId: string): Promise<string> {
  const { rows } = await database.pool.query<{ kind: string }>(
    'select kind from messages where message_id = $1',
    [messageId],
  );
  return rows[0]?.kind ?? 'a mail nobody owed';
}

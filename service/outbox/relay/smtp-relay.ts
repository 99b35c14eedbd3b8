import type { OutgoingMail, SendTerms } from '../../ports.ts';
import { handOver, type SessionEnd, type Verdict } from './hand-over.ts';
import { createIdleSessions, type IdleSessions } from './idle-sessions.ts';
import { createRelayPlaces } from './relay-places.ts';
import { openRelayTurn, type RelayDeadlines, type RelayTurn } from './relay-turn.ts';
import type { RelayAddress } from './relay-url.ts';
import type { OpenSession, SmtpSession } from './smtp-session.ts';

export interface SmtpRelayDeps {
  readonly address: RelayAddress;
  readonly deadlines: RelayDeadlines;
  readonly openSession: OpenSession;
}

export interface SmtpRelay {
  readonly name: string;
  readonly maxConnections: number;
  /**
   * Waits for a place, then sends; never rejects. `isWelcome` is asked after the wait, null means
   * that it said no.
   */
  send(mail: OutgoingMail, terms: SendTerms, isWelcome: () => boolean): Promise<Verdict | null>;
  /** Takes no more, lets what is on the wire end for a while, then cuts it; always resolves. */
  close(): Promise<void>;
}

/**
 * One relay with its connections. nodemailer's own pool is not used: it hides which connection
 * carries which mail, takes a stray 250 for the word to go on, goes on using a connection that
 * answered before the final dot, and a mail that waits for a place looks like one at work.
 */
export function createSmtpRelay({ address, deadlines, openSession }: SmtpRelayDeps): SmtpRelay {
  const places = createRelayPlaces(address.maxConnections, address.rate);
  const idle = createIdleSessions(address.maxMessages, deadlines.idleMs);
  const turns = new Set<RelayTurn>();
  /** Everything that still occupies a place. */
  const occupied = new Set<Promise<unknown>>();

  /** The place is free again when the connections used are ready for a mail, or closed. */
  async function occupy(mail: OutgoingMail, turn: RelayTurn, giveBack: () => void) {
    const away: Promise<void>[] = [];
    const verdict = await handOver(
      {
        relay: address.name,
        deadlines,
        openSession,
        takeIdle: idle.take,
        putAway: (session, end) => void away.push(putAway(session, end, idle)),
      },
      mail,
      turn,
    );
    turns.delete(turn);
    turn.end();
    const left = Promise.all(away).finally(() => {
      occupied.delete(left);
      giveBack();
    });
    occupied.add(left);
    return verdict;
  }

  return {
    name: address.name,
    maxConnections: address.maxConnections,
    async send(mail, terms, isWelcome) {
      const giveBack = await places.take(terms.signal);
      if (giveBack === null) return neverAsked;
      if (!isWelcome()) {
        giveBack();
        return null;
      }
      const turn = openRelayTurn(address.name, terms, deadlines);
      turns.add(turn);
      const sent = occupy(mail, turn, giveBack);
      occupied.add(sent);
      return sent.finally(() => occupied.delete(sent));
    },
    async close() {
      places.close();
      const cutAll = () => {
        for (const turn of turns) turn.withdraw('broken off: the sender stops');
      };
      const cut = setTimeout(cutAll, deadlines.closeMs);
      while (occupied.size > 0) await Promise.allSettled(occupied);
      clearTimeout(cut);
      await idle.close();
    },
  };
}

async function putAway(session: SmtpSession, end: SessionEnd, idle: IdleSessions): Promise<void> {
  if (end === 'broken') return session.cut();
  try {
    if (end === 'needs-reset') await session.reset();
    idle.keep(session);
  } catch {
    session.cut();
  }
}

const neverAsked: Verdict = {
  report: { outcome: 'temporary', response: 'broken off before its turn', relay: null },
  news: 'nothing',
  isFinal: true,
};

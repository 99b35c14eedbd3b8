import type { OutgoingMail, SendReport } from '../../ports.ts';
import { createMailStream } from './final-dot.ts';
import type { RelayNews } from './relay-health.ts';
import type { RelayDeadlines, RelayTurn } from './relay-turn.ts';
import { judgeFault, type SmtpFault, tidyWords } from './smtp-outcome.ts';
import type { OpenSession, SmtpSession } from './smtp-session.ts';

/** What became of one mail at one relay. */
export interface Verdict {
  readonly report: SendReport;
  readonly news: RelayNews;
  /** No other relay may be tried: the mail was judged, may have arrived, or is not wanted. */
  readonly isFinal: boolean;
}

/** What is left of the connection after a mail. */
export type SessionEnd = 'ready' | 'needs-reset' | 'broken';

export interface HandOverDeps {
  readonly relay: string;
  readonly deadlines: RelayDeadlines;
  readonly openSession: OpenSession;
  /** An idle connection, or null. */
  takeIdle(): SmtpSession | null;
  /** Called once for each connection that was used. */
  putAway(session: SmtpSession, end: SessionEnd): void;
}

const muddled: SmtpFault = { message: 'the relay answered out of turn', code: 'EPROTOCOL' };

/** Hands one mail to one relay; never rejects, and ends when the turn ends. */
export async function handOver(
  deps: HandOverDeps,
  mail: OutgoingMail,
  turn: RelayTurn,
): Promise<Verdict> {
  const idle = deps.takeIdle();
  if (idle !== null) {
    const first = await tryOn(deps, mail, turn, async () => idle);
    // A connection may die unnoticed while idle. If nothing of the mail was said, nothing is known.
    const isStale = first.verdict.news === 'away' && !first.isStarted && !turn.signal.aborted;
    if (!isStale) return first.verdict;
  }
  const logIn = () => turn.enter('the login', deps.deadlines.answerMs);
  const fresh = () => deps.openSession(turn.signal, logIn);
  return (await tryOn(deps, mail, turn, fresh)).verdict;
}

interface Tried {
  readonly verdict: Verdict;
  /** The relay said that it takes the mail's bytes. */
  readonly isStarted: boolean;
}

async function tryOn(
  deps: HandOverDeps,
  { envelopeFrom: from, envelopeTo: to, raw }: OutgoingMail,
  turn: RelayTurn,
  open: () => Promise<SmtpSession>,
): Promise<Tried> {
  const { relay, deadlines } = deps;
  let session: SmtpSession | null = null;
  let isStarted = false;
  const stream = createMailStream(raw, {
    signal: turn.signal,
    mayEnd: turn.mayEnd,
    onStart() {
      // nodemailer takes any 2xx for a go-ahead; a reply too many would then pass for the last.
      if (!session?.lastReply().startsWith('354')) return session?.cut(muddled);
      isStarted = true;
      turn.enter('sending the mail', deadlines.toDotMs);
    },
  });
  try {
    turn.enter('connecting', deadlines.connectMs + deadlines.greetingMs + deadlines.answerMs);
    const opening = open();
    // Ready only after the turn was broken off: nobody waits for it any more.
    opening.then(
      (late) => turn.signal.aborted && late.cut(),
      () => {},
    );
    session = await turn.hold(opening);
    turn.enter('the envelope', deadlines.answerMs);
    const envelope = { from, to, sizeBytes: raw.length };
    const response = await turn.hold(session.send(envelope, stream));
    // Whatever was answered so early, it was not this mail.
    if (!turn.dotWritten) throw muddled;
    deps.putAway(session, 'ready');
    const report: SendReport = { outcome: 'accepted', response: tidyWords(response), relay };
    return { verdict: { report, news: 'good', isFinal: true }, isStarted };
  } catch (error) {
    const verdict = judge(error as SmtpFault, turn, relay);
    stream.destroy();
    // A relay that refuses in the midst of a mail would take RSET for a line of it.
    const isIntact = verdict.news === 'good' && (!isStarted || turn.dotWritten);
    if (session !== null) deps.putAway(session, isIntact ? 'needs-reset' : 'broken');
    return { verdict, isStarted };
  }
}

function judge(fault: SmtpFault, turn: RelayTurn, relay: string): Verdict {
  const { outcome, blame, response } = judgeFault(fault, turn.dotWritten);
  if (turn.isWithdrawn) {
    return { report: { outcome: 'withdrawn', response, relay }, news: 'nothing', isFinal: true };
  }
  if (turn.isOurDoing) {
    // Before the dot nobody was heard to say anything about the mail.
    const report = { outcome, response, relay: turn.dotWritten ? relay : null };
    return { report, news: 'nothing', isFinal: true };
  }
  const news = blame === 'mail' ? 'good' : blame;
  // The gate is asked once, so after it no other relay can have the mail.
  return { report: { outcome, response, relay }, news, isFinal: blame === 'mail' || turn.asked };
}

/** A command of the host application that was answered. */
export interface AnsweredCall {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  /** The answer's bytes, as they came. */
  readonly text: string;
  /** When its first try began and its answer was there, on the harness's own clock. */
  readonly beganMs: number;
  readonly answeredMs: number;
}

/** A mail that the listener took with 250. */
interface TakenMail {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  /** How often it was handed over: an answer may get lost, and the mail is sent again. */
  readonly tries: number;
}

/** A page that told a person that it was done. */
interface SettledVisit {
  /** Null where only the link is known. */
  readonly proposalId: string | null;
  /** SHA-256 of the link's token, as the service stores it. */
  readonly tokenHash: string | null;
  readonly deed: 'proposed' | 'approved' | 'declined';
}

/** What was promised to the outside; only what was acknowledged stands in it. */
export interface Ledger {
  readonly calls: readonly AnsweredCall[];
  readonly mails: readonly TakenMail[];
  readonly visits: readonly SettledVisit[];
  /** How many operations there are in all. */
  size(): number;
  answered(call: AnsweredCall): void;
  taken(mail: TakenMail): void;
  settled(visit: SettledVisit): void;
}

export function createLedger(): Ledger {
  const calls: AnsweredCall[] = [];
  const mails: TakenMail[] = [];
  const visits: SettledVisit[] = [];
  return {
    calls,
    mails,
    visits,
    size: () => calls.length + mails.length + visits.length,
    answered: (call) => void calls.push(call),
    taken: (mail) => void mails.push(mail),
    settled: (visit) => void visits.push(visit),
  };
}

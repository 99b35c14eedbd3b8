import type { Answer, Person, ProposalSource, Role, Wording } from './room.ts';

/** A reply as it came in (METHOD:REPLY, RFC 5546 §3.2.3), after its sender was identified. */
export interface Reply {
  /** Null: the mail said nothing we count as an answer (NEEDS-ACTION, DELEGATED, X-…). */
  readonly answer: Answer | null;
  readonly sequence: number;
  /** DTSTAMP; null when missing or not understood. */
  readonly stampedAt: Date | null;
  readonly receivedAt: Date;
  /** The times the reply echoes; null when missing or not understood. */
  readonly startUtc: Date | null;
  readonly endUtc: Date | null;
  readonly comment: string | null;
  /**
   * The address it came in the name of, when that is another one than the person's own and was
   * proved or confirmed to be theirs: it is remembered.
   */
  readonly alias: string | null;
}

/** The new time asked for by a COUNTER (RFC 5546 §3.2.7); `startUtc` null: not understood. */
export interface Counter extends Reply {
  readonly proposedStartUtc: Date | null;
  readonly proposedEndUtc: Date | null;
}

export interface NewRoom extends Wording {
  readonly id: string;
  readonly icsUid: string;
  readonly startUtc: Date;
  readonly durationMinutes: number;
  readonly host: Person & { readonly attendeeId: string };
  readonly guest: (Person & { readonly attendeeId: string }) | null;
}

/** Everything that can be asked of a room that exists. Ids for new things come with the command. */
export type Command =
  | { readonly do: 'book'; readonly guest: Person & { readonly attendeeId: string } }
  | {
      readonly do: 'reschedule';
      readonly startUtc: Date;
      readonly durationMinutes: number | null;
    }
  | { readonly do: 'change-wording'; readonly wording: Wording }
  | { readonly do: 'unbook'; readonly reason: string | null }
  | { readonly do: 'cancel'; readonly reason: string | null }
  | { readonly do: 'record-reply'; readonly attendeeId: string; readonly reply: Reply }
  | {
      readonly do: 'counter';
      readonly attendeeId: string;
      readonly proposalId: string;
      readonly counter: Counter;
    }
  | { readonly do: 'refresh'; readonly attendeeId: string }
  | {
      /** Mail this person a new reschedule link: theirs had expired, or they wrote by hand. */
      readonly do: 'send-link';
      readonly attendeeId: string;
      readonly because: 'expired' | 'human-mail';
      /** A new time that a mail written by hand plainly asks for; offered with the link. */
      readonly suggestedStartUtc: Date | null;
    }
  | {
      /**
       * A mail says in this person's name what may not be theirs: ask them, and only them, to
       * confirm it. Nothing is asked when `question` would change nothing anyway.
       */
      readonly do: 'ask-confirmation';
      readonly attendeeId: string;
      readonly inboundMailId: string;
      readonly because: DoubtReason;
      readonly question: Question;
    }
  | {
      readonly do: 'propose';
      readonly by: Role;
      readonly source: ProposalSource;
      readonly proposalId: string;
      readonly startUtc: Date;
      readonly durationMinutes: number | null;
      readonly note: string | null;
    }
  | {
      readonly do: 'approve' | 'decline-proposal';
      readonly proposalId: string;
      readonly by: Role | 'application';
    }
  | { readonly do: 'expire-proposal'; readonly proposalId: string }
  | { readonly do: 'act-on-held-decline'; readonly attendeeId: string }
  | { readonly do: 'keep-session'; readonly attendeeId: string }
  | { readonly do: 'record-undeliverable'; readonly attendeeId: string; readonly reason: string };

/** What a mail that waits for its person's word asks for. */
export type Question = Extract<Command, { readonly do: 'record-reply' | 'counter' }>;

/** Why it is not taken as theirs: it failed DMARC, or came from or for another address. */
export type DoubtReason = 'not-authenticated' | 'other-address';

/** The command of one kind, as the function that decides it takes it. */
export type CommandTo<Do extends Command['do']> = Extract<Command, { readonly do: Do }>;

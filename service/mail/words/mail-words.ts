import type { CounterProblem } from '../../scheduling/decision.ts';
import type { Answer, Role } from '../../scheduling/room.ts';

/** The other person, as sentences speak of them. */
export interface Other {
  /** Their first name; null when it is not known or must not be told. */
  readonly name: string | null;
  readonly role: Role;
}

/** What sentences are made of. Nothing is escaped here: that is for those who render. */
export interface Said {
  readonly other: Other;
  /** The session's name, as the application gave it. */
  readonly session: string;
  /** The session's name with the other's first name, as `title` writes it. */
  readonly title: string;
  /** The session's present day and hours, as the reader's clock shows them. */
  readonly when: string;
  /** Who sends the mail: the application's name as an organizer. */
  readonly organizer: string;
}

type Say = (said: Said) => string;
/** A sentence with one more insertion: a day and hour, a name, a text. */
type SayOf = (said: Said, inserted: string) => string;

/** How times are told, in mails and on pages. */
export interface TimeWords {
  /** `60 minutes`. */
  length(minutes: number): string;
  /** Behind a zone's name: it is UTC because the reader's own zone is not known. */
  readonly utcForUnknown: string;
  /** The same, for the session's own zone. */
  zoneForUnknown(zone: string): string;
  /** The clocks change during the session. */
  endingIn(start: string, end: string): string;
  /** The other's clock: hours, and the offset `UTC−05:00` (never a place). */
  forOther(other: Other, hours: string, offset: string): string;
  /** Between a day and a time of day. */
  readonly comma: string;
}

/**
 * All a mail says in one language. Sentences are short and in the present; they say who does what,
 * and promise nothing that is not done. A name cannot be declined, so sentences are built around
 * names that stay as they are.
 */
export type MailWords = SessionWords & AnswerWords;

/** What every mail has, and the mails about the session itself. */
export interface SessionWords {
  readonly time: TimeWords;

  /** `Practice Session with Hanna`. */
  title(session: string, firstName: string): string;
  /** The name may be empty. */
  greeting(name: string): string;
  readonly privacy: Say;
  /** Behind a label. */
  readonly colon: string;
  readonly questions: string;
  /** Leads to the page that tells how the session stands. */
  readonly seeSession: string;

  readonly label: {
    readonly when: string;
    readonly was: string;
    readonly now: string;
    readonly proposed: string;
    readonly youAskedFor: string;
    readonly itStays: string;
    readonly untilThen: string;
    readonly plannedFor: string;
    readonly newTimeAsked: string;
    readonly where: string;
    readonly join: string;
    readonly reason: string;
    readonly youWrote: string;
    readonly otherWrote: Say;
    readonly cameWithWords: string;
  };

  readonly button: {
    readonly requestTime: string;
    readonly approve: string;
    readonly decline: string;
    readonly keep: string;
    readonly confirm: string;
    readonly askForThis: string;
    readonly chooseAnother: string;
  };

  readonly invitation: {
    readonly subject: Say;
    readonly preheader: Say;
    readonly lead: Say;
    readonly answer: string;
    /** `isByCalendar`: their calendar may propose a time, too. */
    another(said: Said, isByCalendar: boolean): string;
  };
  readonly update: {
    readonly subject: Say;
    readonly preheader: Say;
    readonly heading: Say;
    readonly moved: Say;
    /** The new time is the one this reader asked for, and the other said yes. */
    readonly otherApproved: Say;
    /** The reader said yes to the new time themselves. */
    readonly youApproved: Say;
    /** The application said yes to the new time this reader asked for. */
    readonly applicationApproved: Say;
    readonly calendarFollows: string;
  };
  /** The present state once more: new details, or sent again; no claim about what changed. */
  readonly details: {
    readonly subject: Say;
    readonly preheader: Say;
    readonly lead: Say;
  };
  readonly cancellation: {
    readonly subject: Say;
    readonly preheader: Say;
    readonly heading: Say;
    /** By whom; `unknown` when it is only said once more. */
    readonly by: Readonly<Record<'reader' | 'other' | 'application' | 'unknown', Say>>;
    readonly calendarFollows: string;
  };
  readonly reminder: Readonly<Record<'subject' | 'preheader' | 'heading' | 'lead', Say>> & {
    /** For a reader who has not answered the invitation yet. */
    readonly unanswered: string;
  };
  /** Some time after the invitation, for a reader who has not answered it. */
  readonly answerReminder: Readonly<Record<'subject' | 'heading' | 'lead', Say>>;

  /** The calendar entry's own text. */
  readonly entry: {
    readonly lead: Say;
    readonly join: SayOf;
    readonly anotherTime: Say;
    readonly cancelled: Say;
    readonly reason: SayOf;
  };
}

/** The mails about what people answered, asked for and wrote. */
export interface AnswerWords {
  readonly guestLeft: {
    readonly subject: Say;
    readonly preheader: Say;
    readonly heading: Say;
    readonly by: Readonly<Record<'other' | 'application', Say>>;
    readonly openAgain: string;
  };
  readonly declineConfirmed: {
    readonly subject: Say;
    readonly heading: Readonly<Record<Role, Say>>;
    readonly lead: Readonly<Record<Role, Say>>;
  };
  readonly declineHeld: {
    readonly subject: Say;
    readonly preheader: string;
    readonly heading: string;
    readonly lead: Say;
    readonly deadline: SayOf;
    readonly choice: string;
  };
  readonly declineNoted: {
    readonly subject: Say;
    readonly preheader: string;
    readonly heading: Say;
    readonly lead: Say;
  };
  readonly proposalToDecide: {
    readonly subject: Say;
    /** Inserted: the day and hours asked for. */
    readonly preheader: SayOf;
    readonly heading: Say;
    readonly lead: Say;
    readonly deadline: SayOf;
  };
  readonly proposalSent: {
    readonly subject: Say;
    readonly preheader: Say;
    readonly heading: Say;
    readonly lead: Say;
    readonly after: string;
  };
  readonly proposalDeclined: {
    readonly subject: Say;
    readonly heading: string;
    readonly by: Readonly<Record<'other' | 'application', Say>>;
  };
  readonly proposalExpired: {
    readonly subject: Say;
    readonly heading: string;
    readonly lead: Say;
  };
  /** After a proposal that came to nothing. */
  readonly askAgain: string;
  readonly stays: string;
  readonly counterNotUnderstood: {
    readonly subject: Say;
    readonly preheader: string;
    readonly heading: string;
    readonly lead: Say;
    readonly problem: Readonly<Record<CounterProblem, string>>;
    readonly choose: string;
  };
  readonly deliveryTrouble: {
    readonly subject: Say;
    readonly preheader: string;
    readonly heading: Say;
    readonly lead: Say;
    readonly anotherWay: Say;
  };
  readonly freshLink: {
    readonly subject: Say;
    readonly preheader: string;
    readonly heading: string;
    readonly lead: Say;
    readonly notYou: string;
  };
  readonly humanAnswer: {
    readonly subject: Say;
    readonly preheader: string;
    /** Inserted: the moment the reader wrote about. */
    readonly preheaderOfTime: SayOf;
    readonly heading: string;
    readonly lead: Say;
    readonly useLink: string;
    readonly suggestion: SayOf;
    readonly after: Say;
  };
  readonly confirmAnswer: {
    readonly subject: Say;
    readonly preheader: string;
    readonly heading: string;
    readonly answered: Readonly<Record<Exclude<Answer, 'needs-action'>, Say>>;
    readonly saidSomething: Say;
    readonly wished: Say;
    readonly because: Readonly<Record<'other-address' | 'not-authenticated', string>>;
    readonly timeNotUnderstood: string;
    readonly press: string;
    readonly until: SayOf;
    readonly notYou: string;
  };
}

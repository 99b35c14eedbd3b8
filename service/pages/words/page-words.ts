import type { Other } from '../../mail/words/mail-words.ts';
import type { Answer, DecidedBy, Role } from '../../scheduling/room.ts';

/** A page that tells something: its title and its paragraphs. */
export interface Told {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** One of the answers a page offers; `hint` says what follows from it. */
export interface Offered {
  readonly label: string;
  readonly hint: string;
}

type TellOf = (other: Other) => Told;
type SayOf = (other: Other) => string;

/**
 * All that pages say in one language. As in mails: short, in the present, who does what; sentences
 * are built around names that stay as they are.
 */
export type PageWords = NoticeWords & FormWords;

/** What pages tell. */
export interface NoticeWords {
  readonly layout: {
    /** Before the address of the application's support. */
    readonly questions: string;
    readonly isPrivate: string;
    /** Before the title of a page that shows a mistake. */
    readonly error: string;
  };

  readonly label: {
    readonly newTime: string;
    readonly presentTime: string;
    readonly youAskedFor: string;
    readonly takesPlace: string;
    readonly takesPlaceNow: string;
    readonly wasPlannedFor: string;
    readonly isPlannedFor: string;
    readonly tookPlace: string;
  };

  // Links and requests that lead nowhere.
  readonly unknown: Told;
  readonly expired: Told & { readonly button: string };
  readonly renewed: Told;
  readonly foreignForm: Told;
  readonly tooMany: Told;
  readonly malformed: Told;
  readonly wrongMethod: Told;
  readonly trouble: Told;

  // What stands in the way of every page: the present truth.
  readonly cancelled: Told;
  readonly left: Told;
  readonly over: Told;
  readonly open: Told;

  /** A request that was decided before, or cannot be any more. */
  readonly settled: {
    approved(by: DecidedBy | 'you' | null, other: Other, organizer: string): Told;
    declined(by: DecidedBy | 'you' | null, other: Other, organizer: string): Told;
    readonly superseded: Told;
    readonly expired: Told;
    readonly otherwise: Told;
  };

  /** The page of one person that tells how their session stands. */
  readonly session: {
    readonly title: SayOf;
    readonly booked: Readonly<Record<Role, SayOf>>;
    readonly yourAnswer: Readonly<Record<Answer, string>>;
    readonly declineHeld: string;
    readonly youAsked: SayOf;
    readonly otherAsks: SayOf;
    readonly where: string;
    readonly join: string;
    readonly about: string;
    readonly requestTime: string;
    readonly addToCalendar: string;
    readonly addHint: string;
    readonly file: string;
    readonly google: string;
    readonly outlook: string;
  };
}

/** What pages ask. */
export interface FormWords {
  /** Every form: what is asked for when it was sent in a way that no person would. */
  readonly form: {
    /** Above the list of mistakes. */
    readonly pleaseCheck: string;
    readonly tooQuick: string;
    readonly tooOld: string;
    readonly chooseOne: string;
    /** The button of a form with a choice. */
    readonly send: string;
  };

  readonly propose: {
    readonly title: string;
    readonly lead: SayOf;
    /** Inserted: the time this person asked for before. */
    pending(moment: string): string;
    readonly isSuggested: string;
    /** `notice`: a span as `span` tells it. */
    notice(notice: string): string;
    readonly pick: string;
    readonly pickOwn: string;
    readonly date: string;
    readonly time: string;
    readonly zone: string;
    readonly zoneHint: string;
    readonly ownZone: string;
    readonly otherZones: string;
    readonly length: string;
    minutes(minutes: number): string;
    readonly note: SayOf;
    readonly noteHint: string;
    readonly send: string;
    readonly after: SayOf;
    readonly mistake: {
      readonly date: string;
      readonly time: string;
      readonly noSuchTime: string;
      readonly zone: string;
      readonly duration: string;
      noteTooLong(limit: number): string;
      readonly inPast: string;
      tooSoon(notice: string): string;
      readonly unchanged: string;
    };
    readonly asked: TellOf;
    readonly askedAlready: TellOf;
    readonly enoughToday: TellOf;
    readonly movedOn: Told;
  };
  /** A number of minutes as people say it: `30 minutes`, `2 hours`, `3 days`. */
  span(minutes: number): string;

  readonly decide: {
    readonly title: string;
    readonly lead: SayOf;
    readonly otherWrites: SayOf;
    readonly question: string;
    readonly approve: Offered;
    decline(other: Other): Offered;
    readonly approved: TellOf;
    readonly declined: TellOf;
  };
  readonly keep: {
    readonly title: string;
    readonly lead: string;
    readonly question: string;
    readonly keep: Offered;
    readonly leave: Offered;
    readonly kept: Told;
    readonly left: Told;
    readonly nothingHeld: Told;
  };

  readonly confirm: {
    readonly title: string;
    readonly answered: Readonly<Record<Exclude<Answer, 'needs-action'>, string>>;
    readonly saidSomething: string;
    readonly wished: string;
    readonly notAuthenticated: string;
    readonly otherAddress: string;
    /** Inserted: the address, masked. */
    alias(address: string): string;
    readonly cameWithWords: string;
    readonly question: string;
    readonly yes: Offered;
    readonly no: Offered;
    readonly denied: Told;
    readonly accepted: Told;
    readonly tentative: Told;
    readonly declined: TellOf;
    readonly declinedAsHost: TellOf;
    readonly declinedAsGuest: TellOf;
    readonly declineHeld: Told;
    readonly timeNotUsable: Told;
    readonly nothingWaits: Told;
    readonly already: Told;
    readonly known: Told;
    readonly answeredAgain: Told;
    readonly movedOn: Told;
    readonly sameTime: Told;
    readonly askedAlready: Told;
  };
}

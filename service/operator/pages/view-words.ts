import type { ActionName, ListName } from '../work-lists.ts';

interface ListWords {
  readonly group: 'out' | 'in' | 'receivers' | 'service';
  readonly menu: string;
  /** Below its number, on the first page. */
  readonly short: string;
  readonly title: string;
  readonly about: string;
  readonly empty: string;
}

/** What each list is called and what stands in it. */
export const lists: Readonly<Record<ListName, ListWords>> = {
  'late-messages': {
    group: 'out',
    menu: 'Late',
    short: 'mails due and not sent',
    title: 'Late mails',
    about: 'Due for more than two minutes and not sent: no worker runs, or every relay rests.',
    empty: 'Every mail that is due is on its way.',
  },
  'retrying-messages': {
    group: 'out',
    menu: 'Tried again',
    short: 'mails put off by a relay',
    title: 'Mails that are tried again',
    about: 'A relay put them off, or could not be reached. They are tried for three days.',
    empty: 'No mail waits for another try.',
  },
  'doubtful-messages': {
    group: 'out',
    menu: 'In doubt',
    short: 'mails that may have arrived',
    title: 'Mails in doubt',
    about: 'The connection broke after the last byte: they may have arrived. They go out again.',
    empty: 'Nobody doubts whether a mail arrived.',
  },
  'failed-messages': {
    group: 'out',
    menu: 'Failed',
    short: 'mails refused or given up',
    title: 'Failed mails',
    about:
      'Refused, given up or bounced in 90 days, of sessions to come, and not sent again since.',
    empty: 'No mail about a session to come has failed.',
  },
  'parked-mails': {
    group: 'in',
    menu: 'Parked',
    short: 'mails put aside',
    title: 'Parked mails',
    about: 'Understood but not applied. Reading one again helps after something was mended.',
    empty: 'No mail was put aside.',
  },
  'unreadable-mails': {
    group: 'in',
    menu: 'Unreadable',
    short: 'mails nobody can take apart',
    title: 'Unreadable mails',
    about: 'They could not be taken apart; their bytes are kept.',
    empty: 'Every mail could be read.',
  },
  'unreachable-people': {
    group: 'receivers',
    menu: 'Unreachable people',
    short: 'who have a session to come',
    title: 'Unreachable people',
    about: 'Mail to them came back for good, or they complained; only a resend tries them again.',
    empty: 'Mail reaches everybody who has a session to come.',
  },
  'troubled-endpoints': {
    group: 'receivers',
    menu: 'Webhook endpoints',
    short: 'disabled or failing',
    title: 'Webhook endpoints in trouble',
    about: 'Disabled, or failing at present. What waits for one goes out when it is enabled.',
    empty: 'Every endpoint takes its events.',
  },
  'failed-jobs': {
    group: 'service',
    menu: 'Failed jobs',
    short: 'that ran out of tries',
    title: 'Failed jobs',
    about: 'A job only wakes a worker: what it was for is found again by the sweep of each second.',
    empty: 'No job has failed for good.',
  },
};

interface ActionWords {
  /** On a button. */
  readonly button: string;
  /** `{things}` is how many of what. */
  readonly question: string;
  /** What it does, for who confirms it. */
  readonly about: string;
  /** In the log, of what was done. */
  readonly done: string;
  readonly isGrave: boolean;
}

export const actions: Readonly<Record<ActionName, ActionWords>> = {
  'resend-message': {
    button: 'Send again',
    question: 'Send {things} again?',
    about:
      'Each goes out as a new message, also to who was unreachable. What holds no more is left.',
    done: 'Sent again',
    isGrave: false,
  },
  'send-message-now': {
    button: 'Send now',
    question: 'Send {things} now?',
    about: 'They are due at once, also those that were meant for later, such as reminders.',
    done: 'Sent now',
    isGrave: false,
  },
  'give-up-message': {
    button: 'Give up',
    question: 'Give up {things}?',
    about:
      'They fail for good, and host applications get message.failed. What is on the wire is left.',
    done: 'Given up',
    isGrave: true,
  },
  'replay-mail': {
    button: 'Read again',
    question: 'Read {things} again?',
    about: 'They are read as if they had just come in, and may change their rooms now.',
    done: 'Read again',
    isGrave: false,
  },
  'lift-suppression': {
    button: 'Try again',
    question: 'Send mail to {things} again?',
    about: 'Mails about their sessions go to them from now on; nothing is sent by this itself.',
    done: 'Reachable again',
    isGrave: false,
  },
  'enable-endpoint': {
    button: 'Enable',
    question: 'Enable {things}?',
    about: 'What waits is posted at once; what failed for good comes back by a replay.',
    done: 'Enabled',
    isGrave: false,
  },
  'replay-endpoint': {
    button: 'Replay failed events',
    question: 'Post failed events to {things} again?',
    about: 'Every event from the time below on that the endpoint never took is posted again.',
    done: 'Events posted again',
    isGrave: false,
  },
  'retry-job': {
    button: 'Run again',
    question: 'Run {things} again?',
    about: 'Each runs now, with all its attempts before it.',
    done: 'Run again',
    isGrave: false,
  },
};

/** Why something was left as it is. */
export const refusals: Readonly<Record<string, string>> = {
  unknown: 'not there any more',
  'unknown-message': 'not there any more',
  'message-outdated': 'holds no more',
  'message-in-flight': 'still on its way',
  'message-not-waiting': 'not waiting any more',
  'person-erased': 'the person was erased',
  'person-reachable': 'reachable already',
  'not-replayable': 'neither parked nor unreadable any more',
  'endpoint-enabled': 'enabled already',
  'webhook-endpoint-disabled': 'disabled: enable it first',
  'job-not-failed': 'not failed any more',
};

const things = {
  message: ['mail', 'mails'],
  mail: ['mail', 'mails'],
  person: ['person', 'people'],
  endpoint: ['endpoint', 'endpoints'],
  job: ['job', 'jobs'],
} as const;

/** `1 mail`, `12 mails`, `more than 10,000 mails`. */
export function countThings(count: number, of: keyof typeof things, most: number): string {
  const [one, many] = things[of];
  if (count > most) return `more than ${most.toLocaleString('en')} ${many}`;
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** A word of the database for people: `answer-recorded` reads `Answer recorded`. */
export function sayWord(word: string): string {
  const words = word.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

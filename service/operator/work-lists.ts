/** What an operator can do something about, and what a thing of each list is. */
export type ThingKind = 'message' | 'mail' | 'person' | 'endpoint' | 'job';

export const listNames = [
  'late-messages',
  'retrying-messages',
  'doubtful-messages',
  'failed-messages',
  'parked-mails',
  'unreadable-mails',
  'unreachable-people',
  'troubled-endpoints',
  'failed-jobs',
] as const;
export type ListName = (typeof listNames)[number];

const actionNames = [
  'resend-message',
  'send-message-now',
  'give-up-message',
  'replay-mail',
  'lift-suppression',
  'enable-endpoint',
  'replay-endpoint',
  'retry-job',
] as const;
export type ActionName = (typeof actionNames)[number];

interface WorkList {
  readonly of: ThingKind;
  /** What may be done with the things of this list, the likeliest first. */
  readonly actions: readonly ActionName[];
}

const unsent: WorkList = { of: 'message', actions: ['send-message-now', 'give-up-message'] };
const unread: WorkList = { of: 'mail', actions: ['replay-mail'] };

/** Everything that may need a person, one list for each way of going wrong. */
export const workLists: Readonly<Record<ListName, WorkList>> = {
  'late-messages': unsent,
  'retrying-messages': unsent,
  'doubtful-messages': unsent,
  'failed-messages': { of: 'message', actions: ['resend-message'] },
  'parked-mails': unread,
  'unreadable-mails': unread,
  'unreachable-people': { of: 'person', actions: ['lift-suppression'] },
  'troubled-endpoints': { of: 'endpoint', actions: ['enable-endpoint', 'replay-endpoint'] },
  'failed-jobs': { of: 'job', actions: ['retry-job'] },
};

export const kindOf: Readonly<Record<ActionName, ThingKind>> = {
  'resend-message': 'message',
  'send-message-now': 'message',
  'give-up-message': 'message',
  'replay-mail': 'mail',
  'lift-suppression': 'person',
  'enable-endpoint': 'endpoint',
  'replay-endpoint': 'endpoint',
  'retry-job': 'job',
};

export const isListName = (text: string): text is ListName =>
  (listNames as readonly string[]).includes(text);

export const isActionName = (text: string): text is ActionName =>
  (actionNames as readonly string[]).includes(text);

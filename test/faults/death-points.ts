import type { Role } from './stage-process.ts';

/**
 * When a process dies, as seen from the statement that `marker` finds: before it is sent, after its
 * answer, before the COMMIT of its transaction, with the COMMIT sent and its answer unread, after
 * that answer; and before or after the last word to whoever asked.
 */
type Moment =
  | 'before'
  | 'after'
  | 'before-commit'
  | 'in-commit'
  | 'after-commit'
  | 'before-reply'
  | 'after-reply';

export interface DeathPoint {
  /** For `FAULT=name:n`: dies at the n-th time. */
  readonly name: string;
  readonly role: Role;
  readonly moment: Moment;
  /** Part of the statement, spaces made single; of the reply, for the last two moments. */
  readonly marker: RegExp;
}

const around = ['before', 'after'] as const;
const inTransaction = [...around, 'before-commit', 'in-commit', 'after-commit'] as const;

const points = (
  role: Role,
  name: string,
  marker: RegExp,
  moments: readonly Moment[],
): DeathPoint[] =>
  moments.map((moment) => ({ name: `${role}-${name}-${moment}`, role, moment, marker }));

/** Every labelled point of the three journeys that lies within our processes. */
export const deathPoints: readonly DeathPoint[] = [
  // book -> send: the host application's command.
  ...points('api', 'begin', /^begin$/, ['after']),
  ...points('api', 'room-lock', /^select id from rooms .* for no key update/, ['after']),
  ...points('api', 'owe', /insert into messages \(/, inTransaction),
  ...points('api', 'answer-stored', /^insert into idempotency_keys/, around),
  ...points('api', 'doorbell', /graphile_worker.*add_job/, around),
  ...points('api', 'http', /^POST \/v1\//, ['before-reply', 'after-reply']),
  // link -> propose -> approve.
  ...points('api', 'propose', /^insert into pending_proposals/, inTransaction),
  ...points('api', 'link-used', /^update magic_links set used_at/, inTransaction),
  ...points('api', 'page', /^POST \/(approve|decline)/, ['before-reply', 'after-reply']),
  // reply or counter in -> apply.
  ...points('smtp', 'store', /^insert into imip_messages/, inTransaction),
  ...points('smtp', '250', /^250 2\.0\.0 stored/, ['before-reply', 'after-reply']),
  ...points('worker', 'claim-mail', /update imip_messages m set claimed_by/, around),
  ...points('worker', 'read-lock', /^select from rooms .* for no key update/, ['after']),
  ...points('worker', 'outcome', /^update imip_messages set .*outcome/, inTransaction),
  // send.
  ...points('worker', 'claim', /insert into message_attempts/, inTransaction),
  ...points('worker', 'gate', /update message_attempts a set dot_written_at/, around),
  ...points('worker', 'settle', /update message_attempts a set ended_at = \$3/, inTransaction),
];

/** Reads `FAULT`; throws for a name that is not in the table. */
export function readFault(text: string): { readonly point: DeathPoint; readonly times: number } {
  const [name, times = '1'] = text.split(':');
  const point = deathPoints.find((one) => one.name === name);
  if (!point) throw new Error(`no point is called ${name}`);
  return { point, times: Number(times) };
}

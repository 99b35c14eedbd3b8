import type { Queryable, Tx } from '../db/transaction.ts';
import { type ApplicationSettings, settingsJson } from '../rooms/settings-views.ts';

/** An application's settings, with who it is. */
export interface StoredApplication {
  readonly id: string;
  readonly createdAt: Date;
  readonly settings: ApplicationSettings;
}

/** Only what is to change; null takes a name or a part of the brand back. */
export interface ApplicationChange {
  /** The operator's to change. */
  readonly name?: string;
  readonly organizerName?: string | null;
  readonly sessionName?: string;
  readonly declineRule?: 'strict' | 'soft';
  readonly declineHoldSeconds?: number;
  readonly proposalTtlHours?: number;
  readonly minimumNoticeMinutes?: number;
  readonly linkTtlHours?: number | null;
  readonly reminderMinutes?: readonly number[];
  readonly unansweredReminderHours?: number | null;
  readonly allowCounter?: boolean;
  readonly sendDeclineCounter?: boolean;
  readonly answerHumanMail?: boolean;
  readonly calendarZones?: 'utc' | 'vtimezone';
  readonly defaultTimeZone?: string;
  readonly defaultLocale?: string;
  readonly brand?: Readonly<Partial<Record<BrandPart, string | null>>>;
}

type BrandPart = 'productName' | 'color' | 'logoUrl' | 'supportEmail';

/** An application's settings; null when there is no such application. */
export async function findApplication(q: Queryable, id: string): Promise<StoredApplication | null> {
  const { rows } = await q.query<StoredApplication>(
    `select a.id, a.created_at as "createdAt", ${settingsJson} as settings
     from applications a where a.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Changes the settings that are named; two changes at once are done one after the other. */
export async function changeSettings(tx: Tx, id: string, change: ApplicationChange): Promise<void> {
  await tx.query(
    `update applications set
       name = coalesce($2::jsonb ->> 'name', name),
       organizer_name = case when $2::jsonb ? 'organizerName'
         then $2::jsonb ->> 'organizerName' else organizer_name end,
       session_name = coalesce($2::jsonb ->> 'sessionName', session_name),
       decline_rule = coalesce($2::jsonb ->> 'declineRule', decline_rule),
       decline_hold_seconds =
         coalesce(($2::jsonb ->> 'declineHoldSeconds')::int, decline_hold_seconds),
       proposal_ttl_hours = coalesce(($2::jsonb ->> 'proposalTtlHours')::int, proposal_ttl_hours),
       minimum_notice_minutes =
         coalesce(($2::jsonb ->> 'minimumNoticeMinutes')::int, minimum_notice_minutes),
       link_ttl_hours = case when $2::jsonb ? 'linkTtlHours'
         then ($2::jsonb ->> 'linkTtlHours')::int else link_ttl_hours end,
       reminder_minutes = case when $2::jsonb ? 'reminderMinutes'
         then array(select value::int from jsonb_array_elements_text($2::jsonb -> 'reminderMinutes')
           order by value::int desc)
         else reminder_minutes end,
       unanswered_reminder_hours = case when $2::jsonb ? 'unansweredReminderHours'
         then ($2::jsonb ->> 'unansweredReminderHours')::int else unanswered_reminder_hours end,
       allow_counter = coalesce(($2::jsonb ->> 'allowCounter')::boolean, allow_counter),
       send_decline_counter =
         coalesce(($2::jsonb ->> 'sendDeclineCounter')::boolean, send_decline_counter),
       answer_human_mail =
         coalesce(($2::jsonb ->> 'answerHumanMail')::boolean, answer_human_mail),
       calendar_zones = coalesce($2::jsonb ->> 'calendarZones', calendar_zones),
       default_time_zone = coalesce($2::jsonb ->> 'defaultTimeZone', default_time_zone),
       default_locale = coalesce($2::jsonb ->> 'defaultLocale', default_locale),
       brand = brand || coalesce($2::jsonb -> 'brand', '{}')
     where id = $1`,
    [id, JSON.stringify(change)],
  );
}

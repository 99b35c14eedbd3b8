import type { Queryable } from '../db/transaction.ts';
import type { Brand } from '../mail/mail-facts.ts';
import type { Rules } from '../scheduling/room.ts';

/** An application's settings (rules.md, Settings of an application). */
export interface ApplicationSettings extends Rules {
  readonly name: string;
  readonly sessionName: string;
  readonly organizerName: string;
  /** How long a reschedule link works; null: until the session ends. */
  readonly linkTtlHours: number | null;
  readonly calendarZones: 'utc' | 'vtimezone';
  readonly defaultTimeZone: string;
  readonly defaultLocale: string;
  readonly sendDeclineCounter: boolean;
  readonly brand: Brand;
}

/** The settings as one JSON object; `a` is the applications row. */
export const settingsJson = `jsonb_build_object(
  'name', a.name,
  'sessionName', a.session_name,
  'organizerName', coalesce(a.organizer_name, a.name),
  'declineRule', a.decline_rule,
  'declineHoldSeconds', a.decline_hold_seconds,
  'proposalTtlHours', a.proposal_ttl_hours,
  'linkTtlHours', a.link_ttl_hours,
  'answerHumanMail', a.answer_human_mail,
  'reminderMinutes', to_jsonb(a.reminder_minutes),
  'unansweredReminderHours', a.unanswered_reminder_hours,
  'calendarZones', a.calendar_zones,
  'defaultTimeZone', a.default_time_zone,
  'defaultLocale', a.default_locale,
  'allowCounter', a.allow_counter,
  'minimumNoticeMinutes', a.minimum_notice_minutes,
  'sendDeclineCounter', a.send_decline_counter,
  'brand', jsonb_build_object('productName', null, 'color', null, 'logoUrl', null,
    'supportEmail', null) || a.brand)`;

/** Reads an application's settings; throws when there is no such application. */
export async function readSettings(
  q: Queryable,
  applicationId: string,
): Promise<ApplicationSettings> {
  const { rows } = await q.query<{ settings: ApplicationSettings }>(
    `select ${settingsJson} as settings from applications a where a.id = $1`,
    [applicationId],
  );
  if (!rows[0]) throw new Error(`application ${applicationId} does not exist`);
  return rows[0].settings;
}

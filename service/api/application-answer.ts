import type { components } from '../../openapi/schema.d.ts';
import type { Answer } from './answer.ts';
import type { StoredApplication } from './application-store.ts';

type Schemas = components['schemas'];

/** An application with its settings, as it is now. */
export function applicationAnswer(status: 200 | 201, stored: StoredApplication): Answer {
  const headers = status === 201 ? { Location: `/v1/applications/${stored.id}` } : {};
  return { status, headers, body: JSON.stringify(toApplication(stored)) };
}

/** Application of the document. */
export function toApplication({
  id,
  createdAt,
  settings,
}: StoredApplication): Schemas['Application'] {
  const application: Schemas['Application'] = {
    id,
    name: settings.name,
    organizerName: settings.organizerName,
    sessionName: settings.sessionName,
    declineRule: settings.declineRule,
    declineHoldSeconds: settings.declineHoldSeconds,
    proposalTtlHours: settings.proposalTtlHours,
    minimumNoticeMinutes: settings.minimumNoticeMinutes,
    linkTtlHours: settings.linkTtlHours,
    reminderMinutes: [...settings.reminderMinutes],
    unansweredReminderHours: settings.unansweredReminderHours,
    allowCounter: settings.allowCounter,
    sendDeclineCounter: settings.sendDeclineCounter,
    answerHumanMail: settings.answerHumanMail,
    calendarZones: settings.calendarZones,
    defaultTimeZone: settings.defaultTimeZone,
    defaultLocale: settings.defaultLocale,
    brand: settings.brand,
    createdAt: createdAt.toISOString(),
  };
  return application;
}

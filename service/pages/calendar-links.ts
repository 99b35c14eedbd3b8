/** A session as calendars on the web take it over; nothing in it is known of the other person. */
export interface SharedSession {
  readonly title: string;
  readonly startUtc: Date;
  readonly durationMinutes: number;
  readonly location: string | null;
  readonly joinUrl: string | null;
}

/**
 * Pages of web calendars with the session filled in. Times are in UTC and say so: without a zone
 * they would be read on the calendar's own clock. No token of ours goes along.
 */
export function linkCalendars(session: SharedSession): {
  google: string;
  outlook: string;
  microsoft365: string;
} {
  return {
    google: linkGoogle(session),
    outlook: linkOutlook('https://outlook.live.com', session),
    microsoft365: linkOutlook('https://outlook.office.com', session),
  };
}

function linkGoogle(session: SharedSession): string {
  const url = new URL('https://calendar.google.com/calendar/render');
  const { start, end } = spanOf(session);
  const compact = (time: string) => time.replace(/[-:]/g, '');
  setAll(url, {
    action: 'TEMPLATE',
    text: session.title,
    dates: `${compact(start)}/${compact(end)}`,
    location: session.location ?? session.joinUrl,
    details: session.joinUrl,
  });
  return url.href;
}

function linkOutlook(base: string, session: SharedSession): string {
  const url = new URL('/calendar/0/action/compose', base);
  const { start, end } = spanOf(session);
  setAll(url, {
    rru: 'addevent',
    subject: session.title,
    startdt: start,
    enddt: end,
    location: session.location ?? session.joinUrl,
    body: session.joinUrl,
  });
  return url.href;
}

function spanOf({ startUtc, durationMinutes }: SharedSession): { start: string; end: string } {
  const write = (at: Date) => at.toISOString().replace(/\.\d{3}Z$/, 'Z');
  const endUtc = new Date(startUtc.getTime() + durationMinutes * 60_000);
  return { start: write(startUtc), end: write(endUtc) };
}

function setAll(url: URL, values: Readonly<Record<string, string | null>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) url.searchParams.set(name, value);
  }
}

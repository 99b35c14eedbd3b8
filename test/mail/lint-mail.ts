import { createSession } from '@emailens/engine';

/**
 * What the lint gives a mail without a fault: less than 100 is for what degrades by design (square
 * corners in Word) and for style elements that some old versions drop.
 */
const floors: Readonly<Record<string, number>> = {
  'apple-mail-ios': 100,
  'apple-mail-macos': 100,
  'gmail-android': 94,
  'gmail-ios': 94,
  'gmail-web': 94,
  'outlook-android': 100,
  'outlook-ios': 100,
  'outlook-web': 100,
  'outlook-windows': 91,
  'outlook-windows-legacy': 88,
  'samsung-mail': 100,
  thunderbird: 97,
  'yahoo-mail': 91,
};

/**
 * What mail programs would get wrong with this HTML, one line each. Of spam, the lint only knows
 * mail to many: it asks for an unsubscribe link, and takes the hidden preheader for a trick.
 */
export function lintMail(html: string): readonly string[] {
  const session = createSession(html);
  const report = session.audit({ skip: ['spam'] });
  const { accessibility, links, images, size, inboxPreview, templateVariables } = report;
  const issues = [accessibility, links, images, size, inboxPreview, templateVariables]
    .flatMap((each): readonly Issue[] => each.issues)
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule, message }) => `${rule}: ${message}`);
  return [...issues, ...findLowScores(report.compatibility.scores), ...findDarkErrors(session)];
}

interface Issue {
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
}

function findLowScores(scores: Readonly<Record<string, { score: number; errors: number }>>) {
  return Object.entries(floors).flatMap(([client, floor]) => {
    const { score = 0, errors = 0 } = scores[client] ?? {};
    return score >= floor && errors === 0 ? [] : [`${client}: ${score}, not ${floor}`];
  });
}

/** One that keeps to the dark styles of the mail, and one that turns colours itself. */
const darkClients = ['apple-mail-macos', 'outlook-web'];

function findDarkErrors(session: ReturnType<typeof createSession>): readonly string[] {
  return darkClients
    .flatMap((client) => session.simulateDarkMode(client).warnings)
    .filter(({ severity }) => severity === 'error')
    .map(({ client, message }) => `${client}, dark: ${message}`);
}

import { toWhom, who, whom } from '../grammar/de.ts';
import type { SessionWords } from '../mail-words.ts';

export const de: SessionWords = {
  time: {
    length: (minutes) => (minutes === 1 ? '1 Minute' : `${minutes} Minuten`),
    utcForUnknown: 'UTC, weil wir Ihre Zeitzone nicht kennen',
    zoneForUnknown: (zone) =>
      `${zone}. Ihre Zeitzone kennen wir nicht, deshalb steht hier die des Termins.`,
    endingIn: (start, end) => `${start}, am Ende ${end}`,
    forOther: (other, hours, offset) => `Für ${whom(other)}: ${hours} (${offset})`,
    comma: ', ',
  },

  title: (session, firstName) => `${session} mit ${firstName}`,
  greeting: (name) => (name === '' ? 'Guten Tag,' : `Guten Tag ${name},`),
  privacy: ({ other }) => `Ihre E-Mail-Adresse bleibt ${toWhom(other)} verborgen – und umgekehrt.`,
  colon: ':',
  questions: 'Fragen?',
  seeSession: 'Stand Ihres Termins ansehen',

  label: {
    when: 'Wann',
    was: 'Bisher geplant',
    now: 'Jetzt',
    proposed: 'Vorgeschlagen',
    youAskedFor: 'Ihr Vorschlag',
    itStays: 'Es bleibt bei',
    untilThen: 'Bis dahin gilt',
    plannedFor: 'Geplant für',
    newTimeAsked: 'Gewünschte neue Zeit',
    where: 'Wo',
    join: 'Teilnehmen',
    reason: 'Begründung',
    youWrote: 'Ihre Nachricht',
    otherWrote: ({ other }) => `Nachricht von ${toWhom(other)}`,
    cameWithWords: 'Der Text dazu',
  },

  button: {
    requestTime: 'Neue Zeit vorschlagen',
    approve: 'Neue Zeit annehmen',
    decline: 'Ablehnen',
    keep: 'Termin behalten',
    confirm: 'Ja, das ist von mir',
    askForThis: 'Diese Zeit vorschlagen',
    chooseAnother: 'Andere Zeit wählen',
  },

  invitation: {
    subject: ({ session }) => `${session} — Einladung`,
    preheader: ({ when }) =>
      `${when}. Antworten Sie in Ihrem Kalender mit Ja, Nein oder Vielleicht.`,
    lead: ({ title }) => `Ihr Termin „${title}“ ist gebucht.`,
    answer:
      'Bitte antworten Sie in Ihrem Kalender mit Ja, Nein oder Vielleicht, wie bei jeder ' +
      'anderen Einladung.',
    another: ({ other }, isByCalendar) =>
      isByCalendar
        ? `Passt Ihnen diese Zeit nicht? Dann schlagen Sie ${toWhom(other)} eine andere vor. ` +
          'Wenn Ihr Kalender es anbietet, geht das auch dort.'
        : `Passt Ihnen diese Zeit nicht? Dann schlagen Sie ${toWhom(other)} eine andere vor.`,
  },
  update: {
    subject: ({ session }) => `${session} — Neue Zeit`,
    preheader: ({ when }) => `Jetzt ${when}. Bitte antworten Sie in Ihrem Kalender noch einmal.`,
    heading: ({ title }) => `Neue Zeit für „${title}“`,
    moved: ({ title }) => `Ihr Termin „${title}“ wurde verschoben.`,
    otherApproved: ({ other, session }) =>
      `${who(other)} hat der Zeit zugestimmt, die Sie vorgeschlagen haben. Damit ist Ihr Termin ` +
      `„${session}“ verschoben.`,
    youApproved: ({ title }) =>
      `Sie haben der neuen Zeit zugestimmt. Damit ist Ihr Termin „${title}“ verschoben.`,
    applicationApproved: ({ organizer, title }) =>
      `${organizer} hat der Zeit zugestimmt, die Sie vorgeschlagen haben. Damit ist Ihr Termin ` +
      `„${title}“ verschoben.`,
    calendarFollows: 'Der Eintrag in Ihrem Kalender zieht mit um.',
  },
  details: {
    subject: ({ session }) => `${session} — Aktueller Stand`,
    preheader: ({ when }) => `${when}. Das ersetzt alle früheren Einladungen zu diesem Termin.`,
    lead: ({ title }) =>
      `Hier ist der aktuelle Stand zu Ihrem Termin „${title}“. Diese E-Mail ersetzt alle ` +
      'früheren Einladungen dazu.',
  },
  cancellation: {
    subject: ({ session }) => `${session} — Abgesagt`,
    preheader: ({ when }) => `Findet nicht statt: ${when}.`,
    heading: ({ title }) => `„${title}“ ist abgesagt`,
    by: {
      reader: ({ title }) =>
        `Sie haben abgesagt. Ihr Termin „${title}“ findet deshalb nicht statt.`,
      other: ({ other, session }) => `${who(other)} hat Ihren Termin „${session}“ abgesagt.`,
      application: ({ organizer, title }) => `${organizer} hat Ihren Termin „${title}“ abgesagt.`,
      unknown: ({ title }) => `Ihr Termin „${title}“ findet nicht statt.`,
    },
    calendarFollows:
      'Sie müssen nichts weiter tun. Der Eintrag wird aus Ihrem Kalender entfernt oder als ' +
      'abgesagt markiert.',
  },
  reminder: {
    subject: ({ session }) => `${session} — Erinnerung`,
    preheader: ({ when }) => `Ihr Termin: ${when}.`,
    heading: ({ title }) => `Demnächst: ${title}`,
    lead: ({ title }) => `Wir erinnern Sie an Ihren Termin „${title}“.`,
    unanswered:
      'Sie haben noch nicht geantwortet. Bitte antworten Sie in Ihrem Kalender mit Ja, Nein ' +
      'oder Vielleicht.',
  },
  answerReminder: {
    subject: ({ session }) => `${session} — Bitte antworten`,
    heading: ({ title }) => `Kommen Sie? ${title}`,
    lead: ({ title }) => `Sie wurden zu Ihrem Termin „${title}“ eingeladen.`,
  },

  entry: {
    lead: ({ session, other }) => `${session}: Sie und ${who(other)}.`,
    join: (_, url) => `Teilnehmen: ${url}`,
    anotherTime: ({ other }) =>
      `Passt die Zeit nicht? Schlagen Sie ${toWhom(other)} hier eine andere vor:`,
    cancelled: ({ title }) => `Ihr Termin „${title}“ findet nicht statt.`,
    reason: (_, reason) => `Begründung: ${reason}`,
  },
};

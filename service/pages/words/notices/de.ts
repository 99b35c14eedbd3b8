import { toWhom, who } from '../../../mail/words/grammar/de.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** `Hanna hat die neue Zeit angenommen.`; passive when nobody is known to have done it. */
const settle = (
  deed: 'angenommen' | 'abgelehnt',
  decidedBy: DecidedBy | 'you' | null,
  other: Other,
  organizer: string,
): string => {
  if (decidedBy === null) return `Die neue Zeit wurde ${deed}.`;
  if (decidedBy === 'you') return `Sie haben die neue Zeit ${deed}.`;
  return `${decidedBy === 'application' ? organizer : who(other)} hat die neue Zeit ${deed}.`;
};

export const de: NoticeWords = {
  layout: {
    questions: 'Fragen? Schreiben Sie an',
    isPrivate: 'Diese Seite ist nur für Sie bestimmt. Bitte geben Sie den Link nicht weiter.',
    error: 'Fehler:',
  },

  label: {
    newTime: 'Neue Zeit',
    presentTime: 'Derzeit geplant',
    youAskedFor: 'Ihr Vorschlag',
    takesPlace: 'Der Termin findet statt',
    takesPlaceNow: 'Der Termin ist jetzt geplant für',
    wasPlannedFor: 'Er war geplant für',
    isPlannedFor: 'Der Termin ist geplant für',
    tookPlace: 'Er fand statt',
  },

  unknown: {
    title: 'Diesen Link kennen wir nicht',
    paragraphs: [
      'Vielleicht hat ein Mailprogramm ihn abgeschnitten, oder er stammt nicht von uns.',
      'Bitte öffnen Sie ihn aus Ihrer neuesten E-Mail zum Termin, oder kopieren Sie die ganze ' +
        'Adresse.',
    ],
  },
  expired: {
    title: 'Dieser Link ist abgelaufen',
    paragraphs: [
      'Zu Ihrer Sicherheit gelten die Links in unseren E-Mails nur für begrenzte Zeit.',
      'Wir können einen neuen an die Adresse schicken, für die dieser Link erstellt wurde.',
    ],
    button: 'Neuen Link zusenden',
  },
  renewed: {
    title: 'Bitte sehen Sie in Ihr Postfach',
    paragraphs: [
      'Falls der Termin noch stattfindet, ist ein neuer Link unterwegs an die Adresse, für die ' +
        'der alte erstellt wurde.',
      'Er sollte in wenigen Minuten da sein. Bitte sehen Sie auch im Spam-Ordner nach.',
    ],
  },
  foreignForm: {
    title: 'Dieses Formular kommt nicht von uns',
    paragraphs: [
      'Zu Ihrem Schutz nehmen wir nur Formulare von unseren eigenen Seiten an. Es wurde nichts ' +
        'geändert.',
      'Bitte öffnen Sie den Link in Ihrer E-Mail noch einmal und nutzen Sie die Seite, die dann ' +
        'erscheint.',
    ],
  },
  tooMany: {
    title: 'Zu viele Versuche',
    paragraphs: [
      'Bitte warten Sie eine Minute und öffnen Sie dann den Link in Ihrer E-Mail noch einmal.',
    ],
  },
  malformed: {
    title: 'Wir konnten dieses Formular nicht lesen',
    paragraphs: [
      'Es wurde nichts geändert. Bitte öffnen Sie den Link in Ihrer E-Mail noch einmal.',
    ],
  },
  wrongMethod: {
    title: 'So funktioniert diese Seite nicht',
    paragraphs: [
      'Es wurde nichts geändert. Bitte öffnen Sie den Link in Ihrer E-Mail noch einmal.',
    ],
  },
  trouble: {
    title: 'Bei uns stimmt etwas nicht',
    paragraphs: [
      'Ihr Link ist in Ordnung. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
      'Es geht nichts verloren: Der Termin und Ihr Kalender bleiben, wie sie sind.',
    ],
  },

  cancelled: {
    title: 'Dieser Termin wurde abgesagt',
    paragraphs: ['Er findet nicht statt. Änderungen sind nicht mehr möglich.'],
  },
  left: {
    title: 'Sie nehmen an diesem Termin nicht mehr teil',
    paragraphs: ['Ihr Platz wurde freigegeben. Hier gibt es deshalb nichts mehr zu tun.'],
  },
  over: {
    title: 'Dieser Termin ist vorbei',
    paragraphs: ['Der Zeitpunkt ist verstrichen. Änderungen sind nicht mehr möglich.'],
  },
  open: {
    title: 'Diesen Termin hat niemand gebucht',
    paragraphs: ['Im Moment gibt es niemanden, mit dem sich eine neue Zeit vereinbaren lässt.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'Dieser Vorschlag wurde bereits angenommen',
      paragraphs: [
        `${settle('angenommen', decidedBy, other, organizer)} Sie müssen nichts weiter tun.`,
      ],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'Dieser Vorschlag wurde bereits abgelehnt',
      paragraphs: [
        `${settle('abgelehnt', decidedBy, other, organizer)} Der Termin bleibt, wie er ist.`,
      ],
    }),
    superseded: {
      title: 'Dieser Vorschlag ist überholt',
      paragraphs: [
        'Ein neuerer Vorschlag oder eine andere Änderung hat ihn abgelöst. Deshalb kann über ' +
          'ihn nicht mehr entschieden werden.',
      ],
    },
    expired: {
      title: 'Dieser Vorschlag ist abgelaufen',
      paragraphs: ['Niemand hat rechtzeitig geantwortet. Der Termin bleibt, wie er ist.'],
    },
    otherwise: {
      title: 'Über diesen Vorschlag kann nicht mehr entschieden werden',
      paragraphs: [
        'Die vorgeschlagene Zeit ist verstrichen, oder am Termin hat sich inzwischen etwas ' +
          'geändert. Er bleibt, wie er jetzt ist.',
      ],
    },
  },

  session: {
    title: (other) => `Ihr Termin mit ${toWhom(other)}`,
    booked: {
      host: (other) => `${who(other)} hat diesen Termin bei Ihnen gebucht.`,
      guest: (other) => `Sie haben diesen Termin bei ${toWhom(other)} gebucht.`,
    },
    yourAnswer: {
      'needs-action':
        'Sie haben noch nicht geantwortet. Antworten Sie in Ihrem Kalender mit Ja, Nein oder ' +
        'Vielleicht.',
      accepted: 'Sie haben mit Ja geantwortet.',
      tentative: 'Sie haben mit Vielleicht geantwortet.',
      declined: 'Sie haben mit Nein geantwortet.',
    },
    declineHeld:
      'Der Termin wird in Kürze abgesagt. Bis wann Sie ihn behalten können, steht in unserer ' +
      'E-Mail.',
    youAsked: (other) =>
      `Sie haben eine neue Zeit vorgeschlagen. ${who(other)} hat noch nicht geantwortet.`,
    otherAsks: (other) =>
      `${who(other)} schlägt eine neue Zeit vor. Den Link zum Annehmen oder Ablehnen finden Sie ` +
      'in unserer E-Mail.',
    where: 'Wo',
    join: 'Teilnehmen',
    about: 'Über diesen Termin',
    requestTime: 'Neue Zeit vorschlagen',
    addToCalendar: 'Zum Kalender hinzufügen',
    addHint: 'Das brauchen Sie nur, wenn unsere Einladung noch nicht in Ihrem Kalender steht.',
    file: 'Kalenderdatei (.ics)',
    google: 'Google Kalender',
    outlook: 'Outlook',
  },
};

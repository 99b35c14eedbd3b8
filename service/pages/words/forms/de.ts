import { toWhom, who, whom } from '../../../mail/words/grammar/de.ts';
import type { FormWords } from '../page-words.ts';

const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;

const asked = ['Ihr Vorschlag ist unterwegs. Sobald er beantwortet ist, schreiben wir Ihnen.'];

export const de: FormWords = {
  form: {
    pleaseCheck: 'Bitte prüfen Sie Ihre Angaben',
    tooQuick:
      'Das ging sehr schnell. Bitte lesen Sie die Seite und senden Sie das Formular dann noch ' +
      'einmal ab.',
    tooOld:
      'Diese Seite war lange geöffnet. Bitte lesen Sie sie noch einmal und senden Sie das ' +
      'Formular dann erneut ab.',
    chooseOne: 'Wählen Sie eine der beiden Möglichkeiten.',
    send: 'Antwort senden',
  },

  propose: {
    title: 'Neue Zeit vorschlagen',
    lead: (other) =>
      `Wählen Sie eine Zeit, die Ihnen besser passt. Wir fragen ${whom(other)}, ob das geht.`,
    pending: (moment) =>
      `Sie haben bereits eine Zeit vorgeschlagen: ${moment}. Ein neuer Vorschlag ersetzt diese.`,
    isSuggested:
      'Die neue Zeit unten haben wir Ihrer E-Mail entnommen. Bitte prüfen oder ändern Sie sie.',
    notice: (notice) => `Die neue Zeit muss mindestens ${notice} in der Zukunft liegen.`,
    pick: 'Neue Zeit',
    pickOwn: 'Anderes Datum, andere Uhrzeit',
    date: 'Neues Datum',
    time: 'Beginn',
    zone: 'Zeitzone',
    zoneHint: 'Datum und Uhrzeit oben gelten in dieser Zeitzone.',
    ownZone: 'Ihre Zeitzone',
    otherZones: 'Weitere',
    length: 'Dauer',
    minutes: (minutes) => count(minutes, 'Minute', 'Minuten'),
    note: (other) => `Nachricht an ${whom(other)} (optional)`,
    noteHint: 'Bitte geben Sie keine E-Mail-Adressen oder Telefonnummern an.',
    send: 'Diese Zeit vorschlagen',
    after: (other) => `Bis ${who(other)} zustimmt, ändert sich nichts.`,
    mistake: {
      date: 'Geben Sie ein Datum ein, zum Beispiel 2027-03-25.',
      time: 'Geben Sie eine Uhrzeit ein, zum Beispiel 15:00.',
      noSuchTime:
        'Diese Uhrzeit gibt es an diesem Tag in dieser Zeitzone nicht, weil die Uhren ' +
        'vorgestellt werden. Wählen Sie eine andere.',
      zone: 'Wählen Sie eine Zeitzone aus der Liste.',
      duration: 'Wählen Sie für die Dauer eine der angebotenen Möglichkeiten.',
      noteTooLong: (limit) => `Kürzen Sie Ihre Nachricht auf ${limit} Zeichen.`,
      inPast: 'Wählen Sie ein Datum und eine Uhrzeit in der Zukunft.',
      tooSoon: (notice) => `Wählen Sie eine Zeit, die mindestens ${notice} in der Zukunft liegt.`,
      unchanged: 'Der Termin ist bereits für diese Zeit geplant. Wählen Sie eine andere.',
    },
    asked: (other) => ({
      title: `Wir fragen ${whom(other)}`,
      paragraphs: [...asked, `Bis ${who(other)} zustimmt, gilt die bisherige Zeit.`],
    }),
    askedAlready: (other) => ({
      title: `Wir haben ${whom(other)} bereits gefragt`,
      paragraphs: [...asked, `Bis ${who(other)} zustimmt, gilt die bisherige Zeit.`],
    }),
    enoughToday: (other) => ({
      title: 'Für heute ist die Grenze erreicht',
      paragraphs: [
        'Sie haben heute schon viele neue Zeiten vorgeschlagen. Deshalb ging dieser Vorschlag ' +
          `nicht an ${whom(other)}.`,
        'Bitte versuchen Sie es morgen noch einmal. Bis dahin bleibt alles, wie es ist.',
      ],
    }),
    movedOn: {
      title: 'Eine neue Zeit lässt sich jetzt nicht vorschlagen',
      paragraphs: ['Am Termin hat sich inzwischen etwas geändert. Das ist der aktuelle Stand:'],
    },
  },
  span: (minutes) => {
    if (minutes % 1440 === 0) return count(minutes / 1440, 'Tag', 'Tage');
    return minutes % 60 === 0
      ? count(minutes / 60, 'Stunde', 'Stunden')
      : count(minutes, 'Minute', 'Minuten');
  },

  decide: {
    title: 'Auf die neue Zeit verschieben?',
    lead: (other) => `${who(other)} möchte Ihren Termin verschieben.`,
    otherWrites: (other) => `${who(other)} schreibt:`,
    question: 'Welche Zeit wählen Sie?',
    approve: {
      label: 'Neue Zeit annehmen',
      hint: 'Der Termin wird verschoben, und wir aktualisieren beide Kalender.',
    },
    decline: (other) => ({
      label: 'Bisherige Zeit behalten',
      hint: `Es ändert sich nichts, und wir sagen ${toWhom(other)} Bescheid.`,
    }),
    approved: (other) => ({
      title: 'Der Termin ist verschoben',
      paragraphs: [
        'Sie haben den Vorschlag angenommen. Aktualisierte Einladungen sind unterwegs an Sie ' +
          `und ${whom(other)}.`,
      ],
    }),
    declined: (other) => ({
      title: 'Der Termin bleibt, wie er ist',
      paragraphs: [`Sie haben den Vorschlag abgelehnt. Wir sagen ${toWhom(other)} Bescheid.`],
    }),
  },
  keep: {
    title: 'Termin behalten?',
    lead: 'Sie haben diesen Termin abgelehnt. Noch ist er nicht abgesagt: Sie können ihn behalten.',
    question: 'Was soll geschehen?',
    keep: { label: 'Termin behalten', hint: 'Ihre Ablehnung wird zurückgenommen.' },
    leave: { label: 'Beim Nein bleiben', hint: 'Der Termin wird in Kürze abgesagt.' },
    kept: {
      title: 'Sie behalten Ihren Termin',
      paragraphs: ['Ihre Ablehnung wurde zurückgenommen. Sie müssen nichts weiter tun.'],
    },
    left: {
      title: 'Es bleibt bei Ihrem Nein',
      paragraphs: ['Der Termin wird in Kürze abgesagt. Sie müssen nichts weiter tun.'],
    },
    nothingHeld: {
      title: 'Ihr Termin findet statt',
      paragraphs: [
        'Es gibt keine Ablehnung, die zurückzunehmen wäre. Sie müssen nichts weiter tun.',
      ],
    },
  },

  confirm: {
    title: 'Kommt das von Ihnen?',
    answered: {
      accepted: 'Eine E-Mail in Ihrem Namen sagt diesen Termin zu.',
      tentative: 'Eine E-Mail in Ihrem Namen antwortet auf diesen Termin mit „Vielleicht“.',
      declined: 'Eine E-Mail in Ihrem Namen sagt diesen Termin ab.',
    },
    saidSomething: 'Eine E-Mail in Ihrem Namen betrifft diesen Termin.',
    wished: 'Eine E-Mail in Ihrem Namen bittet um eine andere Zeit.',
    notAuthenticated:
      'Wir sind nicht sicher, ob die E-Mail wirklich von Ihnen kommt. Sie zählt erst mit Ihrer ' +
      'Bestätigung.',
    otherAddress:
      'Die E-Mail kommt nicht von der Adresse, die wir von Ihnen kennen. Sie zählt erst mit ' +
      'Ihrer Bestätigung.',
    alias: (address) =>
      `Die Antwort gilt für ${address}. Das ist nicht die Adresse, die wir von Ihnen kennen. ` +
      'Bestätigen Sie nur, wenn auch diese Adresse Ihnen gehört: Dann zählt die Antwort, und wir ' +
      'merken uns die Adresse.',
    cameWithWords: 'Der Text dazu:',
    question: 'Ist das von Ihnen?',
    yes: { label: 'Ja, das ist von mir', hint: 'Dann zählt es.' },
    no: { label: 'Nein, das ist nicht von mir', hint: 'Dann ändert sich nichts.' },
    denied: {
      title: 'Es wurde nichts geändert',
      paragraphs: ['Danke für Ihren Hinweis. Was in Ihrem Namen ankam, zählt nicht.'],
    },
    accepted: {
      title: 'Sie haben zugesagt',
      paragraphs: ['Vielen Dank. Ihre Antwort ist vermerkt; Sie müssen nichts weiter tun.'],
    },
    tentative: {
      title: 'Sie haben mit Vielleicht geantwortet',
      paragraphs: ['Vielen Dank. Ihre Antwort ist vermerkt; Sie müssen nichts weiter tun.'],
    },
    declined: (other) => ({
      title: 'Sie haben mit Nein geantwortet',
      paragraphs: [
        `Wir sagen ${toWhom(other)} Bescheid. Es wurde nichts abgesagt: Der Termin bleibt ` +
          'bestehen.',
      ],
    }),
    declinedAsHost: (other) => ({
      title: 'Der Termin ist abgesagt',
      paragraphs: [
        `Sie haben abgesagt, der Termin entfällt damit. Wir sagen ${toWhom(other)} Bescheid.`,
      ],
    }),
    declinedAsGuest: (other) => ({
      title: 'Sie sind nicht mehr angemeldet',
      paragraphs: [
        'Sie haben abgesagt, Ihr Platz wird damit freigegeben. ' +
          `Wir sagen ${toWhom(other)} Bescheid.`,
      ],
    }),
    declineHeld: {
      title: 'Sie haben den Termin abgelehnt',
      paragraphs: [
        'Er wird in Kürze abgesagt. Bis wann Sie ihn behalten können, steht in unserer E-Mail.',
      ],
    },
    timeNotUsable: {
      title: 'Diese neue Zeit konnten wir nicht übernehmen',
      paragraphs: ['Wir mailen Ihnen einen Link zu der Seite, auf der Sie eine wählen können.'],
    },
    nothingWaits: {
      title: 'Es gibt nichts mehr zu bestätigen',
      paragraphs: [
        'Das hat sich inzwischen anders geklärt. Den aktuellen Stand zeigen Ihr Kalender und ' +
          'unsere neueste E-Mail.',
      ],
    },
    already: {
      title: 'Sie haben das bereits bestätigt',
      paragraphs: ['Sie müssen nichts weiter tun.'],
    },
    known: {
      title: 'Diese Antwort haben wir schon',
      paragraphs: ['Sie ist bereits vermerkt, deshalb müssen Sie nichts weiter tun.'],
    },
    answeredAgain: {
      title: 'Sie haben inzwischen neu geantwortet',
      paragraphs: [
        'Ihre neuere Antwort zählt. Um sie zu ändern, beantworten Sie die Einladung in Ihrem ' +
          'Kalender noch einmal.',
      ],
    },
    movedOn: {
      title: 'Der Termin hat sich inzwischen geändert',
      paragraphs: [
        'Ihre Bestätigung betrifft einen früheren Stand. Bitte beantworten Sie stattdessen ' +
          'unsere neueste Einladung.',
      ],
    },
    sameTime: {
      title: 'Der Termin ist bereits für diese Zeit geplant',
      paragraphs: [
        'Die Zeit, die Sie vorgeschlagen haben, gilt schon. Sie müssen nichts weiter tun.',
      ],
    },
    askedAlready: { title: 'Diesen Vorschlag haben wir schon weitergegeben', paragraphs: asked },
  },
};

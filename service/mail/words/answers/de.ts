import { toWhom, who, whom } from '../grammar/de.ts';
import type { AnswerWords } from '../mail-words.ts';

export const de: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${session} — Gast nimmt nicht mehr teil`,
    preheader: ({ other }) => `${who(other)} ist nicht mehr angemeldet. Die Zeit ist wieder frei.`,
    heading: ({ other }) => `${who(other)} nimmt nicht mehr teil`,
    by: {
      other: ({ other, session }) => `${who(other)} hat für Ihren Termin „${session}“ abgesagt.`,
      application: ({ organizer, other, session }) =>
        `${organizer} hat ${whom(other)} von Ihrem Termin „${session}“ abgemeldet.`,
    },
    openAgain:
      'Die Zeit ist wieder frei, und der Eintrag bleibt in Ihrem Kalender. Sobald jemand ' +
      'anderes bucht, erhalten Sie eine aktualisierte Einladung.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${session} — Ihre Absage`,
    heading: {
      host: ({ title }) => `„${title}“ ist abgesagt`,
      guest: () => 'Sie sind nicht mehr angemeldet',
    },
    lead: {
      host: ({ other, title }) =>
        `Sie haben abgesagt, Ihr Termin „${title}“ entfällt damit. ` +
        `Wir sagen ${toWhom(other)} Bescheid.`,
      guest: ({ other }) =>
        'Sie haben abgesagt und sind damit nicht mehr angemeldet. ' +
        `Wir sagen ${toWhom(other)} Bescheid.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${session} — Sie haben mit Nein geantwortet`,
    preheader: 'War das so gemeint? Noch können Sie Ihren Termin behalten.',
    heading: 'Sie haben mit Nein geantwortet',
    lead: ({ title }) => `Sie haben Ihren Termin „${title}“ abgelehnt. Er wird in Kürze abgesagt.`,
    deadline: (_, moment) => `Sie können es sich noch anders überlegen – bis ${moment}.`,
    choice:
      'Wenn es so gemeint war, müssen Sie nichts tun. Wenn nicht, können Sie Ihren Termin ' +
      'behalten:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${session} — ${who(other)} hat mit Nein geantwortet`,
    preheader: 'Es wurde nichts abgesagt.',
    heading: ({ other }) => `${who(other)} hat mit Nein geantwortet`,
    lead: ({ other, session }) =>
      `${who(other)} hat auf die Einladung zu Ihrem Termin „${session}“ mit Nein geantwortet. ` +
      'Es wurde nichts abgesagt: Der Termin bleibt bestehen.',
  },
  proposalToDecide: {
    subject: ({ session }) => `Neue Zeit für „${session}“ annehmen?`,
    preheader: ({ other }, when) => `Vorschlag von ${toWhom(other)}: ${when}.`,
    heading: ({ other }) => `${who(other)} schlägt eine neue Zeit vor`,
    lead: ({ other, session }) => `${who(other)} möchte Ihren Termin „${session}“ verschieben.`,
    deadline: (_, moment) =>
      `Bitte entscheiden Sie bis ${moment}. Bis dahin bleibt alles, wie es ist.`,
  },
  proposalSent: {
    subject: ({ session }) => `${session} — Ihr Vorschlag wurde weitergegeben`,
    preheader: ({ other }) =>
      `Wir haben ${whom(other)} gefragt. Bis zur Antwort bleibt alles, wie es ist.`,
    heading: ({ other }) => `Wir haben ${whom(other)} gefragt`,
    lead: ({ other, session }) =>
      `Sie möchten Ihren Termin „${session}“ verschieben. Wir haben Ihren Vorschlag an ` +
      `${whom(other)} weitergegeben.`,
    after:
      'Bei einer Zusage erhalten Sie eine aktualisierte Einladung. Wir geben Ihnen in jedem ' +
      'Fall Bescheid.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${session} — Neue Zeit abgelehnt`,
    heading: 'Die neue Zeit wurde abgelehnt',
    by: {
      other: ({ other }) => `Die Zeit, die Sie vorgeschlagen haben, passt ${toWhom(other)} nicht.`,
      application: ({ organizer }) =>
        `${organizer} hat die Zeit abgelehnt, die Sie vorgeschlagen haben.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${session} — Keine Antwort auf Ihren Vorschlag`,
    heading: 'Keine Antwort auf Ihren Vorschlag',
    lead: ({ other }) =>
      `${who(other)} hat nicht rechtzeitig geantwortet. Ihr Vorschlag ist damit abgelaufen.`,
  },
  askAgain: 'Sie können jederzeit eine andere Zeit vorschlagen:',
  stays: 'Ihr Termin bleibt, wie er war.',
  counterNotUnderstood: {
    subject: ({ session }) => `${session} — Bitte wählen Sie die neue Zeit hier`,
    preheader: 'Die neue Zeit aus Ihrem Kalender konnten wir nicht übernehmen.',
    heading: 'Diese neue Zeit konnten wir nicht übernehmen',
    lead: ({ title }) =>
      `Ihr Kalender hat für Ihren Termin „${title}“ eine neue Zeit vorgeschlagen.`,
    problem: {
      'not-understood': 'Wir konnten nicht erkennen, welche Zeit gemeint ist.',
      'not-taken': 'Aus dem Kalender lassen sich hier keine neuen Zeiten vorschlagen.',
      'start-in-past': 'Diese Zeit liegt in der Vergangenheit.',
      'too-short-notice': 'Diese Zeit ist zu kurzfristig.',
      'duration-not-allowed': 'Diese Dauer ist für den Termin nicht möglich.',
      'too-many-proposals': 'Sie haben heute schon viele neue Zeiten vorgeschlagen.',
    },
    choose: 'Bitte wählen Sie die gewünschte Zeit auf dieser Seite:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) => `${session} — Wir erreichen ${whom(other)} nicht per E-Mail`,
    preheader: 'Der Termin bleibt bestehen.',
    heading: ({ other }) => `Wir erreichen ${whom(other)} nicht per E-Mail`,
    lead: ({ other, session }) =>
      `Eine E-Mail zu Ihrem Termin „${session}“ kam zurück und hat ${whom(other)} nicht ` +
      `erreicht. Der Termin bleibt bestehen, aber ${who(other)} weiß vielleicht nichts von der ` +
      'letzten Änderung.',
    anotherWay: ({ other }) =>
      `Bitte versuchen Sie, ${whom(other)} auf einem anderen Weg zu erreichen, falls Sie ` +
      'einen kennen.',
  },
  freshLink: {
    subject: ({ session }) => `${session} — Ihr neuer Link`,
    preheader: 'Hier ist der neue Link, den Sie angefordert haben.',
    heading: 'Hier ist Ihr neuer Link',
    lead: ({ title }) =>
      `Hier können Sie für Ihren Termin „${title}“ eine andere Zeit vorschlagen:`,
    notYou: 'Falls Sie diesen Link nicht angefordert haben, können Sie diese E-Mail ignorieren.',
  },
  humanAnswer: {
    subject: ({ session }) => `${session} — Zu Ihrer Nachricht`,
    preheader: 'Um eine andere Zeit vorzuschlagen, nutzen Sie bitte Ihren eigenen Link.',
    preheaderOfTime: (_, moment) => `Möchten Sie diese Zeit vorschlagen: ${moment}?`,
    heading: 'Vielen Dank für Ihre Nachricht',
    lead: ({ other, session }) =>
      'Hinter diesem Postfach steht ein Programm, das sich um den Kalender zu Ihrem Termin ' +
      `„${session}“ kümmert. Was Sie geschrieben haben, kann es nicht umsetzen, und ` +
      `${who(other)} hat Ihre Nachricht nicht erhalten.`,
    useLink:
      'Um eine andere Zeit vorzuschlagen, nutzen Sie bitte Ihren eigenen Link. Um zu- oder ' +
      'abzusagen, antworten Sie in Ihrem Kalender mit Ja oder Nein.',
    suggestion: (_, moment) =>
      `In Ihrer Nachricht geht es um ${moment}. Ist das die neue Zeit, die Sie vorschlagen ` +
      'möchten?',
    after: ({ other }) =>
      `Die Seite zeigt Ihnen die Zeit noch einmal, bevor wir ${whom(other)} fragen. Um zu- oder ` +
      'abzusagen, antworten Sie in Ihrem Kalender mit Ja oder Nein.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${session} — Kommt das von Ihnen?`,
    preheader: 'In Ihrem Namen kam etwas bei uns an. Ohne Ihre Bestätigung ändert sich nichts.',
    heading: 'Kommt das von Ihnen?',
    answered: {
      accepted: ({ title }) => `Eine E-Mail in Ihrem Namen sagt Ihren Termin „${title}“ zu.`,
      tentative: ({ title }) =>
        `Eine E-Mail in Ihrem Namen antwortet auf Ihren Termin „${title}“ mit „Vielleicht“.`,
      declined: ({ title }) => `Eine E-Mail in Ihrem Namen sagt Ihren Termin „${title}“ ab.`,
    },
    saidSomething: ({ title }) => `Eine E-Mail in Ihrem Namen betrifft Ihren Termin „${title}“.`,
    wished: ({ title }) =>
      `Eine E-Mail in Ihrem Namen bittet für Ihren Termin „${title}“ um eine andere Zeit.`,
    because: {
      'other-address':
        'Die E-Mail kommt nicht von der Adresse, die wir von Ihnen kennen, oder gilt für eine ' +
        'andere. Deshalb fragen wir Sie zuerst.',
      'not-authenticated':
        'Wir sind nicht sicher, ob die E-Mail wirklich von Ihnen kommt. Deshalb fragen wir Sie ' +
        'zuerst.',
    },
    timeNotUnderstood: 'Wir konnten nicht erkennen, um welche Zeit es geht.',
    press: 'Wenn die E-Mail von Ihnen kommt, bestätigen Sie das auf dieser Seite. Dann zählt sie.',
    until: (_, moment) => `Die Seite funktioniert bis ${moment}.`,
    notYou:
      'Wenn die E-Mail nicht von Ihnen kommt, müssen Sie nichts tun: Dann ändert sich nichts.',
  },
};

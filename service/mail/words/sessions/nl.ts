import { Who, who } from '../grammar/nl.ts';
import type { SessionWords } from '../mail-words.ts';

export const nl: SessionWords = {
  time: {
    length: (minutes) => (minutes === 1 ? '1 minuut' : `${minutes} minuten`),
    utcForUnknown: 'UTC, omdat we uw tijdzone niet kennen',
    zoneForUnknown: (zone) =>
      `${zone}. Uw tijdzone kennen we niet, daarom staat hier die van de afspraak.`,
    endingIn: (start, end) => `${start}, aan het eind ${end}`,
    forOther: (other, hours, offset) => `Voor ${who(other)}: ${hours} (${offset})`,
    comma: ', ',
  },

  title: (session, firstName) => `${session} met ${firstName}`,
  greeting: (name) => (name === '' ? 'Goedendag,' : `Beste ${name},`),
  privacy: ({ other }) => `U en ${who(other)} zien elkaars e-mailadres niet.`,
  colon: ':',
  questions: 'Vragen?',
  seeSession: 'Bekijk de status van uw afspraak',

  label: {
    when: 'Wanneer',
    was: 'Was gepland',
    now: 'Nu',
    proposed: 'Voorgesteld',
    youAskedFor: 'Uw voorstel',
    itStays: 'Het blijft bij',
    untilThen: 'Tot die tijd geldt',
    plannedFor: 'Gepland op',
    newTimeAsked: 'Gewenste nieuwe tijd',
    where: 'Waar',
    join: 'Deelnemen',
    reason: 'Opgegeven reden',
    youWrote: 'Uw bericht',
    otherWrote: ({ other }) => `Bericht van ${who(other)}`,
    cameWithWords: 'Met deze tekst',
  },

  button: {
    requestTime: 'Nieuwe tijd voorstellen',
    approve: 'Akkoord met nieuwe tijd',
    decline: 'Afwijzen',
    keep: 'Afspraak behouden',
    confirm: 'Ja, dit is van mij',
    askForThis: 'Deze tijd voorstellen',
    chooseAnother: 'Andere tijd kiezen',
  },

  invitation: {
    subject: ({ session }) => `${session} — Uitnodiging`,
    preheader: ({ when }) => `${when}. Antwoord in uw agenda met Ja, Nee of Misschien.`,
    lead: ({ title }) => `Uw afspraak “${title}” is geboekt.`,
    answer: 'Antwoord in uw agenda met Ja, Nee of Misschien, net als bij elke andere uitnodiging.',
    another: ({ other }, isByCalendar) =>
      isByCalendar
        ? `Komt deze tijd u niet uit? Stel dan een andere voor aan ${who(other)}. ` +
          'Dat kan ook vanuit uw agenda, als die de mogelijkheid biedt.'
        : `Komt deze tijd u niet uit? Stel dan een andere voor aan ${who(other)}.`,
  },
  update: {
    subject: ({ session }) => `${session} — Nieuwe tijd`,
    preheader: ({ when }) => `Nu ${when}. Geef in uw agenda opnieuw antwoord.`,
    heading: ({ title }) => `Nieuwe tijd voor “${title}”`,
    moved: ({ title }) => `Uw afspraak “${title}” is verzet.`,
    otherApproved: ({ other, session }) =>
      `${Who(other)} is akkoord met de tijd die u voorstelde. Uw afspraak “${session}” is ` +
      'daarmee verzet.',
    youApproved: ({ title }) =>
      `U bent akkoord gegaan met de nieuwe tijd. Uw afspraak “${title}” is daarmee verzet.`,
    applicationApproved: ({ organizer, title }) =>
      `${organizer} is akkoord met de tijd die u voorstelde. Uw afspraak “${title}” is ` +
      'daarmee verzet.',
    calendarFollows: 'De afspraak in uw agenda schuift mee.',
  },
  details: {
    subject: ({ session }) => `${session} — Actuele gegevens`,
    preheader: ({ when }) => `${when}. Dit vervangt elke eerdere uitnodiging voor deze afspraak.`,
    lead: ({ title }) =>
      `Dit zijn de actuele gegevens van uw afspraak “${title}”. Ze vervangen elke eerdere ` +
      'uitnodiging daarvoor.',
  },
  cancellation: {
    subject: ({ session }) => `${session} — Geannuleerd`,
    preheader: ({ when }) => `Gaat niet door: ${when}.`,
    heading: ({ title }) => `“${title}” is geannuleerd`,
    by: {
      reader: ({ title }) => `U hebt afgezegd. Uw afspraak “${title}” gaat daarom niet door.`,
      other: ({ other, session }) => `${Who(other)} heeft uw afspraak “${session}” geannuleerd.`,
      application: ({ organizer, title }) =>
        `${organizer} heeft uw afspraak “${title}” geannuleerd.`,
      unknown: ({ title }) => `Uw afspraak “${title}” gaat niet door.`,
    },
    calendarFollows:
      'U hoeft niets te doen. De afspraak wordt uit uw agenda gehaald of als geannuleerd ' +
      'gemarkeerd.',
  },
  reminder: {
    subject: ({ session }) => `${session} — Herinnering`,
    preheader: ({ when }) => `Uw afspraak: ${when}.`,
    heading: ({ title }) => `Binnenkort: ${title}`,
    lead: ({ title }) => `Dit is een herinnering aan uw afspraak “${title}”.`,
    unanswered:
      'U hebt nog niet geantwoord. Antwoord alstublieft in uw agenda met Ja, Nee of Misschien.',
  },
  answerReminder: {
    subject: ({ session }) => `${session} — Graag uw antwoord`,
    heading: ({ title }) => `Komt u? ${title}`,
    lead: ({ title }) => `U bent uitgenodigd voor uw afspraak “${title}”.`,
  },

  entry: {
    lead: ({ session, other }) => `${session}: u en ${who(other)}.`,
    join: (_, url) => `Deelnemen: ${url}`,
    anotherTime: ({ other }) => `Andere tijd nodig? Stel die hier voor aan ${who(other)}:`,
    cancelled: ({ title }) => `Uw afspraak “${title}” gaat niet door.`,
    reason: (_, reason) => `Opgegeven reden: ${reason}`,
  },
};

import { count, quoted, toWhom, Who, who } from '../grammar/it.ts';
import type { SessionWords } from '../mail-words.ts';

export const it: SessionWords = {
  time: {
    length: (minutes) => count(minutes, 'minuto', 'minuti'),
    utcForUnknown: 'UTC, perché non conosciamo il Suo fuso orario',
    zoneForUnknown: (zone) =>
      `${zone}. Non conosciamo il Suo fuso orario: questo è quello dell’appuntamento.`,
    endingIn: (start, end) => `${start} all’inizio, ${end} alla fine`,
    forOther: (other, hours, offset) => `Per ${who(other)}: ${hours} (${offset})`,
    comma: ', ',
  },

  title: (session, firstName) => `${session} con ${firstName}`,
  greeting: (name) => (name === '' ? 'Buongiorno,' : `Buongiorno ${name},`),
  privacy: ({ other }) => `Tra Lei e ${who(other)} gli indirizzi email restano nascosti.`,
  colon: ':',
  questions: 'Domande?',
  seeSession: 'Vedi lo stato dell’appuntamento',

  label: {
    when: 'Quando',
    was: 'Era previsto',
    now: 'Orario attuale',
    proposed: 'Orario proposto',
    youAskedFor: 'La Sua richiesta',
    itStays: 'Orario invariato',
    untilThen: 'Fino ad allora',
    plannedFor: 'Orario previsto',
    newTimeAsked: 'Nuovo orario richiesto',
    where: 'Dove',
    join: 'Per partecipare',
    reason: 'Motivo indicato',
    youWrote: 'Lei ha scritto',
    otherWrote: ({ other }) => `${Who(other)} ha scritto`,
    cameWithWords: 'Con queste parole',
  },

  button: {
    requestTime: 'Chiedi un altro orario',
    approve: 'Accetta il nuovo orario',
    decline: 'Rifiuta',
    keep: 'Mantieni l’appuntamento',
    confirm: 'Sì, viene da me',
    askForThis: 'Chiedi questo orario',
    chooseAnother: 'Scegli un altro orario',
  },

  invitation: {
    subject: ({ session }) => `${session} — Invito`,
    preheader: ({ when }) => `${when}. Risponda Sì, No o Forse nel Suo calendario.`,
    lead: ({ title }) => `Il Suo appuntamento ${quoted(title)} è prenotato.`,
    answer: 'Risponda Sì, No o Forse nel Suo calendario, come per qualsiasi invito.',
    another: ({ other }, isByCalendar) => {
      const ask = `Se questo orario non Le va bene, ne chieda un altro ${toWhom(other)}.`;
      if (!isByCalendar) return ask;
      return `${ask} Può anche proporne uno dal Suo calendario, se lo permette.`;
    },
  },
  update: {
    subject: ({ session }) => `${session} — Nuovo orario`,
    preheader: ({ when }) => `Ora ${when}. Risponda di nuovo nel Suo calendario.`,
    heading: ({ title }) => `Nuovo orario per ${quoted(title)}`,
    moved: ({ title }) => `Il Suo appuntamento ${quoted(title)} è stato spostato.`,
    otherApproved: ({ other, session }) =>
      `${Who(other)} ha accettato il nuovo orario che Lei ha chiesto: l’appuntamento ` +
      `${quoted(session)} è stato spostato.`,
    youApproved: ({ title }) =>
      `Lei ha accettato il nuovo orario: l’appuntamento ${quoted(title)} è stato spostato.`,
    applicationApproved: ({ organizer, title }) =>
      `${organizer} ha accettato il nuovo orario che Lei ha chiesto: l’appuntamento ` +
      `${quoted(title)} è stato spostato.`,
    calendarFollows: 'Anche l’evento nel Suo calendario si sposta.',
  },
  details: {
    subject: ({ session }) => `${session} — Dettagli attuali`,
    preheader: ({ when }) => `${when}. Questo messaggio sostituisce ogni invito precedente.`,
    lead: ({ title }) =>
      `Ecco come si presenta ora il Suo appuntamento ${quoted(title)}. Questo messaggio ` +
      'sostituisce ogni invito precedente.',
  },
  cancellation: {
    subject: ({ session }) => `${session} — Annullamento`,
    preheader: ({ when }) => `${when}: l’appuntamento non si terrà.`,
    heading: ({ title }) => `Appuntamento annullato: ${title}`,
    by: {
      reader: ({ title }) =>
        `Lei ha rifiutato l’invito: l’appuntamento ${quoted(title)} non si terrà.`,
      other: ({ other, session }) =>
        `${Who(other)} ha annullato il Suo appuntamento ${quoted(session)}.`,
      application: ({ organizer, title }) =>
        `${organizer} ha annullato il Suo appuntamento ${quoted(title)}.`,
      unknown: ({ title }) => `Il Suo appuntamento ${quoted(title)} non si terrà.`,
    },
    calendarFollows:
      'Non deve fare nulla. L’evento viene tolto dal Suo calendario oppure segnato come annullato.',
  },
  reminder: {
    subject: ({ session }) => `${session} — Promemoria`,
    preheader: ({ when }) => `L’appuntamento è ${when}.`,
    heading: ({ title }) => `A breve: ${title}`,
    lead: ({ title }) => `Le ricordiamo il Suo appuntamento ${quoted(title)}.`,
    unanswered: 'Lei non ha ancora risposto. Risponda Sì, No o Forse nel Suo calendario.',
  },
  answerReminder: {
    subject: ({ session }) => `${session} — In attesa di risposta`,
    heading: ({ title }) => `Parteciperà? ${title}`,
    lead: ({ title }) => `Ha ricevuto l’invito al Suo appuntamento ${quoted(title)}.`,
  },

  entry: {
    lead: ({ session, other }) => `${session}: Lei e ${who(other)}.`,
    join: (_, url) => `Per partecipare: ${url}`,
    anotherTime: ({ other }) => `Le serve un altro orario? Lo chieda ${toWhom(other)} qui:`,
    cancelled: ({ title }) => `Il Suo appuntamento ${quoted(title)} non si terrà.`,
    reason: (_, reason) => `Motivo indicato: ${reason}`,
  },
};

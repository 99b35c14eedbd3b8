import { quoted, toWhom, Who, who } from '../grammar/it.ts';
import type { AnswerWords } from '../mail-words.ts';

export const it: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${session} — L’ospite non partecipa più`,
    preheader: ({ other }) =>
      `${Who(other)} non ha più una prenotazione. L’orario è di nuovo libero.`,
    heading: ({ other }) => `${Who(other)} non partecipa più`,
    by: {
      other: ({ other, session }) =>
        `${Who(other)} ha rifiutato l’invito al Suo appuntamento ${quoted(session)}.`,
      application: ({ organizer, other, session }) =>
        `${organizer} ha tolto ${who(other)} dal Suo appuntamento ${quoted(session)}.`,
    },
    openAgain:
      'L’orario è di nuovo libero e l’evento resta nel Suo calendario. Quando un’altra persona ' +
      'prenota questo orario, Le arriva un invito aggiornato.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${session} — Lei ha rifiutato l’invito`,
    heading: {
      host: ({ title }) => `Appuntamento annullato: ${title}`,
      guest: () => 'La Sua prenotazione è annullata',
    },
    lead: {
      host: ({ other, title }) =>
        `Lei ha rifiutato l’invito: l’appuntamento ${quoted(title)} è annullato. Avvisiamo ` +
        `${who(other)}.`,
      guest: ({ other }) =>
        `Lei ha rifiutato l’invito: la Sua prenotazione è annullata. Avvisiamo ${who(other)}.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${session} — Lei ha risposto No`,
    preheader: 'Era quello che voleva? Può ancora mantenere l’appuntamento.',
    heading: 'Lei ha risposto No',
    lead: ({ title }) =>
      `Lei ha risposto No per l’appuntamento ${quoted(title)}, che tra poco viene annullato.`,
    deadline: (_, moment) => `Può cambiare idea fino a ${moment}.`,
    choice: 'Se era quello che voleva, non deve fare nulla. Altrimenti, mantenga l’appuntamento:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${session} — ${Who(other)} ha risposto No`,
    preheader: 'Nulla è stato annullato.',
    heading: ({ other }) => `${Who(other)} ha risposto No`,
    lead: ({ other, session }) =>
      `${Who(other)} ha risposto No per il Suo appuntamento ${quoted(session)}. Nulla è stato ` +
      'annullato: l’appuntamento resta valido.',
  },
  proposalToDecide: {
    subject: ({ session }) => `Accettare il nuovo orario per ${quoted(session)}?`,
    preheader: ({ other }, when) => `${Who(other)} propone ${when}.`,
    heading: ({ other }) => `${Who(other)} chiede un altro orario`,
    lead: ({ other, session }) =>
      `${Who(other)} vorrebbe spostare il Suo appuntamento ${quoted(session)}.`,
    deadline: (_, moment) => `Decida prima di ${moment}. Fino ad allora non cambia nulla.`,
  },
  proposalSent: {
    subject: ({ session }) => `${session} — Richiesta di nuovo orario inviata`,
    preheader: ({ other }) =>
      `Abbiamo chiesto ${toWhom(other)}. Finché non risponde, non cambia nulla.`,
    heading: ({ other }) => `Abbiamo chiesto ${toWhom(other)}`,
    lead: ({ other, session }) =>
      `Lei ha chiesto di spostare l’appuntamento ${quoted(session)}. Abbiamo inoltrato la Sua ` +
      `richiesta ${toWhom(other)}.`,
    after:
      'Se la richiesta viene accettata, Le arriva un invito aggiornato. In ogni caso Le facciamo ' +
      'sapere.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${session} — Nuovo orario rifiutato`,
    heading: 'Il nuovo orario è stato rifiutato',
    by: {
      other: ({ other }) => `Il nuovo orario che Lei ha chiesto non va bene ${toWhom(other)}.`,
      application: ({ organizer }) =>
        `${organizer} ha rifiutato il nuovo orario che Lei ha chiesto.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${session} — Nessuna risposta alla Sua richiesta`,
    heading: 'Nessuna risposta alla Sua richiesta',
    lead: ({ other }) => `${Who(other)} non ha risposto in tempo: la Sua richiesta è scaduta.`,
  },
  askAgain: 'Può chiedere un altro orario quando vuole:',
  stays: 'Il Suo appuntamento resta com’era.',
  counterNotUnderstood: {
    subject: ({ session }) => `${session} — Scelga qui il nuovo orario`,
    preheader: 'Non abbiamo potuto usare il nuovo orario inviato dal Suo calendario.',
    heading: 'Non abbiamo potuto usare quel nuovo orario',
    lead: ({ title }) =>
      `Il Suo calendario ha proposto un nuovo orario per l’appuntamento ${quoted(title)}.`,
    problem: {
      'not-understood': 'Non abbiamo capito di quale orario si tratta.',
      'not-taken': 'Qui non si possono proporre nuovi orari da un calendario.',
      'start-in-past': 'Quell’orario è già passato.',
      'too-short-notice': 'Quell’orario è troppo vicino.',
      'duration-not-allowed': 'Questo appuntamento non può avere quella durata.',
      'too-many-proposals': 'Oggi Lei ha proposto molti nuovi orari.',
    },
    choose: 'Scelga l’orario che preferisce su questa pagina:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) =>
      `${session} — Non riusciamo a raggiungere ${who(other)} via email`,
    preheader: 'L’appuntamento resta valido.',
    heading: ({ other }) => `Non riusciamo a raggiungere ${who(other)} via email`,
    lead: ({ other, session }) =>
      `Un’email sul Suo appuntamento ${quoted(session)} è tornata indietro: non arriva ` +
      `${toWhom(other)}. L’appuntamento resta valido, ma ${who(other)} potrebbe non sapere ` +
      'dell’ultima modifica.',
    anotherWay: ({ other }) =>
      `Se ha un altro modo per contattare ${who(other)}, lo usi, per favore.`,
  },
  freshLink: {
    subject: ({ session }) => `${session} — Il Suo nuovo link`,
    preheader: 'Ecco il nuovo link che ha chiesto.',
    heading: 'Ecco il Suo nuovo link',
    lead: ({ title }) => `Può chiedere qui un altro orario per l’appuntamento ${quoted(title)}:`,
    notYou: 'Se non ha chiesto questo link, può ignorare questa email.',
  },
  humanAnswer: {
    subject: ({ session }) => `${session} — Il Suo messaggio`,
    preheader: 'Per chiedere un altro orario, usi il Suo link personale.',
    preheaderOfTime: (_, moment) => `Vuole chiedere questo orario: ${moment}?`,
    heading: 'Grazie per il Suo messaggio',
    lead: ({ other, session }) =>
      `Questa casella email gestisce il calendario dell’appuntamento ${quoted(session)}. È un ` +
      'programma: non può dare seguito al Suo messaggio, che non è stato inoltrato ' +
      `${toWhom(other)}.`,
    useLink:
      'Per chiedere un altro orario, usi il Suo link personale. Per accettare o rifiutare ' +
      'l’invito, risponda Sì o No nel Suo calendario.',
    suggestion: (_, moment) =>
      `Il Suo messaggio parla di questo orario: ${moment}. È quello che vuole chiedere?`,
    after: ({ other }) =>
      `Sulla pagina rivede l’orario prima che lo proponiamo ${toWhom(other)}. Per accettare o ` +
      'rifiutare l’invito, risponda Sì o No nel Suo calendario.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${session} — Viene davvero da Lei?`,
    preheader: 'È arrivata un’email a Suo nome. Senza la Sua conferma non cambia nulla.',
    heading: 'Viene davvero da Lei?',
    answered: {
      accepted: ({ title }) => `Un’email a Suo nome accetta l’appuntamento ${quoted(title)}.`,
      tentative: ({ title }) =>
        `Un’email a Suo nome risponde ${quoted('Forse')} per l’appuntamento ${quoted(title)}.`,
      declined: ({ title }) => `Un’email a Suo nome rifiuta l’appuntamento ${quoted(title)}.`,
    },
    saidSomething: ({ title }) => `Un’email a Suo nome parla dell’appuntamento ${quoted(title)}.`,
    wished: ({ title }) =>
      `Un’email a Suo nome chiede un altro orario per l’appuntamento ${quoted(title)}.`,
    because: {
      'other-address':
        'Arriva da un indirizzo diverso da quello che abbiamo per Lei, o risponde per un altro ' +
        'indirizzo: per questo Le chiediamo prima conferma.',
      'not-authenticated':
        'Non abbiamo potuto accertare che venga davvero da Lei: per questo Le chiediamo prima ' +
        'conferma.',
    },
    timeNotUnderstood: 'Non abbiamo capito quale orario chiede.',
    press: 'Se viene da Lei, lo confermi su questa pagina: solo allora l’email vale.',
    until: (_, moment) => `La pagina funziona fino a ${moment}.`,
    notYou: 'Se non viene da Lei, non deve fare nulla: non cambia niente.',
  },
};

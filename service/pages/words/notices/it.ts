import { Who, who } from '../../../mail/words/grammar/it.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** `Hanna ha accettato il nuovo orario.`; in the passive when nobody is known to have done it. */
const decided = (
  deed: string,
  decidedBy: DecidedBy | 'you' | null,
  other: Other,
  organizer: string,
): string => {
  if (decidedBy === null) return `Il nuovo orario è stato ${deed}.`;
  if (decidedBy === 'you') return `Lei ha ${deed} il nuovo orario.`;
  return `${decidedBy === 'application' ? organizer : Who(other)} ha ${deed} il nuovo orario.`;
};

export const it: NoticeWords = {
  layout: {
    questions: 'Domande? Scriva a',
    isPrivate: 'Questa pagina è riservata a Lei. Non ne condivida l’indirizzo, per favore.',
    error: 'Errore:',
  },

  label: {
    newTime: 'Nuovo orario',
    presentTime: 'Orario attuale',
    youAskedFor: 'La Sua richiesta',
    takesPlace: 'L’appuntamento è',
    takesPlaceNow: 'L’appuntamento ora è',
    wasPlannedFor: 'Era previsto',
    isPlannedFor: 'L’appuntamento è previsto',
    tookPlace: 'Si è tenuto',
  },

  unknown: {
    title: 'Non conosciamo questo link',
    paragraphs: [
      'Forse un programma di posta lo ha spezzato in due, oppure non è mai stato nostro.',
      'Lo apra dalla Sua email più recente sull’appuntamento, oppure copi l’indirizzo per intero.',
    ],
  },
  expired: {
    title: 'Questo link è scaduto',
    paragraphs: [
      'Per la Sua sicurezza, i link nelle nostre email funzionano solo per un tempo limitato.',
      'Possiamo inviarne uno nuovo all’indirizzo per cui è stato creato questo.',
    ],
    button: 'Inviami un nuovo link',
  },
  renewed: {
    title: 'Controlli la Sua casella di posta',
    paragraphs: [
      'Se l’appuntamento è ancora valido, un nuovo link è in arrivo all’indirizzo per cui era ' +
        'stato creato quello vecchio.',
      'Dovrebbe arrivare entro pochi minuti. Guardi anche nella cartella spam.',
    ],
  },
  foreignForm: {
    title: 'Questo modulo viene da un’altra parte',
    paragraphs: [
      'Per la Sua sicurezza, accettiamo solo i moduli delle nostre pagine. Nulla è ' +
        'stato modificato.',
      'Riapra il link nella Sua email e usi la pagina che compare.',
    ],
  },
  tooMany: {
    title: 'Troppi tentativi',
    paragraphs: ['Attenda un minuto, poi riapra il link nella Sua email.'],
  },
  malformed: {
    title: 'Non abbiamo potuto leggere questo modulo',
    paragraphs: ['Nulla è stato modificato. Riapra il link nella Sua email.'],
  },
  wrongMethod: {
    title: 'Questa pagina non funziona così',
    paragraphs: ['Nulla è stato modificato. Riapra il link nella Sua email.'],
  },
  trouble: {
    title: 'C’è un problema da parte nostra',
    paragraphs: [
      'Il Suo link va bene. Riprovi tra qualche minuto.',
      'Nulla è andato perso: l’appuntamento e il Suo calendario restano come sono.',
    ],
  },

  cancelled: {
    title: 'Questo appuntamento è stato annullato',
    paragraphs: ['Non si terrà, e non si può più modificare nulla.'],
  },
  left: {
    title: 'Lei non fa più parte di questo appuntamento',
    paragraphs: ['Il Suo posto è tornato libero: qui non c’è altro da fare.'],
  },
  over: {
    title: 'Questo appuntamento è terminato',
    paragraphs: ['L’orario è passato: non si può più modificare nulla.'],
  },
  open: {
    title: 'Nessuno ha prenotato questo appuntamento',
    paragraphs: ['Al momento non c’è nessuno con cui concordare un nuovo orario.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'Questa richiesta è già stata accettata',
      paragraphs: [`${decided('accettato', decidedBy, other, organizer)} Non serve fare altro.`],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'Questa richiesta è già stata rifiutata',
      paragraphs: [
        `${decided('rifiutato', decidedBy, other, organizer)} L’appuntamento resta com’è.`,
      ],
    }),
    superseded: {
      title: 'Questa richiesta non è più attuale',
      paragraphs: [
        'Una richiesta più recente o un’altra modifica l’ha sostituita: non c’è più ' +
          'nulla da decidere.',
      ],
    },
    expired: {
      title: 'Questa richiesta è scaduta',
      paragraphs: ['Nessuno ha risposto in tempo. L’appuntamento resta com’è.'],
    },
    otherwise: {
      title: 'Su questa richiesta non si può più decidere',
      paragraphs: [
        'L’orario proposto è passato o nel frattempo l’appuntamento è cambiato. Resta com’è.',
      ],
    },
  },

  session: {
    title: (other) => `Il Suo appuntamento con ${who(other)}`,
    booked: {
      host: (other) => `${Who(other)} ha prenotato questo appuntamento con Lei.`,
      guest: (other) => `Lei ha prenotato questo appuntamento con ${who(other)}.`,
    },
    yourAnswer: {
      'needs-action': 'Lei non ha ancora risposto. Risponda Sì, No o Forse nel Suo calendario.',
      accepted: 'Lei ha risposto Sì.',
      tentative: 'Lei ha risposto Forse.',
      declined: 'Lei ha risposto No.',
    },
    declineHeld:
      'Tra poco l’appuntamento viene annullato. La nostra email dice fino a quando può mantenerlo.',
    youAsked: (other) => `Lei ha chiesto un nuovo orario. ${Who(other)} non ha ancora risposto.`,
    otherAsks: (other) =>
      `${Who(other)} chiede un nuovo orario. Nella nostra email c’è il link per accettarlo o ` +
      'rifiutarlo.',
    where: 'Dove',
    join: 'Per partecipare',
    about: 'Informazioni sull’appuntamento',
    requestTime: 'Chiedi un altro orario',
    addToCalendar: 'Aggiungi al calendario',
    addHint: 'Serve solo se il nostro invito non è già nel Suo calendario.',
    file: 'File di calendario (.ics)',
    google: 'Google Calendar',
    outlook: 'Outlook',
  },
};

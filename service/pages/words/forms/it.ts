import { count, toWhom, Who, who } from '../../../mail/words/grammar/it.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { FormWords } from '../page-words.ts';

const asked = ['La Sua richiesta è in viaggio. Le scriviamo appena c’è una risposta.'];

const presentStands = (other: Other): string =>
  `Finché ${who(other)} non accetta, vale l’orario attuale.`;

export const it: FormWords = {
  form: {
    pleaseCheck: 'Controlli la Sua risposta',
    tooQuick: 'Ha fatto molto in fretta. Legga la pagina, poi invii ancora una volta.',
    tooOld: 'Questa pagina è rimasta aperta a lungo. La rilegga, poi invii ancora una volta.',
    chooseOne: 'Scelga una delle due risposte.',
    send: 'Invia la mia risposta',
  },

  propose: {
    title: 'Chiedere un altro orario',
    lead: (other) =>
      `Scelga un orario più adatto a Lei. Noi chiediamo ${toWhom(other)} se va bene.`,
    pending: (moment) =>
      `Lei ha già chiesto questo orario: ${moment}. Una nuova richiesta lo sostituisce.`,
    isSuggested:
      'Il nuovo orario qui sotto è un suggerimento tratto dalla Sua email. Lo controlli o lo ' +
      'modifichi.',
    notice: (notice) => `Il nuovo orario deve iniziare tra almeno ${notice}.`,
    pick: 'Nuovo orario',
    pickOwn: 'Un’altra data e un’altra ora',
    date: 'Nuova data',
    time: 'Ora di inizio',
    zone: 'Fuso orario',
    zoneHint: 'La data e l’ora qui sopra si intendono in questo fuso.',
    ownZone: 'Il Suo fuso',
    otherZones: 'Altri',
    length: 'Durata',
    minutes: (minutes) => count(minutes, 'minuto', 'minuti'),
    note: (other) => `Messaggio per ${who(other)} (facoltativo)`,
    noteHint: 'Non scriva indirizzi email né numeri di telefono.',
    send: 'Chiedi questo orario',
    after: (other) => `Finché ${who(other)} non accetta, non cambia nulla.`,
    mistake: {
      date: 'Inserisca una data, per esempio 2027-03-25.',
      time: 'Inserisca un’ora, per esempio 15:00.',
      noSuchTime:
        'Quest’ora non esiste quel giorno in quel fuso, perché gli orologi vengono ' +
        'spostati avanti. Ne scelga un’altra.',
      zone: 'Scelga un fuso orario dall’elenco.',
      duration: 'Scelga una delle durate proposte.',
      noteTooLong: (limit) =>
        `Accorci il Suo messaggio a ${count(limit, 'carattere', 'caratteri')}.`,
      inPast: 'Scelga una data e un’ora future.',
      tooSoon: (notice) => `Scelga un orario che inizi tra almeno ${notice}.`,
      unchanged: 'L’appuntamento ha già questo orario. Ne scelga un altro.',
    },
    asked: (other) => ({
      title: `Stiamo chiedendo ${toWhom(other)}`,
      paragraphs: [...asked, presentStands(other)],
    }),
    askedAlready: (other) => ({
      title: `Abbiamo già chiesto ${toWhom(other)}`,
      paragraphs: [...asked, presentStands(other)],
    }),
    enoughToday: (other) => ({
      title: 'Per oggi è tutto',
      paragraphs: [
        `Oggi Lei ha chiesto molti nuovi orari: questo non è stato inviato ${toWhom(other)}.`,
        'Riprovi domani. Fino ad allora tutto resta com’è.',
      ],
    }),
    movedOn: {
      title: 'Ora non si può chiedere un nuovo orario',
      paragraphs: ['Nel frattempo l’appuntamento è cambiato. Ecco come si presenta:'],
    },
  },
  span: (minutes) => {
    if (minutes % 1440 === 0) return count(minutes / 1440, 'giorno', 'giorni');
    if (minutes % 60 === 0) return count(minutes / 60, 'ora', 'ore');
    return count(minutes, 'minuto', 'minuti');
  },

  decide: {
    title: 'Passare al nuovo orario?',
    lead: (other) => `${Who(other)} chiede di spostare il Suo appuntamento.`,
    otherWrites: (other) => `${Who(other)} scrive:`,
    question: 'Quale orario sceglie?',
    approve: {
      label: 'Accetta il nuovo orario',
      hint: 'L’appuntamento si sposta e aggiorniamo entrambi i calendari.',
    },
    decline: (other) => ({
      label: 'Mantieni l’orario attuale',
      hint: `Non cambia nulla e avvisiamo ${who(other)}.`,
    }),
    approved: (other) => ({
      title: 'L’appuntamento ha un nuovo orario',
      paragraphs: [
        'Lei ha accettato la richiesta. Gli inviti aggiornati sono in arrivo, per Lei e per ' +
          `${who(other)}.`,
      ],
    }),
    declined: (other) => ({
      title: 'L’appuntamento resta com’è',
      paragraphs: [`Lei ha rifiutato la richiesta. Stiamo avvisando ${who(other)}.`],
    }),
  },
  keep: {
    title: 'Mantenere l’appuntamento?',
    lead:
      'Lei ha rifiutato questo appuntamento. Non è ancora annullato, quindi può ancora ' +
      'mantenerlo.',
    question: 'Che cosa vuole fare?',
    keep: { label: 'Mantieni l’appuntamento', hint: 'Il Suo No viene ritirato.' },
    leave: { label: 'Conferma il mio No', hint: 'Tra poco l’appuntamento viene annullato.' },
    kept: {
      title: 'Lei mantiene l’appuntamento',
      paragraphs: ['Il Suo No è stato ritirato. Non serve fare altro.'],
    },
    left: {
      title: 'Lei conferma il Suo No',
      paragraphs: ['Tra poco l’appuntamento viene annullato. Non serve fare altro.'],
    },
    nothingHeld: {
      title: 'Il Suo appuntamento resta valido',
      paragraphs: ['Non c’è nessun No da ritirare. Non serve fare altro.'],
    },
  },

  confirm: {
    title: 'Viene davvero da Lei?',
    answered: {
      accepted: 'Un’email a Suo nome dice che Lei accetta questo appuntamento.',
      tentative: 'Un’email a Suo nome dice che forse Lei parteciperà («Forse»).',
      declined: 'Un’email a Suo nome dice che Lei rifiuta questo appuntamento.',
    },
    saidSomething: 'Un’email a Suo nome parla di questo appuntamento.',
    wished: 'Un’email a Suo nome chiede un altro orario.',
    notAuthenticated:
      'Non abbiamo potuto accertare che venga davvero da Lei. Vale appena Lei la conferma.',
    otherAddress:
      'Arriva da un indirizzo diverso da quello che abbiamo per Lei. Vale appena Lei la conferma.',
    alias: (address) =>
      `Risponde per ${address}, che non è l’indirizzo che abbiamo per Lei. Confermi solo se ` +
      'anche questo indirizzo è Suo: allora l’email vale, e memorizziamo l’indirizzo.',
    cameWithWords: 'Contiene queste parole:',
    question: 'Viene da Lei?',
    yes: { label: 'Sì, viene da me', hint: 'Allora l’email vale.' },
    no: { label: 'No, non viene da me', hint: 'Allora non cambia nulla.' },
    denied: {
      title: 'Nulla è stato modificato',
      paragraphs: ['Grazie per avercelo detto. Ciò che è arrivato a Suo nome non vale.'],
    },
    accepted: {
      title: 'Lei ha accettato l’appuntamento',
      paragraphs: ['Grazie. Abbiamo registrato la Sua risposta; non serve fare altro.'],
    },
    tentative: {
      title: 'Lei ha risposto Forse',
      paragraphs: ['Grazie. Abbiamo registrato la Sua risposta; non serve fare altro.'],
    },
    declined: (other) => ({
      title: 'Lei ha risposto No',
      paragraphs: [
        `Stiamo avvisando ${who(other)}. Nulla è stato annullato: l’appuntamento resta valido.`,
      ],
    }),
    declinedAsHost: (other) => ({
      title: 'L’appuntamento è annullato',
      paragraphs: [
        `Lei ha rifiutato l’invito: l’appuntamento è annullato. Stiamo avvisando ${who(other)}.`,
      ],
    }),
    declinedAsGuest: (other) => ({
      title: 'La Sua prenotazione è annullata',
      paragraphs: [
        `Lei ha rifiutato l’invito: il Suo posto torna libero. Stiamo avvisando ${who(other)}.`,
      ],
    }),
    declineHeld: {
      title: 'Lei ha rifiutato l’appuntamento',
      paragraphs: ['Tra poco viene annullato. La nostra email dice fino a quando può mantenerlo.'],
    },
    timeNotUsable: {
      title: 'Non abbiamo potuto usare quel nuovo orario',
      paragraphs: ['Le stiamo inviando un link alla pagina dove può sceglierne uno.'],
    },
    nothingWaits: {
      title: 'Non c’è più nulla da confermare',
      paragraphs: [
        'Nel frattempo si è risolto in altro modo. Il Suo calendario e la nostra email più ' +
          'recente dicono come stanno le cose.',
      ],
    },
    already: {
      title: 'Lei ha già confermato',
      paragraphs: ['Non serve fare altro.'],
    },
    known: {
      title: 'Abbiamo già questa risposta',
      paragraphs: ['Era già registrata, quindi non serve fare altro.'],
    },
    answeredAgain: {
      title: 'Nel frattempo Lei ha risposto di nuovo',
      paragraphs: [
        'Vale la Sua risposta più recente. Per cambiarla, risponda ancora una volta all’invito ' +
          'nel Suo calendario.',
      ],
    },
    movedOn: {
      title: 'Nel frattempo l’appuntamento è cambiato',
      paragraphs: [
        'La Sua conferma riguardava una versione precedente. Risponda invece al nostro invito ' +
          'più recente.',
      ],
    },
    sameTime: {
      title: 'L’appuntamento ha già questo orario',
      paragraphs: [
        'Il nuovo orario che Lei ha chiesto è quello attuale, quindi non serve fare nulla.',
      ],
    },
    askedAlready: { title: 'Abbiamo già chiesto questo orario', paragraphs: asked },
  },
};

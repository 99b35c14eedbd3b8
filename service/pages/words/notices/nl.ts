import { Who, who } from '../../../mail/words/grammar/nl.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** ` door Hanna`; nothing when nobody is known to have done it. */
const by = (decidedBy: DecidedBy | 'you' | null, other: Other, organizer: string): string => {
  if (decidedBy === null) return '';
  if (decidedBy === 'you') return ' door u';
  return ` door ${decidedBy === 'application' ? organizer : who(other)}`;
};

export const nl: NoticeWords = {
  layout: {
    questions: 'Vragen? Mail naar',
    isPrivate: 'Deze pagina is alleen voor u bedoeld. Geef de link alstublieft niet door.',
    error: 'Fout:',
  },

  label: {
    newTime: 'Nieuwe tijd',
    presentTime: 'Nu gepland',
    youAskedFor: 'Uw voorstel',
    takesPlace: 'De afspraak vindt plaats op',
    takesPlaceNow: 'De afspraak is nu gepland op',
    wasPlannedFor: 'De afspraak was gepland op',
    isPlannedFor: 'De afspraak is gepland op',
    tookPlace: 'De afspraak vond plaats op',
  },

  unknown: {
    title: 'We kennen deze link niet',
    paragraphs: [
      'Misschien heeft een mailprogramma de link afgekapt, of kwam die nooit van ons.',
      'Open de link vanuit uw nieuwste e-mail over de afspraak, of kopieer het hele adres.',
    ],
  },
  expired: {
    title: 'Deze link is verlopen',
    paragraphs: [
      'Voor uw veiligheid werken de links in onze e-mails maar een beperkte tijd.',
      'We kunnen een nieuwe mailen naar het adres waarvoor deze link is gemaakt.',
    ],
    button: 'Mail mij een nieuwe link',
  },
  renewed: {
    title: 'Kijk in uw mailbox',
    paragraphs: [
      'Als de afspraak nog doorgaat, is er een nieuwe link onderweg naar het adres waarvoor de ' +
        'oude is gemaakt.',
      'Als het goed is, komt die binnen een paar minuten aan. Kijk ook even in uw spammap.',
    ],
  },
  foreignForm: {
    title: 'Dit formulier kwam ergens anders vandaan',
    paragraphs: [
      'Om u te beschermen accepteren we alleen formulieren van onze eigen pagina’s. Er is niets ' +
        'gewijzigd.',
      'Open de link in uw e-mail opnieuw en gebruik de pagina die u dan ziet.',
    ],
  },
  tooMany: {
    title: 'Te veel pogingen',
    paragraphs: ['Wacht een minuut en open dan de link in uw e-mail opnieuw.'],
  },
  malformed: {
    title: 'We konden dit formulier niet lezen',
    paragraphs: ['Er is niets gewijzigd. Open de link in uw e-mail opnieuw.'],
  },
  wrongMethod: {
    title: 'Zo werkt deze pagina niet',
    paragraphs: ['Er is niets gewijzigd. Open de link in uw e-mail opnieuw.'],
  },
  trouble: {
    title: 'Er gaat iets mis bij ons',
    paragraphs: [
      'Met uw link is niets mis. Probeer het over een paar minuten opnieuw.',
      'Er gaat niets verloren: de afspraak en uw agenda blijven zoals ze zijn.',
    ],
  },

  cancelled: {
    title: 'Deze afspraak is geannuleerd',
    paragraphs: ['De afspraak gaat niet door. Wijzigen is niet meer mogelijk.'],
  },
  left: {
    title: 'U neemt niet meer deel aan deze afspraak',
    paragraphs: ['Uw plaats is vrijgegeven, dus hier hoeft u niets meer te doen.'],
  },
  over: {
    title: 'Deze afspraak is voorbij',
    paragraphs: ['Het tijdstip is verstreken. Wijzigen is niet meer mogelijk.'],
  },
  open: {
    title: 'Niemand heeft deze afspraak geboekt',
    paragraphs: ['Er is op dit moment niemand om een nieuwe tijd mee af te spreken.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'Dit voorstel is al goedgekeurd',
      paragraphs: [
        `De nieuwe tijd is${by(decidedBy, other, organizer)} goedgekeurd. ` +
          'U hoeft verder niets te doen.',
      ],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'Dit voorstel is al afgewezen',
      paragraphs: [
        `De nieuwe tijd is${by(decidedBy, other, organizer)} afgewezen. ` +
          'De afspraak blijft zoals die is.',
      ],
    }),
    superseded: {
      title: 'Dit voorstel is achterhaald',
      paragraphs: [
        'Er is een nieuwer voorstel of een andere wijziging voor in de plaats gekomen. Daarom ' +
          'kan er niet meer over worden beslist.',
      ],
    },
    expired: {
      title: 'Dit voorstel is vervallen',
      paragraphs: ['Niemand heeft op tijd geantwoord. De afspraak blijft zoals die is.'],
    },
    otherwise: {
      title: 'Over dit voorstel kan niet meer worden beslist',
      paragraphs: [
        'De voorgestelde tijd is verstreken of de afspraak is intussen gewijzigd. De ' +
          'afspraak blijft zoals die nu is.',
      ],
    },
  },

  session: {
    title: (other) => `Uw afspraak met ${who(other)}`,
    booked: {
      host: (other) => `${Who(other)} heeft deze afspraak bij u geboekt.`,
      guest: (other) => `U hebt deze afspraak bij ${who(other)} geboekt.`,
    },
    yourAnswer: {
      'needs-action': 'U hebt nog niet geantwoord. Antwoord in uw agenda met Ja, Nee of Misschien.',
      accepted: 'U hebt Ja geantwoord.',
      tentative: 'U hebt Misschien geantwoord.',
      declined: 'U hebt Nee geantwoord.',
    },
    declineHeld:
      'De afspraak wordt binnenkort geannuleerd. In onze e-mail staat tot wanneer u die kunt ' +
      'behouden.',
    youAsked: (other) =>
      `U hebt een nieuwe tijd voorgesteld. ${Who(other)} heeft nog niet geantwoord.`,
    otherAsks: (other) =>
      `${Who(other)} stelt een nieuwe tijd voor. In onze e-mail staat de link om akkoord te gaan ` +
      'of het voorstel af te wijzen.',
    where: 'Waar',
    join: 'Deelnemen',
    about: 'Over deze afspraak',
    requestTime: 'Nieuwe tijd voorstellen',
    addToCalendar: 'Toevoegen aan uw agenda',
    addHint: 'Dit is alleen nodig als onze uitnodiging nog niet in uw agenda staat.',
    file: 'Agendabestand (.ics)',
    google: 'Google Agenda',
    outlook: 'Outlook',
  },
};

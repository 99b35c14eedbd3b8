import { Who, who } from '../../../mail/words/grammar/pl.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** Who decided, as a sentence that needs no past tense: that would tell a gender. */
const decided = (
  [verb, participle]: readonly [verb: string, participle: string],
  decidedBy: DecidedBy | 'you' | null,
  other: Other,
  organizer: string,
): string => {
  if (decidedBy === null) return `Nowy termin został ${participle}.`;
  if (decidedBy === 'you') return `Nowy termin został przez Ciebie ${participle}.`;
  return `${decidedBy === 'application' ? organizer : Who(other)} ${verb} nowy termin.`;
};

export const pl: NoticeWords = {
  layout: {
    questions: 'Pytania? Prosimy pisać na adres',
    isPrivate: 'Ta strona jest tylko dla Ciebie. Prosimy nie przekazywać jej adresu.',
    error: 'Błąd:',
  },

  label: {
    newTime: 'Nowy termin',
    presentTime: 'Obecny termin',
    youAskedFor: 'Twoja propozycja',
    takesPlace: 'Termin spotkania',
    takesPlaceNow: 'Aktualny termin spotkania',
    wasPlannedFor: 'Wcześniej planowany termin',
    isPlannedFor: 'Planowany termin spotkania',
    tookPlace: 'Termin spotkania',
  },

  unknown: {
    title: 'Nie znamy tego linku',
    paragraphs: [
      'Możliwe, że program pocztowy podzielił go na dwie części albo że nigdy nie był nasz.',
      'Prosimy otworzyć go z najnowszej wiadomości o spotkaniu lub skopiować cały adres.',
    ],
  },
  expired: {
    title: 'Ten link wygasł',
    paragraphs: [
      'Dla Twojego bezpieczeństwa linki w naszych wiadomościach działają tylko przez pewien czas.',
      'Możemy wysłać nowy na adres, dla którego powstał ten link.',
    ],
    button: 'Wyślij mi nowy link',
  },
  renewed: {
    title: 'Prosimy zajrzeć do skrzynki',
    paragraphs: [
      'Jeśli spotkanie jest nadal aktualne, nowy link jest już w drodze na adres, dla którego ' +
        'powstał poprzedni.',
      'Powinien dotrzeć w ciągu kilku minut. Prosimy zajrzeć też do folderu ze spamem.',
    ],
  },
  foreignForm: {
    title: 'Ten formularz pochodzi z innego miejsca',
    paragraphs: [
      'Dla Twojej ochrony przyjmujemy tylko formularze z naszych stron. Nic nie zostało zmienione.',
      'Prosimy ponownie otworzyć link z wiadomości i skorzystać ze strony, która się pojawi.',
    ],
  },
  tooMany: {
    title: 'Zbyt wiele prób',
    paragraphs: ['Prosimy odczekać minutę, a potem ponownie otworzyć link z wiadomości.'],
  },
  malformed: {
    title: 'Nie udało się odczytać tego formularza',
    paragraphs: ['Nic nie zostało zmienione. Prosimy ponownie otworzyć link z wiadomości.'],
  },
  wrongMethod: {
    title: 'Ta strona nie działa w ten sposób',
    paragraphs: ['Nic nie zostało zmienione. Prosimy ponownie otworzyć link z wiadomości.'],
  },
  trouble: {
    title: 'Coś nie działa po naszej stronie',
    paragraphs: [
      'Link jest w porządku. Prosimy spróbować ponownie za kilka minut.',
      'Nic nie przepadło: spotkanie i kalendarz pozostają bez zmian.',
    ],
  },

  cancelled: {
    title: 'To spotkanie zostało odwołane',
    paragraphs: ['Nie odbędzie się i niczego nie można już zmienić.'],
  },
  left: {
    title: 'Nie bierzesz już udziału w tym spotkaniu',
    paragraphs: ['Twoje miejsce zostało zwolnione, więc nie ma tu już nic do zrobienia.'],
  },
  over: {
    title: 'To spotkanie już się skończyło',
    paragraphs: ['Jego czas minął, więc niczego nie można już zmienić.'],
  },
  open: {
    title: 'To spotkanie nie jest zarezerwowane',
    paragraphs: ['Na razie nie ma z kim uzgodnić nowego terminu.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'Ta prośba jest już zaakceptowana',
      paragraphs: [
        `${decided(['akceptuje', 'zaakceptowany'], decidedBy, other, organizer)} ` +
          'Nic więcej nie trzeba robić.',
      ],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'Ta prośba jest już odrzucona',
      paragraphs: [
        `${decided(['odrzuca', 'odrzucony'], decidedBy, other, organizer)} ` +
          'Spotkanie pozostaje bez zmian.',
      ],
    }),
    superseded: {
      title: 'Ta prośba jest nieaktualna',
      paragraphs: [
        'Zastąpiła ją nowsza prośba lub inna zmiana, więc decyzja nie jest już możliwa.',
      ],
    },
    expired: {
      title: 'Ta prośba wygasła',
      paragraphs: ['Odpowiedź nie przyszła na czas. Spotkanie pozostaje bez zmian.'],
    },
    otherwise: {
      title: 'Decyzja w sprawie tej prośby nie jest już możliwa',
      paragraphs: [
        'Proponowany termin minął albo w spotkaniu zaszła inna zmiana. Obecny termin pozostaje ' +
          'w mocy.',
      ],
    },
  },

  session: {
    title: ({ name, role }) =>
      name === null
        ? `Twoje spotkanie z ${role === 'guest' ? 'gościem' : 'gospodarzem'}`
        : `Twoje spotkanie (${name})`,
    booked: {
      host: (other) => `${Who(other)} ma rezerwację na to spotkanie z Tobą.`,
      guest: ({ name }) =>
        name === null
          ? 'Masz rezerwację na to spotkanie z gospodarzem.'
          : `Masz rezerwację na to spotkanie. Gospodarz: ${name}.`,
    },
    yourAnswer: {
      'needs-action':
        'Nie mamy jeszcze Twojej odpowiedzi. Prosimy wybrać w kalendarzu „Tak”, „Nie” lub „Może”.',
      accepted: 'Twoja odpowiedź to „Tak”.',
      tentative: 'Twoja odpowiedź to „Może”.',
      declined: 'Twoja odpowiedź to „Nie”.',
    },
    declineHeld:
      'Spotkanie zostanie wkrótce odwołane. Nasza wiadomość podaje, do kiedy można je zachować.',
    youAsked: (other) =>
      `Twoja prośba o nowy termin czeka na odpowiedź. Teraz decyduje ${who(other)}.`,
    otherAsks: (other) =>
      `${Who(other)} prosi o nowy termin. W naszej wiadomości jest link, aby zaakceptować lub ` +
      'odrzucić tę prośbę.',
    where: 'Miejsce',
    join: 'Dołącz',
    about: 'O tym spotkaniu',
    requestTime: 'Poproś o nowy termin',
    addToCalendar: 'Dodaj do kalendarza',
    addHint: 'Potrzebne tylko wtedy, gdy w kalendarzu nie ma jeszcze naszego zaproszenia.',
    file: 'Plik kalendarza (.ics)',
    google: 'Kalendarz Google',
    outlook: 'Outlook',
  },
};

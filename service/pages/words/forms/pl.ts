import { count, minutesLong, Who, who } from '../../../mail/words/grammar/pl.ts';
import type { FormWords } from '../page-words.ts';

const asked = ['Twoja prośba jest w drodze. Napiszemy, gdy tylko przyjdzie odpowiedź.'];

export const pl: FormWords = {
  form: {
    pleaseCheck: 'Prosimy sprawdzić formularz',
    tooQuick: 'To było bardzo szybko. Prosimy przeczytać stronę i jeszcze raz wysłać formularz.',
    tooOld:
      'Ta strona była długo otwarta. Prosimy przeczytać ją ponownie i wysłać formularz ' +
      'jeszcze raz.',
    chooseOne: 'Prosimy wybrać jedną z dwóch możliwości.',
    send: 'Wyślij odpowiedź',
  },

  propose: {
    title: 'Prośba o nowy termin',
    lead: (other) =>
      `Prosimy wybrać dogodniejszy termin. ${Who(other)} dostanie od nas pytanie, czy pasuje.`,
    pending: (moment) => `Mamy już Twoją prośbę o termin: ${moment}. Nowa prośba ją zastąpi.`,
    isSuggested:
      'Nowy termin poniżej to podpowiedź z Twojej wiadomości. Prosimy go sprawdzić lub zmienić.',
    notice: (notice) => `Nowy termin może przypadać najwcześniej za ${notice}.`,
    pick: 'Nowy termin',
    pickOwn: 'Inna data i godzina',
    date: 'Nowa data',
    time: 'Godzina rozpoczęcia',
    zone: 'Strefa czasowa',
    zoneHint: 'Data i godzina powyżej dotyczą tej strefy.',
    ownZone: 'Twoja strefa',
    otherZones: 'Inne',
    length: 'Czas trwania',
    minutes: minutesLong,
    note: (other) => `Wiadomość, którą dostanie ${who(other)} (opcjonalnie)`,
    noteHint: 'Prosimy nie podawać adresów e-mail ani numerów telefonu.',
    send: 'Poproś o ten termin',
    after: (other) => `Nic się nie zmieni, dopóki ${who(other)} nie wyrazi zgody.`,
    mistake: {
      date: 'Prosimy podać datę, na przykład 2027-03-25.',
      time: 'Prosimy podać godzinę, na przykład 15:00.',
      noSuchTime:
        'Tego dnia w tej strefie nie ma takiej godziny, ponieważ zegary przechodzą do przodu. ' +
        'Prosimy wybrać inną.',
      zone: 'Prosimy wybrać strefę czasową z listy.',
      duration: 'Prosimy wybrać jeden z podanych czasów trwania.',
      noteTooLong: (limit) => `Prosimy skrócić wiadomość (limit znaków: ${limit}).`,
      inPast: 'Prosimy wybrać datę i godzinę w przyszłości.',
      tooSoon: (notice) => `Prosimy wybrać termin przypadający najwcześniej za ${notice}.`,
      unchanged: 'Spotkanie ma już ten termin. Prosimy wybrać inny.',
    },
    asked: (other) => ({
      title: `${Who(other)} dostaje od nas pytanie`,
      paragraphs: [...asked, `Dopóki ${who(other)} nie wyrazi zgody, obowiązuje obecny termin.`],
    }),
    askedAlready: (other) => ({
      title: `${Who(other)} ma już od nas to pytanie`,
      paragraphs: [...asked, `Dopóki ${who(other)} nie wyrazi zgody, obowiązuje obecny termin.`],
    }),
    enoughToday: (other) => ({
      title: 'Na dziś wystarczy',
      paragraphs: [
        `Mamy dziś od Ciebie wiele próśb o nowy termin, więc ${who(other)} tej już nie dostanie.`,
        'Prosimy spróbować jutro. Do tego czasu wszystko pozostaje bez zmian.',
      ],
    }),
    movedOn: {
      title: 'Teraz nie można poprosić o nowy termin',
      paragraphs: ['W spotkaniu zaszła zmiana. Oto jego aktualny stan:'],
    },
  },
  // In the accusative, as "za" wants it.
  span: (minutes) => {
    if (minutes % 1440 === 0) return count(minutes / 1440, ['dzień', 'dni', 'dni']);
    if (minutes % 60 === 0) return count(minutes / 60, ['godzinę', 'godziny', 'godzin']);
    return count(minutes, ['minutę', 'minuty', 'minut']);
  },

  decide: {
    title: 'Przenieść na nowy termin?',
    lead: (other) => `${Who(other)} prosi o przeniesienie spotkania.`,
    otherWrites: (other) => `${Who(other)} pisze:`,
    question: 'Który termin wybrać?',
    approve: {
      label: 'Akceptuję nowy termin',
      hint: 'Spotkanie zostanie przeniesione, a oba kalendarze zaktualizujemy.',
    },
    decline: (other) => ({
      label: 'Zostaję przy obecnym terminie',
      hint: `Nic się nie zmieni, a ${who(other)} dostanie od nas wiadomość.`,
    }),
    approved: (other) => ({
      title: 'Spotkanie ma nowy termin',
      paragraphs: [
        `Prośba została przez Ciebie zaakceptowana. Ty i ${who(other)} dostaniecie ` +
          'zaktualizowane zaproszenia.',
      ],
    }),
    declined: (other) => ({
      title: 'Spotkanie pozostaje bez zmian',
      paragraphs: [
        `Prośba została przez Ciebie odrzucona. ${Who(other)} dostaje od nas wiadomość.`,
      ],
    }),
  },
  keep: {
    title: 'Zachować spotkanie?',
    lead:
      'Twoja odpowiedź to „Nie”, ale spotkanie nie jest jeszcze odwołane. Można je więc ' +
      'zachować.',
    question: 'Co ma się stać?',
    keep: { label: 'Zachowuję spotkanie', hint: 'Rezygnacja zostanie cofnięta.' },
    leave: { label: 'Zostaję przy „Nie”', hint: 'Spotkanie zostanie wkrótce odwołane.' },
    kept: {
      title: 'Spotkanie jest zachowane',
      paragraphs: ['Twoja rezygnacja została cofnięta. Nic więcej nie trzeba robić.'],
    },
    left: {
      title: 'Twoja odpowiedź to nadal „Nie”',
      paragraphs: ['Spotkanie zostanie wkrótce odwołane. Nic więcej nie trzeba robić.'],
    },
    nothingHeld: {
      title: 'Spotkanie się odbędzie',
      paragraphs: ['Nie ma rezygnacji do cofnięcia. Nic więcej nie trzeba robić.'],
    },
  },

  confirm: {
    title: 'Czy to od Ciebie?',
    answered: {
      accepted:
        'W Twoim imieniu przyszedł e-mail z odpowiedzią „Tak” na zaproszenie na to spotkanie.',
      tentative:
        'W Twoim imieniu przyszedł e-mail z odpowiedzią „Może” na zaproszenie na to spotkanie.',
      declined:
        'W Twoim imieniu przyszedł e-mail z odpowiedzią „Nie” na zaproszenie na to spotkanie.',
    },
    saidSomething: 'W Twoim imieniu przyszedł e-mail dotyczący tego spotkania.',
    wished: 'W Twoim imieniu przyszedł e-mail z prośbą o inny termin.',
    notAuthenticated:
      'Nie mamy pewności, że naprawdę pochodzi od Ciebie. Będzie ważny po Twoim potwierdzeniu.',
    otherAddress:
      'Przyszedł z innego adresu niż ten, który znamy. Będzie ważny po Twoim potwierdzeniu.',
    alias: (address) =>
      `To odpowiedź w imieniu adresu ${address}, a znamy inny Twój adres. Prosimy potwierdzić ` +
      'tylko wtedy, gdy ten adres też należy do Ciebie: odpowiedź będzie wtedy ważna, a adres ' +
      'zapamiętamy.',
    cameWithWords: 'Treść wiadomości:',
    question: 'Czy to od Ciebie?',
    yes: { label: 'Tak, to ode mnie', hint: 'Wtedy wiadomość jest ważna.' },
    no: { label: 'Nie, to nie ode mnie', hint: 'Wtedy nic się nie zmieni.' },
    denied: {
      title: 'Nic nie zostało zmienione',
      paragraphs: ['Dziękujemy za informację. Tej wiadomości nie bierzemy pod uwagę.'],
    },
    accepted: {
      title: 'Twoja odpowiedź to „Tak”',
      paragraphs: ['Dziękujemy. Odpowiedź jest zapisana; nic więcej nie trzeba robić.'],
    },
    tentative: {
      title: 'Twoja odpowiedź to „Może”',
      paragraphs: ['Dziękujemy. Odpowiedź jest zapisana; nic więcej nie trzeba robić.'],
    },
    declined: (other) => ({
      title: 'Twoja odpowiedź to „Nie”',
      paragraphs: [
        `${Who(other)} dostaje od nas wiadomość. Nic nie zostało odwołane; spotkanie jest nadal ` +
          'aktualne.',
      ],
    }),
    declinedAsHost: (other) => ({
      title: 'Spotkanie jest odwołane',
      paragraphs: [
        'Twoja odpowiedź to „Nie”, więc spotkanie jest odwołane. ' +
          `${Who(other)} dostaje od nas wiadomość.`,
      ],
    }),
    declinedAsGuest: (other) => ({
      title: 'Twoja rezerwacja jest anulowana',
      paragraphs: [
        'Twoja odpowiedź to „Nie”, więc miejsce jest znów wolne. ' +
          `${Who(other)} dostaje od nas wiadomość.`,
      ],
    }),
    declineHeld: {
      title: 'Rezygnujesz ze spotkania',
      paragraphs: [
        'Zostanie ono wkrótce odwołane. Nasza wiadomość podaje, do kiedy można je zachować.',
      ],
    },
    timeNotUsable: {
      title: 'Nie udało się użyć tego nowego terminu',
      paragraphs: ['Wysyłamy Ci e-mail z linkiem do strony, na której można wybrać termin.'],
    },
    nothingWaits: {
      title: 'Nie ma już nic do potwierdzenia',
      paragraphs: [
        'Sprawa rozstrzygnęła się już inaczej. Aktualny stan podają kalendarz i nasza najnowsza ' +
          'wiadomość.',
      ],
    },
    already: {
      title: 'To jest już potwierdzone',
      paragraphs: ['Nic więcej nie trzeba robić.'],
    },
    known: {
      title: 'Mamy już tę odpowiedź',
      paragraphs: ['Jest już zapisana, więc nic więcej nie trzeba robić.'],
    },
    answeredAgain: {
      title: 'Mamy już nowszą odpowiedź od Ciebie',
      paragraphs: [
        'To ona jest ważna. Aby ją zmienić, prosimy jeszcze raz odpowiedzieć na zaproszenie ' +
          'w kalendarzu.',
      ],
    },
    movedOn: {
      title: 'Spotkanie się od tego czasu zmieniło',
      paragraphs: [
        'Potwierdzenie dotyczyło wcześniejszego planu. Prosimy odpowiedzieć na nasze najnowsze ' +
          'zaproszenie.',
      ],
    },
    sameTime: {
      title: 'Spotkanie ma już ten termin',
      paragraphs: ['Termin, o który prosisz, już obowiązuje, więc nic nie trzeba robić.'],
    },
    askedAlready: { title: 'Prośba o ten termin jest już wysłana', paragraphs: asked },
  },
};

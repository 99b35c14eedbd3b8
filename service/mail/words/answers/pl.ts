import { quoted, Who, who } from '../grammar/pl.ts';
import type { AnswerWords } from '../mail-words.ts';

export const pl: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${session} — Gościa nie będzie`,
    preheader: ({ other }) => `${Who(other)} nie ma już rezerwacji. Termin jest znów wolny.`,
    heading: ({ other }) => `${Who(other)} nie weźmie udziału w spotkaniu`,
    by: {
      other: ({ other, session }) => `${Who(other)} rezygnuje ze spotkania ${quoted(session)}.`,
      application: ({ organizer, other, session }) =>
        `${organizer} anuluje rezerwację: ${who(other)} nie bierze już udziału w spotkaniu ` +
        `${quoted(session)}.`,
    },
    openAgain:
      'Termin jest znów wolny, a wydarzenie zostaje w kalendarzu. Gdy zarezerwuje go ktoś inny, ' +
      'przyjdzie zaktualizowane zaproszenie.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${session} — Twoja rezygnacja`,
    heading: {
      host: ({ title }) => `Spotkanie ${quoted(title)} jest odwołane`,
      guest: () => 'Twoja rezerwacja jest anulowana',
    },
    lead: {
      host: ({ other, title }) =>
        `Twoja odpowiedź to „Nie”, więc spotkanie ${quoted(title)} jest odwołane. ` +
        `${Who(other)} dostanie od nas wiadomość.`,
      guest: ({ other }) =>
        'Twoja odpowiedź to „Nie”, więc rezerwacja jest anulowana. ' +
        `${Who(other)} dostanie od nas wiadomość.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${session} — Twoja odpowiedź: Nie`,
    preheader: 'Czy na pewno? Spotkanie można jeszcze zachować.',
    heading: 'Twoja odpowiedź to „Nie”',
    lead: ({ title }) =>
      `To rezygnacja ze spotkania ${quoted(title)}. Wkrótce zostanie ono odwołane.`,
    deadline: (_, moment) => `Ostatni moment na zmianę decyzji: ${moment}.`,
    choice: 'Jeśli tak ma być, nic nie trzeba robić. Jeśli nie, spotkanie można zachować:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${session} — ${Who(other)} odpowiada „Nie”`,
    preheader: 'Nic nie zostało odwołane.',
    heading: ({ other }) => `${Who(other)} odpowiada „Nie”`,
    lead: ({ other, session }) =>
      `${Who(other)} odpowiada „Nie” na zaproszenie na spotkanie ${quoted(session)}. Nic nie ` +
      'zostało odwołane: spotkanie jest nadal aktualne.',
  },
  proposalToDecide: {
    subject: ({ session }) => `${session} — Zaakceptować nowy termin?`,
    preheader: ({ other }, when) => `${Who(other)} prosi o termin: ${when}.`,
    heading: ({ other }) => `${Who(other)} prosi o nowy termin`,
    lead: ({ other, session }) =>
      `${Who(other)} prosi o przeniesienie spotkania ${quoted(session)}.`,
    deadline: (_, moment) =>
      `Ostatni moment na decyzję: ${moment}. Do tego czasu nic się nie zmienia.`,
  },
  proposalSent: {
    subject: ({ session }) => `${session} — Propozycja terminu wysłana`,
    preheader: ({ other }) =>
      `${Who(other)} dostaje Twoją prośbę. Do czasu odpowiedzi nic się nie zmienia.`,
    heading: ({ other }) => `${Who(other)} dostaje Twoją prośbę`,
    lead: ({ other, session }) =>
      `Twoja prośba o przeniesienie spotkania ${quoted(session)} jest wysłana. ` +
      `${Who(other)} dostaje ją od nas.`,
    after:
      'Jeśli nowy termin zostanie zaakceptowany, przyjdzie zaktualizowane zaproszenie. ' +
      'Niezależnie od decyzji damy znać.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${session} — Nowy termin odrzucony`,
    heading: 'Nowy termin został odrzucony',
    by: {
      other: ({ other }) => `${Who(other)} nie przyjmuje Twojej propozycji nowego terminu.`,
      application: ({ organizer }) => `${organizer} odrzuca Twoją propozycję nowego terminu.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${session} — Brak odpowiedzi na propozycję terminu`,
    heading: 'Brak odpowiedzi na Twoją propozycję terminu',
    lead: ({ other }) =>
      `Czas na odpowiedź minął, a ${who(other)} nie daje znać, więc Twoja prośba wygasła.`,
  },
  askAgain: 'O inny termin można poprosić w każdej chwili:',
  stays: 'Spotkanie pozostaje bez zmian.',
  counterNotUnderstood: {
    subject: ({ session }) => `${session} — Prosimy wybrać nowy termin tutaj`,
    preheader: 'Nie udało się użyć nowego terminu wysłanego z kalendarza.',
    heading: 'Nie udało się użyć tego nowego terminu',
    lead: ({ title }) =>
      `Z Twojego kalendarza przyszła propozycja nowego terminu spotkania ${quoted(title)}.`,
    problem: {
      'not-understood': 'Nie udało się rozpoznać, o jaki termin chodzi.',
      'not-taken': 'Tutaj nie można proponować nowych terminów z kalendarza.',
      'start-in-past': 'Ten termin już minął.',
      'too-short-notice': 'Do tego terminu jest zbyt mało czasu.',
      'duration-not-allowed': 'To spotkanie nie może mieć takiego czasu trwania.',
      'too-many-proposals': 'Dzisiaj przyszło już od Ciebie wiele propozycji nowych terminów.',
    },
    choose: 'Prosimy wybrać odpowiedni termin na tej stronie:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) => `${session} — ${Who(other)} nie dostaje naszych e-maili`,
    preheader: 'Spotkanie jest nadal aktualne.',
    heading: ({ other }) => `${Who(other)} nie dostaje naszych e-maili`,
    lead: ({ other, session }) =>
      `E-mail o spotkaniu ${quoted(session)} wrócił do nas: ${who(other)} go nie dostaje. ` +
      `Spotkanie jest nadal aktualne, ale ${who(other)} może nie wiedzieć o ostatniej zmianie.`,
    anotherWay: () => 'Jeśli możliwy jest inny kontakt z tą osobą, prosimy z niego skorzystać.',
  },
  freshLink: {
    subject: ({ session }) => `${session} — Twój nowy link`,
    preheader: 'Oto nowy link, zgodnie z Twoją prośbą.',
    heading: 'Oto Twój nowy link',
    lead: ({ title }) => `Tutaj można poprosić o inny termin spotkania ${quoted(title)}:`,
    notYou: 'Jeśli prośba o ten link nie pochodzi od Ciebie, można zignorować tę wiadomość.',
  },
  humanAnswer: {
    subject: ({ session }) => `${session} — W sprawie Twojej wiadomości`,
    preheader: 'Aby poprosić o inny termin, prosimy użyć własnego linku.',
    preheaderOfTime: (_, moment) => `Czy chodzi o ten nowy termin: ${moment}?`,
    heading: 'Dziękujemy za wiadomość',
    lead: ({ other, session }) =>
      `Ta skrzynka obsługuje kalendarz spotkania ${quoted(session)}. To program, więc nie może ` +
      `spełnić próśb z Twojej wiadomości, a ${who(other)} jej nie dostaje.`,
    useLink:
      'Aby poprosić o inny termin, prosimy użyć własnego linku. Aby przyjąć zaproszenie lub ' +
      'zrezygnować, prosimy odpowiedzieć „Tak” lub „Nie” w kalendarzu.',
    suggestion: (_, moment) =>
      `W Twojej wiadomości jest mowa o tym terminie: ${moment}. Czy to ma być nowy termin?`,
    after: ({ other }) =>
      `Strona pokaże ten termin jeszcze raz, zanim ${who(other)} dostanie od nas pytanie. Aby ` +
      'przyjąć zaproszenie lub zrezygnować, prosimy odpowiedzieć „Tak” lub „Nie” w kalendarzu.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${session} — Czy to od Ciebie?`,
    preheader: 'Przyszła wiadomość w Twoim imieniu. Bez potwierdzenia nic się nie zmieni.',
    heading: 'Czy to od Ciebie?',
    answered: {
      accepted: ({ title }) =>
        `W Twoim imieniu przyszedł e-mail z odpowiedzią „Tak” na zaproszenie na spotkanie ` +
        `${quoted(title)}.`,
      tentative: ({ title }) =>
        `W Twoim imieniu przyszedł e-mail z odpowiedzią „Może” na zaproszenie na spotkanie ` +
        `${quoted(title)}.`,
      declined: ({ title }) =>
        `W Twoim imieniu przyszedł e-mail z odpowiedzią „Nie” na zaproszenie na spotkanie ` +
        `${quoted(title)}.`,
    },
    saidSomething: ({ title }) =>
      `W Twoim imieniu przyszedł e-mail dotyczący spotkania ${quoted(title)}.`,
    wished: ({ title }) =>
      `W Twoim imieniu przyszedł e-mail z prośbą o inny termin spotkania ${quoted(title)}.`,
    because: {
      'other-address':
        'Przyszedł z innego adresu niż ten, który znamy, lub dotyczy innego adresu, dlatego ' +
        'najpierw pytamy.',
      'not-authenticated':
        'Nie mamy pewności, że naprawdę pochodzi od Ciebie, dlatego najpierw pytamy.',
    },
    timeNotUnderstood: 'Nie udało się rozpoznać, o jaki termin chodzi.',
    press: 'Jeśli to Twój e-mail, prosimy potwierdzić go na tej stronie – wtedy będzie ważny.',
    until: (_, moment) => `Ostatni moment na potwierdzenie: ${moment}.`,
    notYou: 'Jeśli to nie Twój e-mail, nic nie trzeba robić: wtedy nic się nie zmieni.',
  },
};

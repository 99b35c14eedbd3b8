import { minutesLong, quoted, Who, who } from '../grammar/pl.ts';
import type { SessionWords } from '../mail-words.ts';

export const pl: SessionWords = {
  time: {
    length: minutesLong,
    utcForUnknown: 'UTC, ponieważ nie znamy Twojej strefy czasowej',
    zoneForUnknown: (zone) =>
      `${zone}. Nie znamy Twojej strefy czasowej, więc podajemy strefę spotkania.`,
    endingIn: (start, end) => `${start}, na koniec ${end}`,
    forOther: ({ name, role }, hours, offset) =>
      name === null
        ? `Czas ${role === 'guest' ? 'gościa' : 'gospodarza'}: ${hours} (${offset})`
        : `Czas po drugiej stronie (${name}): ${hours} (${offset})`,
    comma: ', ',
  },

  title: (session, firstName) => `${session} (${firstName})`,
  greeting: (name) => (name === '' ? 'Dzień dobry!' : `Dzień dobry, ${name}!`),
  privacy: ({ other }) => `Ani Ty, ani ${who(other)} nie widzicie adresu e-mail drugiej osoby.`,
  colon: ':',
  questions: 'Pytania?',
  seeSession: 'Zobacz aktualny stan spotkania',

  label: {
    when: 'Termin',
    was: 'Wcześniej',
    now: 'Teraz',
    proposed: 'Propozycja',
    youAskedFor: 'Twoja propozycja',
    itStays: 'Bez zmian',
    untilThen: 'Do tego czasu',
    plannedFor: 'Planowany termin',
    newTimeAsked: 'Proponowany nowy termin',
    where: 'Miejsce',
    join: 'Dołącz',
    reason: 'Podany powód',
    youWrote: 'Twoja wiadomość',
    otherWrote: ({ other }) => `${Who(other)} pisze`,
    cameWithWords: 'Treść wiadomości',
  },

  button: {
    requestTime: 'Poproś o nowy termin',
    approve: 'Zaakceptuj nowy termin',
    decline: 'Odrzuć',
    keep: 'Zachowaj spotkanie',
    confirm: 'Tak, to ode mnie',
    askForThis: 'Poproś o ten termin',
    chooseAnother: 'Wybierz inny termin',
  },

  invitation: {
    subject: ({ session }) => `${session} — Zaproszenie`,
    preheader: ({ when }) => `${when}. Prosimy o odpowiedź „Tak”, „Nie” lub „Może” w kalendarzu.`,
    lead: ({ title }) => `Spotkanie ${quoted(title)} jest zarezerwowane.`,
    answer:
      'Prosimy o odpowiedź „Tak”, „Nie” lub „Może” w kalendarzu, jak przy każdym zaproszeniu.',
    another: ({ other }, isByCalendar) =>
      `Jeśli ten termin nie pasuje, można poprosić o inny: ${who(other)} dostanie tę prośbę.${
        isByCalendar
          ? ' Nowy termin można też zaproponować w kalendarzu, jeśli ma taką funkcję.'
          : ''
      }`,
  },
  update: {
    subject: ({ session }) => `${session} — Nowy termin`,
    preheader: ({ when }) => `Teraz: ${when}. Prosimy o ponowną odpowiedź w kalendarzu.`,
    heading: ({ title }) => `Spotkanie ${quoted(title)} ma nowy termin`,
    moved: ({ title }) => `Spotkanie ${quoted(title)} zostało przeniesione.`,
    otherApproved: ({ other, session }) =>
      `${Who(other)} akceptuje Twoją propozycję nowego terminu, więc spotkanie ` +
      `${quoted(session)} zostało przeniesione.`,
    youApproved: ({ title }) =>
      `Nowy termin ma Twoją akceptację, więc spotkanie ${quoted(title)} zostało przeniesione.`,
    applicationApproved: ({ organizer, title }) =>
      `${organizer} akceptuje Twoją propozycję nowego terminu, więc spotkanie ` +
      `${quoted(title)} zostało przeniesione.`,
    calendarFollows: 'Wydarzenie w kalendarzu przesuwa się razem z nim.',
  },
  details: {
    subject: ({ session }) => `${session} — Aktualne informacje`,
    preheader: ({ when }) =>
      `${when}. Ta wiadomość zastępuje wszystkie wcześniejsze zaproszenia na to spotkanie.`,
    lead: ({ title }) =>
      `Oto aktualne informacje o spotkaniu ${quoted(title)}. Ta wiadomość zastępuje wszystkie ` +
      'wcześniejsze zaproszenia na nie.',
  },
  cancellation: {
    subject: ({ session }) => `${session} — Spotkanie odwołane`,
    preheader: ({ when }) => `To spotkanie się nie odbędzie: ${when}.`,
    heading: ({ title }) => `Spotkanie ${quoted(title)} jest odwołane`,
    by: {
      reader: ({ title }) =>
        `Twoja odpowiedź to „Nie”, więc spotkanie ${quoted(title)} się nie odbędzie.`,
      other: ({ other, session }) => `${Who(other)} odwołuje spotkanie ${quoted(session)}.`,
      application: ({ organizer, title }) => `${organizer} odwołuje spotkanie ${quoted(title)}.`,
      unknown: ({ title }) => `Spotkanie ${quoted(title)} się nie odbędzie.`,
    },
    calendarFollows:
      'Nic nie trzeba robić. Wydarzenie zniknie z kalendarza lub zostanie oznaczone jako odwołane.',
  },
  reminder: {
    subject: ({ session }) => `${session} — Przypomnienie`,
    preheader: ({ when }) => `Termin spotkania: ${when}.`,
    heading: ({ title }) => `Już wkrótce: ${title}`,
    lead: ({ title }) => `Przypominamy o spotkaniu ${quoted(title)}.`,
    unanswered:
      'Nie mamy jeszcze Twojej odpowiedzi. Prosimy wybrać w kalendarzu „Tak”, „Nie” lub „Może”.',
  },
  answerReminder: {
    subject: ({ session }) => `${session} — Prosimy o odpowiedź`,
    heading: ({ title }) => `Czekamy na odpowiedź: ${title}`,
    lead: ({ title }) => `Zaproszono Cię na spotkanie ${quoted(title)}.`,
  },

  entry: {
    lead: ({ session, other }) => `${session}: Ty i ${who(other)}.`,
    join: (_, url) => `Dołącz: ${url}`,
    anotherTime: ({ other }) =>
      `Potrzebny inny termin? ${Who(other)} dostanie prośbę wysłaną tutaj:`,
    cancelled: ({ title }) => `Spotkanie ${quoted(title)} się nie odbędzie.`,
    reason: (_, reason) => `Podany powód: ${reason}`,
  },
};

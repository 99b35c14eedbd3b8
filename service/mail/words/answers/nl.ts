import { Who, who } from '../grammar/nl.ts';
import type { AnswerWords } from '../mail-words.ts';

export const nl: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${session} — Gast neemt niet meer deel`,
    preheader: ({ other }) => `${Who(other)} is niet meer aangemeld. De tijd is weer vrij.`,
    heading: ({ other }) => `${Who(other)} neemt niet meer deel`,
    by: {
      other: ({ other, session }) =>
        `${Who(other)} heeft zich afgemeld voor uw afspraak “${session}”.`,
      application: ({ organizer, other, session }) =>
        `${organizer} heeft ${who(other)} afgemeld voor uw afspraak “${session}”.`,
    },
    openAgain:
      'De tijd is weer vrij en de afspraak blijft in uw agenda staan. Zodra iemand anders ' +
      'boekt, krijgt u een bijgewerkte uitnodiging.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${session} — U hebt afgezegd`,
    heading: {
      host: ({ title }) => `“${title}” is geannuleerd`,
      guest: () => 'U bent niet meer aangemeld',
    },
    lead: {
      host: ({ other, title }) =>
        `U hebt afgezegd, dus uw afspraak “${title}” gaat niet door. We laten het ${who(other)} ` +
        'weten.',
      guest: ({ other }) =>
        `U hebt afgezegd, dus u bent niet meer aangemeld. We laten het ${who(other)} weten.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${session} — U hebt Nee geantwoord`,
    preheader: 'Was dat de bedoeling? U kunt uw afspraak nog behouden.',
    heading: 'U hebt Nee geantwoord',
    lead: ({ title }) =>
      `U hebt uw afspraak “${title}” afgewezen. De afspraak wordt binnenkort geannuleerd.`,
    deadline: (_, moment) => `U kunt zich nog bedenken tot ${moment}.`,
    choice:
      'Was dit de bedoeling? Dan hoeft u niets te doen. Zo niet, dan kunt u uw afspraak behouden:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${session} — ${Who(other)} heeft Nee geantwoord`,
    preheader: 'Er is niets geannuleerd.',
    heading: ({ other }) => `${Who(other)} heeft Nee geantwoord`,
    lead: ({ other, session }) =>
      `${Who(other)} heeft Nee geantwoord op de uitnodiging voor uw afspraak “${session}”. ` +
      'Er is niets geannuleerd: de afspraak blijft staan.',
  },
  proposalToDecide: {
    subject: ({ session }) => `Akkoord met nieuwe tijd voor “${session}”?`,
    preheader: ({ other }, when) => `Voorstel van ${who(other)}: ${when}.`,
    heading: ({ other }) => `${Who(other)} stelt een nieuwe tijd voor`,
    lead: ({ other, session }) => `${Who(other)} wil uw afspraak “${session}” graag verzetten.`,
    deadline: (_, moment) => `Graag uw beslissing vóór ${moment}. Tot die tijd verandert er niets.`,
  },
  proposalSent: {
    subject: ({ session }) => `${session} — Uw voorstel is doorgegeven`,
    preheader: ({ other }) =>
      `We hebben het aan ${who(other)} gevraagd. Tot er antwoord is, verandert er niets.`,
    heading: ({ other }) => `We hebben het aan ${who(other)} gevraagd`,
    lead: ({ other, session }) =>
      `U wilt uw afspraak “${session}” verzetten. We hebben uw voorstel doorgegeven aan ` +
      `${who(other)}.`,
    after: 'Bij akkoord krijgt u een bijgewerkte uitnodiging. We laten het u hoe dan ook weten.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${session} — Nieuwe tijd afgewezen`,
    heading: 'De nieuwe tijd is afgewezen',
    by: {
      other: ({ other }) => `De tijd die u voorstelde, komt ${who(other)} niet uit.`,
      application: ({ organizer }) => `${organizer} heeft de tijd die u voorstelde afgewezen.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${session} — Geen antwoord op uw voorstel`,
    heading: 'Geen antwoord op uw voorstel',
    lead: ({ other }) =>
      `${Who(other)} heeft niet op tijd geantwoord. Uw voorstel is daarmee vervallen.`,
  },
  askAgain: 'U kunt altijd een andere tijd voorstellen:',
  stays: 'Uw afspraak blijft zoals die was.',
  counterNotUnderstood: {
    subject: ({ session }) => `${session} — Kies hier de nieuwe tijd`,
    preheader: 'De nieuwe tijd uit uw agenda konden we niet gebruiken.',
    heading: 'Die nieuwe tijd konden we niet gebruiken',
    lead: ({ title }) =>
      `Vanuit uw agenda is een nieuwe tijd voorgesteld voor uw afspraak “${title}”.`,
    problem: {
      'not-understood': 'We konden niet opmaken welke tijd er is bedoeld.',
      'not-taken': 'Nieuwe tijden kunt u hier niet vanuit een agenda voorstellen.',
      'start-in-past': 'Die tijd ligt in het verleden.',
      'too-short-notice': 'Dat is te kort dag.',
      'duration-not-allowed': 'Die duur is voor deze afspraak niet mogelijk.',
      'too-many-proposals': 'U hebt vandaag al veel nieuwe tijden voorgesteld.',
    },
    choose: 'Kies op deze pagina de tijd die u wilt voorstellen:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) =>
      `${session} — We kunnen ${who(other)} niet per e-mail bereiken`,
    preheader: 'De afspraak blijft staan.',
    heading: ({ other }) => `We kunnen ${who(other)} niet per e-mail bereiken`,
    lead: ({ other, session }) =>
      `Een e-mail over uw afspraak “${session}” kwam terug en heeft ${who(other)} niet bereikt. ` +
      `De afspraak blijft staan, maar ${who(other)} weet misschien niets van de laatste ` +
      'wijziging.',
    anotherWay: ({ other }) =>
      `Kunt u ${who(other)} op een andere manier bereiken? Doe dat dan alstublieft.`,
  },
  freshLink: {
    subject: ({ session }) => `${session} — Uw nieuwe link`,
    preheader: 'Hier is de nieuwe link die u hebt aangevraagd.',
    heading: 'Hier is uw nieuwe link',
    lead: ({ title }) => `Hier kunt u een andere tijd voorstellen voor uw afspraak “${title}”:`,
    notYou: 'Hebt u deze link niet aangevraagd? Dan kunt u deze e-mail negeren.',
  },
  humanAnswer: {
    subject: ({ session }) => `${session} — Over uw bericht`,
    preheader: 'Gebruik uw eigen link om een andere tijd voor te stellen.',
    preheaderOfTime: (_, moment) => `Wilt u deze tijd voorstellen: ${moment}?`,
    heading: 'Bedankt voor uw bericht',
    lead: ({ other, session }) =>
      `Achter deze mailbox zit een programma dat de agenda van uw afspraak “${session}” ` +
      `bijhoudt. Het kan niets doen met wat u schreef, en ${who(other)} heeft uw bericht niet ` +
      'ontvangen.',
    useLink:
      'Gebruik uw eigen link om een andere tijd voor te stellen. Wilt u toezeggen of afzeggen? ' +
      'Antwoord dan Ja of Nee in uw agenda.',
    suggestion: (_, moment) =>
      `Uw bericht gaat over ${moment}. Is dat de nieuwe tijd die u wilt voorstellen?`,
    after: ({ other }) =>
      `De pagina laat u de tijd nog eens zien voordat we het aan ${who(other)} vragen. Wilt u ` +
      'toezeggen of afzeggen? Antwoord dan Ja of Nee in uw agenda.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${session} — Komt dit van u?`,
    preheader: 'Er kwam uit uw naam iets binnen. Zonder uw bevestiging verandert er niets.',
    heading: 'Komt dit van u?',
    answered: {
      accepted: ({ title }) => `Een e-mail uit uw naam accepteert uw afspraak “${title}”.`,
      tentative: ({ title }) =>
        `Een e-mail uit uw naam antwoordt “Misschien” op uw afspraak “${title}”.`,
      declined: ({ title }) => `Een e-mail uit uw naam zegt uw afspraak “${title}” af.`,
    },
    saidSomething: ({ title }) => `Een e-mail uit uw naam gaat over uw afspraak “${title}”.`,
    wished: ({ title }) =>
      `Een e-mail uit uw naam vraagt om een andere tijd voor uw afspraak “${title}”.`,
    because: {
      'other-address':
        'De e-mail komt niet van het adres dat we van u kennen, of geldt voor een ander adres. ' +
        'Daarom vragen we het u eerst.',
      'not-authenticated':
        'We weten niet zeker of de e-mail echt van u komt. Daarom vragen we het u eerst.',
    },
    timeNotUnderstood: 'We konden niet opmaken om welke tijd het gaat.',
    press: 'Komt de e-mail van u? Bevestig dat dan op deze pagina, dan telt de e-mail mee.',
    until: (_, moment) => `De pagina werkt tot ${moment}.`,
    notYou: 'Komt de e-mail niet van u? Dan hoeft u niets te doen en verandert er niets.',
  },
};

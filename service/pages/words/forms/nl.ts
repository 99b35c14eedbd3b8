import { Who, who } from '../../../mail/words/grammar/nl.ts';
import type { FormWords } from '../page-words.ts';

const count = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;

const asked = ['Uw voorstel is onderweg. U krijgt een e-mail zodra er antwoord is.'];

export const nl: FormWords = {
  form: {
    pleaseCheck: 'Controleer uw antwoord',
    tooQuick: 'Dat ging heel snel. Lees de pagina en verstuur het formulier dan nog een keer.',
    tooOld:
      'Deze pagina stond lang open. Lees de pagina nog eens en verstuur het formulier dan opnieuw.',
    chooseOne: 'Kies een van de twee.',
    send: 'Antwoord versturen',
  },

  propose: {
    title: 'Nieuwe tijd voorstellen',
    lead: (other) => `Kies een tijd die u beter uitkomt. We vragen ${who(other)} of dat schikt.`,
    pending: (moment) =>
      `U hebt al een tijd voorgesteld: ${moment}. Een nieuw voorstel komt daarvoor in de plaats.`,
    isSuggested:
      'De nieuwe tijd hieronder hebben we uit uw e-mail gehaald. Controleer deze tijd of kies ' +
      'een andere.',
    notice: (notice) => `De nieuwe tijd moet minstens ${notice} in de toekomst liggen.`,
    pick: 'Nieuwe tijd',
    pickOwn: 'Andere datum en tijd',
    date: 'Nieuwe datum',
    time: 'Begintijd',
    zone: 'Tijdzone',
    zoneHint: 'De datum en tijd hierboven gelden in deze tijdzone.',
    ownZone: 'Uw tijdzone',
    otherZones: 'Overige',
    length: 'Duur',
    minutes: (minutes) => count(minutes, 'minuut', 'minuten'),
    note: (other) => `Bericht aan ${who(other)} (optioneel)`,
    noteHint: 'Vermeld alstublieft geen e-mailadressen of telefoonnummers.',
    send: 'Deze tijd voorstellen',
    after: (other) => `Er verandert niets totdat ${who(other)} akkoord gaat.`,
    mistake: {
      date: 'Vul een datum in, bijvoorbeeld 2027-03-25.',
      time: 'Vul een tijd in, bijvoorbeeld 15:00.',
      noSuchTime:
        'Deze tijd bestaat op die dag niet in die tijdzone, omdat de klok vooruitgaat. Kies een ' +
        'andere.',
      zone: 'Kies een tijdzone uit de lijst.',
      duration: 'Kies een duur uit de aangeboden mogelijkheden.',
      noteTooLong: (limit) => `Kort uw bericht in tot ${limit} tekens.`,
      inPast: 'Kies een datum en tijd in de toekomst.',
      tooSoon: (notice) => `Kies een tijd die minstens ${notice} in de toekomst ligt.`,
      unchanged: 'De afspraak staat al op deze tijd. Kies een andere.',
    },
    asked: (other) => ({
      title: `We vragen het aan ${who(other)}`,
      paragraphs: [...asked, `Totdat ${who(other)} akkoord gaat, geldt de huidige tijd.`],
    }),
    askedAlready: (other) => ({
      title: `We hebben het al aan ${who(other)} gevraagd`,
      paragraphs: [...asked, `Totdat ${who(other)} akkoord gaat, geldt de huidige tijd.`],
    }),
    enoughToday: (other) => ({
      title: 'De grens voor vandaag is bereikt',
      paragraphs: [
        'U hebt vandaag al veel nieuwe tijden voorgesteld. Daarom is dit voorstel niet naar ' +
          `${who(other)} gestuurd.`,
        'Probeer het morgen opnieuw. Tot die tijd blijft alles zoals het is.',
      ],
    }),
    movedOn: {
      title: 'U kunt nu geen nieuwe tijd voorstellen',
      paragraphs: ['De afspraak is intussen gewijzigd. Zo staat het ervoor:'],
    },
  },
  span: (minutes) => {
    if (minutes % 1440 === 0) return count(minutes / 1440, 'dag', 'dagen');
    return minutes % 60 === 0 ? `${minutes / 60} uur` : count(minutes, 'minuut', 'minuten');
  },

  decide: {
    title: 'Verzetten naar de nieuwe tijd?',
    lead: (other) => `${Who(other)} wil uw afspraak graag verzetten.`,
    otherWrites: (other) => `${Who(other)} schrijft:`,
    question: 'Welke tijd kiest u?',
    approve: {
      label: 'Akkoord met de nieuwe tijd',
      hint: 'De afspraak wordt verzet en we werken beide agenda’s bij.',
    },
    decline: (other) => ({
      label: 'Huidige tijd behouden',
      hint: `Er verandert niets en we laten het ${who(other)} weten.`,
    }),
    approved: (other) => ({
      title: 'De afspraak is verzet',
      paragraphs: [
        'U bent akkoord gegaan met het voorstel. Er zijn bijgewerkte uitnodigingen onderweg naar ' +
          `u en ${who(other)}.`,
      ],
    }),
    declined: (other) => ({
      title: 'De afspraak blijft zoals die is',
      paragraphs: [`U hebt het voorstel afgewezen. We laten het ${who(other)} weten.`],
    }),
  },
  keep: {
    title: 'Uw afspraak behouden?',
    lead:
      'U hebt deze afspraak afgewezen. De afspraak is nog niet geannuleerd, dus u kunt die nog ' +
      'behouden.',
    question: 'Wat moet er gebeuren?',
    keep: { label: 'Afspraak behouden', hint: 'Uw afwijzing wordt ingetrokken.' },
    leave: { label: 'Bij mijn Nee blijven', hint: 'De afspraak wordt binnenkort geannuleerd.' },
    kept: {
      title: 'U behoudt uw afspraak',
      paragraphs: ['Uw afwijzing is ingetrokken. U hoeft verder niets te doen.'],
    },
    left: {
      title: 'U blijft bij uw Nee',
      paragraphs: ['De afspraak wordt binnenkort geannuleerd. U hoeft verder niets te doen.'],
    },
    nothingHeld: {
      title: 'Uw afspraak gaat door',
      paragraphs: ['Er is geen afwijzing om in te trekken. U hoeft verder niets te doen.'],
    },
  },

  confirm: {
    title: 'Komt dit van u?',
    answered: {
      accepted: 'Een e-mail uit uw naam accepteert deze afspraak.',
      tentative: 'Een e-mail uit uw naam antwoordt “Misschien” op deze afspraak.',
      declined: 'Een e-mail uit uw naam zegt deze afspraak af.',
    },
    saidSomething: 'Een e-mail uit uw naam gaat over deze afspraak.',
    wished: 'Een e-mail uit uw naam vraagt om een andere tijd.',
    notAuthenticated:
      'We weten niet zeker of de e-mail echt van u komt. Die telt pas mee als u dat bevestigt.',
    otherAddress:
      'De e-mail komt niet van het adres dat we van u kennen. Die telt pas mee als u dat ' +
      'bevestigt.',
    alias: (address) =>
      `Het antwoord geldt voor ${address}. Dat is niet het adres dat we van u kennen. Bevestig ` +
      'alleen als ook dat adres van u is: dan telt het antwoord mee en onthouden we het adres.',
    cameWithWords: 'Met deze tekst:',
    question: 'Is dit van u?',
    yes: { label: 'Ja, dit is van mij', hint: 'Dan telt het mee.' },
    no: { label: 'Nee, dit is niet van mij', hint: 'Dan verandert er niets.' },
    denied: {
      title: 'Er is niets gewijzigd',
      paragraphs: ['Bedankt dat u het ons laat weten. Wat uit uw naam binnenkwam, telt niet mee.'],
    },
    accepted: {
      title: 'U hebt de afspraak geaccepteerd',
      paragraphs: ['Dank u wel. We hebben uw antwoord genoteerd; u hoeft verder niets te doen.'],
    },
    tentative: {
      title: 'U hebt Misschien geantwoord',
      paragraphs: ['Dank u wel. We hebben uw antwoord genoteerd; u hoeft verder niets te doen.'],
    },
    declined: (other) => ({
      title: 'U hebt Nee geantwoord',
      paragraphs: [
        `We laten het ${who(other)} weten. Er is niets geannuleerd: de afspraak blijft staan.`,
      ],
    }),
    declinedAsHost: (other) => ({
      title: 'De afspraak is geannuleerd',
      paragraphs: [
        `U hebt afgezegd, dus de afspraak gaat niet door. We laten het ${who(other)} weten.`,
      ],
    }),
    declinedAsGuest: (other) => ({
      title: 'U bent niet meer aangemeld',
      paragraphs: [
        `U hebt afgezegd, dus uw plaats wordt vrijgegeven. We laten het ${who(other)} weten.`,
      ],
    }),
    declineHeld: {
      title: 'U hebt de afspraak afgewezen',
      paragraphs: [
        'De afspraak wordt binnenkort geannuleerd. In onze e-mail staat tot wanneer u die kunt ' +
          'behouden.',
      ],
    },
    timeNotUsable: {
      title: 'Die nieuwe tijd konden we niet gebruiken',
      paragraphs: ['We mailen u een link naar de pagina waar u er een kunt kiezen.'],
    },
    nothingWaits: {
      title: 'Er valt niets meer te bevestigen',
      paragraphs: [
        'Het is intussen op een andere manier geregeld. In uw agenda en onze nieuwste e-mail ' +
          'ziet u hoe het ervoor staat.',
      ],
    },
    already: {
      title: 'U hebt dit al bevestigd',
      paragraphs: ['U hoeft verder niets te doen.'],
    },
    known: {
      title: 'We hebben dit antwoord al',
      paragraphs: ['Het is eerder genoteerd, dus u hoeft verder niets te doen.'],
    },
    answeredAgain: {
      title: 'U hebt intussen opnieuw geantwoord',
      paragraphs: [
        'Uw nieuwere antwoord telt. Wilt u dat wijzigen? Beantwoord dan de uitnodiging in uw ' +
          'agenda nog een keer.',
      ],
    },
    movedOn: {
      title: 'De afspraak is intussen gewijzigd',
      paragraphs: [
        'Uw bevestiging ging over een eerder plan. Beantwoord in plaats daarvan onze nieuwste ' +
          'uitnodiging.',
      ],
    },
    sameTime: {
      title: 'De afspraak staat al op deze tijd',
      paragraphs: ['De nieuwe tijd die u voorstelde, is de huidige. U hoeft verder niets te doen.'],
    },
    askedAlready: { title: 'We hebben deze tijd al voorgelegd', paragraphs: asked },
  },
};

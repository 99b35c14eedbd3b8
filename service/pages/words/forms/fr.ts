import { count, Who, who } from '../../../mail/words/grammar/fr.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { FormWords } from '../page-words.ts';

const asked = ['Votre demande est en route. Nous vous écrivons dès qu’il y a une réponse.'];

const presentStands = (other: Other): string =>
  `L’horaire actuel reste valable\u00a0: il ne change que si ${who(other)} accepte.`;

export const fr: FormWords = {
  form: {
    pleaseCheck: 'Vérifiez votre réponse',
    tooQuick: 'C’était très rapide. Lisez la page, puis envoyez encore une fois.',
    tooOld: 'Cette page est restée longtemps ouverte. Relisez-la, puis envoyez encore une fois.',
    chooseOne: 'Choisissez l’une des deux réponses.',
    send: 'Envoyer ma réponse',
  },

  propose: {
    title: 'Demander un autre horaire',
    lead: (other) =>
      `Choisissez un horaire qui vous convient mieux. Nous demandons à ${who(other)} si c’est ` +
      'possible.',
    pending: (moment) =>
      `Vous avez déjà demandé cet horaire\u00a0: ${moment}. Une nouvelle demande le remplace.`,
    isSuggested:
      'Le nouvel horaire ci-dessous est une suggestion tirée de votre e-mail. Vérifiez-le ou ' +
      'modifiez-le.',
    notice: (notice) => `Le nouvel horaire doit commencer dans ${notice} au plus tôt.`,
    pick: 'Nouvel horaire',
    pickOwn: 'Une autre date et une autre heure',
    date: 'Nouvelle date',
    time: 'Heure de début',
    zone: 'Fuseau horaire',
    zoneHint: 'La date et l’heure ci-dessus s’entendent dans ce fuseau.',
    ownZone: 'Votre fuseau',
    otherZones: 'Autres',
    length: 'Durée',
    minutes: (minutes) => count(minutes, 'minute'),
    note: (other) => `Message à ${who(other)} (facultatif)`,
    noteHint: 'N’indiquez ni adresse e-mail ni numéro de téléphone.',
    send: 'Demander cet horaire',
    after: (other) => `L’horaire ne change que si ${who(other)} accepte.`,
    mistake: {
      date: 'Saisissez une date, par exemple 2027-03-25.',
      time: 'Saisissez une heure, par exemple 15:00.',
      noSuchTime:
        'Cette heure n’existe pas ce jour-là dans ce fuseau, car on y avance l’heure. ' +
        'Choisissez-en une autre.',
      zone: 'Choisissez un fuseau horaire dans la liste.',
      duration: 'Choisissez l’une des durées proposées.',
      noteTooLong: (limit) => `Raccourcissez votre message à ${count(limit, 'caractère')}.`,
      inPast: 'Choisissez une date et une heure à venir.',
      tooSoon: (notice) => `Choisissez un horaire qui commence dans ${notice} au plus tôt.`,
      unchanged: 'Le rendez-vous a déjà cet horaire. Choisissez-en un autre.',
    },
    asked: (other) => ({
      title: `Nous posons la question à ${who(other)}`,
      paragraphs: [...asked, presentStands(other)],
    }),
    askedAlready: (other) => ({
      title: `Nous avons déjà posé la question à ${who(other)}`,
      paragraphs: [...asked, presentStands(other)],
    }),
    enoughToday: (other) => ({
      title: 'C’est tout pour aujourd’hui',
      paragraphs: [
        'Vous avez demandé beaucoup de nouveaux horaires aujourd’hui\u00a0: celui-ci n’a pas été ' +
          `envoyé à ${who(other)}.`,
        'Réessayez demain. D’ici là, tout reste tel quel.',
      ],
    }),
    movedOn: {
      title: 'On ne peut pas demander de nouvel horaire maintenant',
      paragraphs: ['Le rendez-vous a changé entre-temps. Voici où il en est\u00a0:'],
    },
  },
  span: (minutes) => {
    if (minutes % 1440 === 0) return count(minutes / 1440, 'jour');
    return minutes % 60 === 0 ? count(minutes / 60, 'heure') : count(minutes, 'minute');
  },

  decide: {
    title: 'Passer au nouvel horaire\u00a0?',
    lead: (other) => `${Who(other)} demande à déplacer votre rendez-vous.`,
    otherWrites: (other) => `${Who(other)} écrit\u00a0:`,
    question: 'Quel horaire choisissez-vous\u00a0?',
    approve: {
      label: 'Accepter le nouvel horaire',
      hint: 'Le rendez-vous est déplacé, et nous mettons à jour les deux agendas.',
    },
    decline: (other) => ({
      label: 'Garder l’horaire actuel',
      hint: `Rien ne change, et nous prévenons ${who(other)}.`,
    }),
    approved: (other) => ({
      title: 'Le rendez-vous a un nouvel horaire',
      paragraphs: [
        'Vous avez accepté la demande. Des invitations mises à jour sont en route pour vous et ' +
          `pour ${who(other)}.`,
      ],
    }),
    declined: (other) => ({
      title: 'Le rendez-vous reste inchangé',
      paragraphs: [`Vous avez refusé la demande. Nous prévenons ${who(other)}.`],
    }),
  },
  keep: {
    title: 'Garder votre rendez-vous\u00a0?',
    lead:
      'Vous avez décliné ce rendez-vous. Il n’est pas encore annulé\u00a0: vous pouvez toujours ' +
      'le garder.',
    question: 'Que souhaitez-vous faire\u00a0?',
    keep: { label: 'Garder mon rendez-vous', hint: 'Votre Non est retiré.' },
    leave: { label: 'Maintenir mon Non', hint: 'Le rendez-vous sera bientôt annulé.' },
    kept: {
      title: 'Vous gardez votre rendez-vous',
      paragraphs: ['Votre Non a été retiré. Il n’y a rien d’autre à faire.'],
    },
    left: {
      title: 'Vous maintenez votre Non',
      paragraphs: ['Le rendez-vous sera bientôt annulé. Il n’y a rien d’autre à faire.'],
    },
    nothingHeld: {
      title: 'Votre rendez-vous tient toujours',
      paragraphs: ['Il n’y a pas de Non à retirer, et rien d’autre à faire.'],
    },
  },

  confirm: {
    title: 'Est-ce bien vous\u00a0?',
    answered: {
      accepted: 'Un e-mail en votre nom dit que vous acceptez ce rendez-vous.',
      tentative:
        'Un e-mail en votre nom dit que vous viendrez peut-être (réponse «\u00a0Peut-être\u00a0»).',
      declined: 'Un e-mail en votre nom dit que vous déclinez ce rendez-vous.',
    },
    saidSomething: 'Un e-mail en votre nom parle de ce rendez-vous.',
    wished: 'Un e-mail en votre nom demande un autre horaire.',
    notAuthenticated:
      'Nous n’avons pas pu nous assurer qu’il vient vraiment de vous. Il compte dès que vous le ' +
      'confirmez.',
    otherAddress:
      'Il vient d’une autre adresse que celle que nous avons pour vous. Il compte dès que vous ' +
      'le confirmez.',
    alias: (address) =>
      `Il répond pour ${address}, qui n’est pas l’adresse que nous avons pour vous. Ne confirmez ` +
      'que si cette adresse est aussi la vôtre\u00a0: il compte alors, et nous retenons ' +
      'cette adresse.',
    cameWithWords: 'Il contient ces mots\u00a0:',
    question: 'Cela vient-il de vous\u00a0?',
    yes: { label: 'Oui, cela vient de moi', hint: 'L’e-mail est alors pris en compte.' },
    no: { label: 'Non, je ne l’ai pas envoyé', hint: 'Dans ce cas, rien ne change.' },
    denied: {
      title: 'Rien n’a été modifié',
      paragraphs: ['Merci de nous l’avoir dit. Ce qui est arrivé en votre nom ne compte pas.'],
    },
    accepted: {
      title: 'Vous avez accepté le rendez-vous',
      paragraphs: [
        'Merci. Nous avons enregistré votre réponse\u00a0; il n’y a rien d’autre à faire.',
      ],
    },
    tentative: {
      title: 'Vous avez répondu Peut-être',
      paragraphs: [
        'Merci. Nous avons enregistré votre réponse\u00a0; il n’y a rien d’autre à faire.',
      ],
    },
    declined: (other) => ({
      title: 'Vous avez répondu Non',
      paragraphs: [
        `Nous prévenons ${who(other)}. Rien n’est annulé\u00a0; le rendez-vous tient toujours.`,
      ],
    }),
    declinedAsHost: (other) => ({
      title: 'Le rendez-vous est annulé',
      paragraphs: [
        `Vous avez décliné\u00a0: le rendez-vous est annulé. Nous prévenons ${who(other)}.`,
      ],
    }),
    declinedAsGuest: (other) => ({
      title: 'Votre réservation est annulée',
      paragraphs: [
        `Vous avez décliné\u00a0: votre place est libérée. Nous prévenons ${who(other)}.`,
      ],
    }),
    declineHeld: {
      title: 'Vous avez décliné le rendez-vous',
      paragraphs: [
        'Il sera bientôt annulé. Notre e-mail vous dit jusqu’à quand vous pouvez le garder.',
      ],
    },
    timeNotUsable: {
      title: 'Nous n’avons pas pu utiliser ce nouvel horaire',
      paragraphs: ['Nous vous envoyons un lien vers la page où vous pouvez en choisir un.'],
    },
    nothingWaits: {
      title: 'Il n’y a plus rien à confirmer',
      paragraphs: [
        'Cela s’est réglé autrement entre-temps. Votre agenda et notre dernier e-mail vous ' +
          'disent où en est le rendez-vous.',
      ],
    },
    already: {
      title: 'Vous avez déjà confirmé',
      paragraphs: ['Il n’y a rien d’autre à faire.'],
    },
    known: {
      title: 'Nous avons déjà cette réponse',
      paragraphs: ['Elle était déjà enregistrée\u00a0: il n’y a rien d’autre à faire.'],
    },
    answeredAgain: {
      title: 'Vous avez répondu de nouveau entre-temps',
      paragraphs: [
        'C’est votre réponse la plus récente qui compte. Pour la changer, répondez encore une ' +
          'fois à l’invitation dans votre agenda.',
      ],
    },
    movedOn: {
      title: 'Le rendez-vous a changé entre-temps',
      paragraphs: [
        'Votre confirmation portait sur une version précédente. Répondez plutôt à notre ' +
          'invitation la plus récente.',
      ],
    },
    sameTime: {
      title: 'Le rendez-vous a déjà cet horaire',
      paragraphs: [
        'Le nouvel horaire que vous avez demandé est l’horaire actuel\u00a0: il n’y a rien à ' +
          'faire.',
      ],
    },
    askedAlready: { title: 'Nous avons déjà demandé cet horaire', paragraphs: asked },
  },
};

import { Who, who } from '../../../mail/words/grammar/fr.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** `Hanna a accepté le nouvel horaire.`; in the passive when nobody is known to have done it. */
const decided = (
  deed: string,
  decidedBy: DecidedBy | 'you' | null,
  other: Other,
  organizer: string,
): string => {
  if (decidedBy === null) return `Le nouvel horaire a été ${deed}.`;
  if (decidedBy === 'you') return `Vous avez ${deed} le nouvel horaire.`;
  return `${decidedBy === 'application' ? organizer : Who(other)} a ${deed} le nouvel horaire.`;
};

export const fr: NoticeWords = {
  layout: {
    questions: 'Des questions\u00a0? Écrivez à',
    isPrivate: 'Cette page n’est destinée qu’à vous. Merci de ne pas transmettre son adresse.',
    error: 'Erreur\u00a0:',
  },

  label: {
    newTime: 'Nouvel horaire',
    presentTime: 'Horaire actuel',
    youAskedFor: 'Votre demande',
    takesPlace: 'Le rendez-vous a lieu',
    takesPlaceNow: 'Le rendez-vous a désormais lieu',
    wasPlannedFor: 'Il était prévu',
    isPlannedFor: 'Le rendez-vous est prévu',
    tookPlace: 'Il a eu lieu',
  },

  unknown: {
    title: 'Nous ne connaissons pas ce lien',
    paragraphs: [
      'Un logiciel de messagerie l’a peut-être coupé en deux, ou il n’est pas de nous.',
      'Ouvrez-le depuis votre e-mail le plus récent sur le rendez-vous, ou copiez l’adresse ' +
        'entière.',
    ],
  },
  expired: {
    title: 'Ce lien a expiré',
    paragraphs: [
      'Pour votre sécurité, les liens de nos e-mails ne fonctionnent que pendant un temps limité.',
      'Nous pouvons envoyer un nouveau lien à l’adresse pour laquelle celui-ci a été créé.',
    ],
    button: 'M’envoyer un nouveau lien',
  },
  renewed: {
    title: 'Consultez votre boîte de réception',
    paragraphs: [
      'Si le rendez-vous a toujours lieu, un nouveau lien est en route vers l’adresse pour ' +
        'laquelle l’ancien avait été créé.',
      'Il devrait arriver d’ici quelques minutes. Regardez aussi dans les spams.',
    ],
  },
  foreignForm: {
    title: 'Ce formulaire vient d’ailleurs',
    paragraphs: [
      'Pour vous protéger, nous n’acceptons que les formulaires de nos propres pages. Rien n’a ' +
        'été modifié.',
      'Rouvrez le lien de votre e-mail et utilisez la page qui s’affiche.',
    ],
  },
  tooMany: {
    title: 'Trop de tentatives',
    paragraphs: ['Patientez une minute, puis rouvrez le lien de votre e-mail.'],
  },
  malformed: {
    title: 'Nous n’avons pas pu lire ce formulaire',
    paragraphs: ['Rien n’a été modifié. Rouvrez le lien de votre e-mail.'],
  },
  wrongMethod: {
    title: 'Cette page ne fonctionne pas ainsi',
    paragraphs: ['Rien n’a été modifié. Rouvrez le lien de votre e-mail.'],
  },
  trouble: {
    title: 'Il y a un problème de notre côté',
    paragraphs: [
      'Votre lien est bon. Réessayez dans quelques minutes.',
      'Rien n’est perdu\u00a0: le rendez-vous et votre agenda restent tels quels.',
    ],
  },

  cancelled: {
    title: 'Ce rendez-vous a été annulé',
    paragraphs: ['Il n’aura pas lieu, et plus rien ne peut être modifié.'],
  },
  left: {
    title: 'Vous ne faites plus partie de ce rendez-vous',
    paragraphs: ['Votre place a été libérée\u00a0: il n’y a plus rien à faire ici.'],
  },
  over: {
    title: 'Ce rendez-vous est terminé',
    paragraphs: ['Son heure est passée\u00a0: plus rien ne peut être modifié.'],
  },
  open: {
    title: 'Personne n’a réservé ce rendez-vous',
    paragraphs: ['Pour le moment, il n’y a personne avec qui convenir d’un nouvel horaire.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'Cette demande a déjà été acceptée',
      paragraphs: [
        `${decided('accepté', decidedBy, other, organizer)} Il n’y a rien d’autre à faire.`,
      ],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'Cette demande a déjà été refusée',
      paragraphs: [
        `${decided('refusé', decidedBy, other, organizer)} Le rendez-vous reste inchangé.`,
      ],
    }),
    superseded: {
      title: 'Cette demande n’est plus d’actualité',
      paragraphs: [
        'Une demande plus récente ou un autre changement l’a remplacée\u00a0: elle n’attend plus ' +
          'de décision.',
      ],
    },
    expired: {
      title: 'Cette demande a expiré',
      paragraphs: ['Personne n’a répondu à temps. Le rendez-vous reste inchangé.'],
    },
    otherwise: {
      title: 'Cette demande n’attend plus de décision',
      paragraphs: [
        'L’horaire proposé est passé, ou le rendez-vous a changé entre-temps. Il reste tel quel.',
      ],
    },
  },

  session: {
    title: (other) => `Votre rendez-vous avec ${who(other)}`,
    booked: {
      host: (other) => `${Who(other)} a réservé ce rendez-vous avec vous.`,
      guest: (other) => `Vous avez réservé ce rendez-vous avec ${who(other)}.`,
    },
    yourAnswer: {
      'needs-action':
        'Vous n’avez pas encore répondu. Répondez Oui, Non ou Peut-être dans votre agenda.',
      accepted: 'Vous avez répondu Oui.',
      tentative: 'Vous avez répondu Peut-être.',
      declined: 'Vous avez répondu Non.',
    },
    declineHeld:
      'Le rendez-vous sera bientôt annulé. Notre e-mail vous dit jusqu’à quand vous pouvez le ' +
      'garder.',
    youAsked: (other) =>
      `Vous avez demandé un nouvel horaire. ${Who(other)} n’a pas encore répondu.`,
    otherAsks: (other) =>
      `${Who(other)} demande un nouvel horaire. Notre e-mail contient le lien pour l’accepter ou ` +
      'le refuser.',
    where: 'Où',
    join: 'Participer',
    about: 'À propos de ce rendez-vous',
    requestTime: 'Demander un autre horaire',
    addToCalendar: 'Ajouter à votre agenda',
    addHint: 'Utile seulement si notre invitation n’est pas déjà dans votre agenda.',
    file: 'Fichier d’agenda (.ics)',
    google: 'Google Agenda',
    outlook: 'Outlook',
  },
};

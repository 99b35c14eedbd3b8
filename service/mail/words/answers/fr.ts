import { quoted, Who, who } from '../grammar/fr.ts';
import type { AnswerWords } from '../mail-words.ts';

export const fr: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${session} — Désistement`,
    preheader: ({ other }) =>
      `${Who(other)} n’a plus de réservation. Le créneau est de nouveau libre.`,
    heading: ({ other }) => `${Who(other)} ne vient plus`,
    by: {
      other: ({ other, session }) =>
        `${Who(other)} a décliné l’invitation à votre rendez-vous ${quoted(session)}.`,
      application: ({ organizer, other, session }) =>
        `${organizer} a retiré ${who(other)} de votre rendez-vous ${quoted(session)}.`,
    },
    openAgain:
      'Le créneau est de nouveau libre, et l’événement reste dans votre agenda. Quand une autre ' +
      'personne réserve ce créneau, vous recevez une invitation mise à jour.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${session} — Vous avez décliné`,
    heading: {
      host: ({ title }) => `Rendez-vous annulé\u00a0: ${title}`,
      guest: () => 'Votre réservation est annulée',
    },
    lead: {
      host: ({ other, title }) =>
        `Vous avez décliné l’invitation\u00a0: votre rendez-vous ${quoted(title)} est annulé. ` +
        `Nous prévenons ${who(other)}.`,
      guest: ({ other }) =>
        'Vous avez décliné l’invitation\u00a0: votre réservation est annulée. Nous prévenons ' +
        `${who(other)}.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${session} — Vous avez répondu Non`,
    preheader: 'Était-ce voulu\u00a0? Vous pouvez encore garder votre rendez-vous.',
    heading: 'Vous avez répondu Non',
    lead: ({ title }) =>
      `Vous avez répondu Non pour votre rendez-vous ${quoted(title)}. Il sera bientôt annulé.`,
    deadline: (_, moment) => `Vous pouvez changer d’avis jusqu’au ${moment}.`,
    choice: 'Si c’était voulu, vous n’avez rien à faire. Sinon, gardez votre rendez-vous\u00a0:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${session} — ${Who(other)} a répondu Non`,
    preheader: 'Rien n’est annulé.',
    heading: ({ other }) => `${Who(other)} a répondu Non`,
    lead: ({ other, session }) =>
      `${Who(other)} a répondu Non pour votre rendez-vous ${quoted(session)}. Rien n’est ` +
      'annulé\u00a0: le rendez-vous tient toujours.',
  },
  proposalToDecide: {
    subject: ({ session }) => `Accepter le nouvel horaire pour ${quoted(session)}\u00a0?`,
    preheader: ({ other }, when) => `${Who(other)} propose ${when}.`,
    heading: ({ other }) => `${Who(other)} demande un autre horaire`,
    lead: ({ other, session }) =>
      `${Who(other)} souhaite déplacer votre rendez-vous ${quoted(session)}.`,
    deadline: (_, moment) => `Merci de décider avant le ${moment}. D’ici là, rien ne change.`,
  },
  proposalSent: {
    subject: ({ session }) => `${session} — Demande d’horaire envoyée`,
    preheader: ({ other }) =>
      `Nous avons posé la question à ${who(other)}. Rien ne change avant sa réponse.`,
    heading: ({ other }) => `Nous avons posé la question à ${who(other)}`,
    lead: ({ other, session }) =>
      `Vous avez demandé à déplacer votre rendez-vous ${quoted(session)}. Nous avons transmis ` +
      `votre demande à ${who(other)}.`,
    after:
      'Si votre demande est acceptée, vous recevez une invitation mise à jour. Dans tous les ' +
      'cas, nous vous tenons au courant.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${session} — Nouvel horaire refusé`,
    heading: 'Le nouvel horaire a été refusé',
    by: {
      other: ({ other }) =>
        `Le nouvel horaire que vous avez demandé ne convient pas à ${who(other)}.`,
      application: ({ organizer }) =>
        `${organizer} a refusé le nouvel horaire que vous avez demandé.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${session} — Pas de réponse à votre demande d’horaire`,
    heading: 'Pas de réponse à votre demande d’horaire',
    lead: ({ other }) => `${Who(other)} n’a pas répondu à temps\u00a0: votre demande a expiré.`,
  },
  askAgain: 'Vous pouvez demander un autre horaire quand vous voulez\u00a0:',
  stays: 'Votre rendez-vous reste inchangé.',
  counterNotUnderstood: {
    subject: ({ session }) => `${session} — Choisissez ici le nouvel horaire`,
    preheader: 'Nous n’avons pas pu utiliser le nouvel horaire envoyé par votre agenda.',
    heading: 'Nous n’avons pas pu utiliser ce nouvel horaire',
    lead: ({ title }) =>
      `Votre agenda a proposé un nouvel horaire pour votre rendez-vous ${quoted(title)}.`,
    problem: {
      'not-understood': 'Nous n’avons pas compris de quel horaire il s’agit.',
      'not-taken': 'Ici, on ne peut pas proposer de nouvel horaire depuis un agenda.',
      'start-in-past': 'Cet horaire est déjà passé.',
      'too-short-notice': 'Cet horaire est trop proche.',
      'duration-not-allowed': 'Ce rendez-vous ne peut pas avoir cette durée.',
      'too-many-proposals': 'Vous avez proposé beaucoup de nouveaux horaires aujourd’hui.',
    },
    choose: 'Merci de choisir l’horaire souhaité sur cette page\u00a0:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) => `${session} — Nos e-mails n’arrivent pas à ${who(other)}`,
    preheader: 'Le rendez-vous tient toujours.',
    heading: ({ other }) => `Nous n’arrivons pas à joindre ${who(other)} par e-mail`,
    lead: ({ other, session }) =>
      `Un e-mail au sujet de votre rendez-vous ${quoted(session)} nous est revenu\u00a0: il ne ` +
      `parvient pas à ${who(other)}. Le rendez-vous tient toujours, mais ${who(other)} ignore ` +
      'peut-être le dernier changement.',
    anotherWay: ({ other }) =>
      `Si vous avez un autre moyen de joindre ${who(other)}, merci de l’utiliser.`,
  },
  freshLink: {
    subject: ({ session }) => `${session} — Votre nouveau lien`,
    preheader: 'Voici le nouveau lien que vous avez demandé.',
    heading: 'Voici votre nouveau lien',
    lead: ({ title }) =>
      `Vous pouvez demander ici un autre horaire pour votre rendez-vous ${quoted(title)}\u00a0:`,
    notYou: 'Si vous n’avez pas demandé ce lien, vous pouvez ignorer cet e-mail.',
  },
  humanAnswer: {
    subject: ({ session }) => `${session} — À propos de votre message`,
    preheader: 'Pour demander un autre horaire, utilisez votre lien personnel.',
    preheaderOfTime: (_, moment) => `Souhaitez-vous demander cet horaire\u00a0: ${moment}\u00a0?`,
    heading: 'Merci pour votre message',
    lead: ({ other, session }) =>
      `Cette boîte e-mail gère le calendrier de votre rendez-vous ${quoted(session)}. C’est un ` +
      'programme\u00a0: il ne peut pas donner suite à votre message, qui n’a pas été transmis à ' +
      `${who(other)}.`,
    useLink:
      'Pour demander un autre horaire, utilisez votre lien personnel. Pour accepter ou décliner ' +
      'l’invitation, répondez Oui ou Non dans votre agenda.',
    suggestion: (_, moment) =>
      `Votre message parle de cet horaire\u00a0: ${moment}. Est-ce celui que vous souhaitez ` +
      'demander\u00a0?',
    after: ({ other }) =>
      `La page vous montre encore l’horaire avant que nous le proposions à ${who(other)}. Pour ` +
      'accepter ou décliner l’invitation, répondez Oui ou Non dans votre agenda.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${session} — Est-ce bien vous\u00a0?`,
    preheader: 'Un e-mail est arrivé en votre nom. Rien ne change sans votre confirmation.',
    heading: 'Est-ce bien vous\u00a0?',
    answered: {
      accepted: ({ title }) => `Un e-mail en votre nom accepte le rendez-vous ${quoted(title)}.`,
      tentative: ({ title }) =>
        `Un e-mail en votre nom répond ${quoted('Peut-être')} pour le rendez-vous ` +
        `${quoted(title)}.`,
      declined: ({ title }) => `Un e-mail en votre nom décline le rendez-vous ${quoted(title)}.`,
    },
    saidSomething: ({ title }) => `Un e-mail en votre nom parle du rendez-vous ${quoted(title)}.`,
    wished: ({ title }) =>
      `Un e-mail en votre nom demande un autre horaire pour le rendez-vous ${quoted(title)}.`,
    because: {
      'other-address':
        'Il vient d’une autre adresse que celle que nous avons pour vous, ou répond pour une ' +
        'autre\u00a0: nous vous demandons donc d’abord confirmation.',
      'not-authenticated':
        'Nous n’avons pas pu nous assurer qu’il vient vraiment de vous\u00a0: nous vous ' +
        'demandons donc d’abord confirmation.',
    },
    timeNotUnderstood: 'Nous n’avons pas compris quel horaire il demande.',
    press:
      'Si c’est bien vous, confirmez-le sur cette page\u00a0: l’e-mail est alors pris en compte.',
    until: (_, moment) => `La page fonctionne jusqu’au ${moment}.`,
    notYou: 'Si ce n’est pas vous, vous n’avez rien à faire\u00a0: rien ne change.',
  },
};

import { count, quoted, Who, who } from '../grammar/fr.ts';
import type { SessionWords } from '../mail-words.ts';

export const fr: SessionWords = {
  time: {
    length: (minutes) => count(minutes, 'minute'),
    utcForUnknown: 'UTC, car nous ne connaissons pas votre fuseau horaire',
    zoneForUnknown: (zone) =>
      `${zone}. Nous ne connaissons pas votre fuseau horaire\u00a0: c’est celui du rendez-vous.`,
    endingIn: (start, end) => `${start} au début, ${end} à la fin`,
    forOther: (other, hours, offset) => `Pour ${who(other)}\u00a0: ${hours} (${offset})`,
    comma: ', ',
  },

  title: (session, firstName) => `${session} avec ${firstName}`,
  greeting: (name) => (name === '' ? 'Bonjour,' : `Bonjour ${name},`),
  privacy: ({ other }) => `Vous et ${who(other)} ne voyez pas vos adresses e-mail respectives.`,
  colon: '\u00a0:',
  questions: 'Des questions\u00a0?',
  seeSession: 'Voir où en est votre rendez-vous',

  label: {
    when: 'Quand',
    was: 'Était prévu',
    now: 'Horaire actuel',
    proposed: 'Horaire proposé',
    youAskedFor: 'Votre demande',
    itStays: 'Horaire inchangé',
    untilThen: 'D’ici là',
    plannedFor: 'Horaire prévu',
    newTimeAsked: 'Nouvel horaire demandé',
    where: 'Où',
    join: 'Participer',
    reason: 'Motif indiqué',
    youWrote: 'Vous avez écrit',
    otherWrote: ({ other }) => `${Who(other)} a écrit`,
    cameWithWords: 'Avec ces mots',
  },

  button: {
    requestTime: 'Demander un autre horaire',
    approve: 'Accepter le nouvel horaire',
    decline: 'Refuser',
    keep: 'Garder mon rendez-vous',
    confirm: 'Oui, cela vient de moi',
    askForThis: 'Demander cet horaire',
    chooseAnother: 'Choisir un autre horaire',
  },

  invitation: {
    subject: ({ session }) => `${session} — Invitation`,
    preheader: ({ when }) => `${when}. Répondez Oui, Non ou Peut-être dans votre agenda.`,
    lead: ({ title }) => `Votre rendez-vous ${quoted(title)} est réservé.`,
    answer:
      'Merci de répondre Oui, Non ou Peut-être dans votre agenda, comme pour toute invitation.',
    another: ({ other }, isByCalendar) => {
      const ask = `Si cet horaire ne vous convient pas, demandez-en un autre à ${who(other)}.`;
      if (!isByCalendar) return ask;
      return `${ask} Vous pouvez aussi en proposer un depuis votre agenda, s’il le permet.`;
    },
  },
  update: {
    subject: ({ session }) => `${session} — Nouvel horaire`,
    preheader: ({ when }) => `Désormais ${when}. Merci de répondre de nouveau dans votre agenda.`,
    heading: ({ title }) => `Nouvel horaire pour ${quoted(title)}`,
    moved: ({ title }) => `Votre rendez-vous ${quoted(title)} a été déplacé.`,
    otherApproved: ({ other, session }) =>
      `${Who(other)} a accepté le nouvel horaire que vous avez demandé\u00a0: votre rendez-vous ` +
      `${quoted(session)} est déplacé.`,
    youApproved: ({ title }) =>
      `Vous avez accepté le nouvel horaire\u00a0: votre rendez-vous ${quoted(title)} est déplacé.`,
    applicationApproved: ({ organizer, title }) =>
      `${organizer} a accepté le nouvel horaire que vous avez demandé\u00a0: votre rendez-vous ` +
      `${quoted(title)} est déplacé.`,
    calendarFollows: 'L’événement est aussi déplacé dans votre agenda.',
  },
  details: {
    subject: ({ session }) => `${session} — Informations à jour`,
    preheader: ({ when }) => `${when}. Ce message remplace toute invitation précédente.`,
    lead: ({ title }) =>
      `Voici où en est votre rendez-vous ${quoted(title)}. Ce message remplace toute invitation ` +
      'précédente à ce rendez-vous.',
  },
  cancellation: {
    subject: ({ session }) => `${session} — Annulation`,
    preheader: ({ when }) => `${when}\u00a0: ce rendez-vous n’aura pas lieu.`,
    heading: ({ title }) => `Rendez-vous annulé\u00a0: ${title}`,
    by: {
      reader: ({ title }) =>
        `Vous avez décliné l’invitation\u00a0: votre rendez-vous ${quoted(title)} n’aura pas lieu.`,
      other: ({ other, session }) => `${Who(other)} a annulé votre rendez-vous ${quoted(session)}.`,
      application: ({ organizer, title }) =>
        `${organizer} a annulé votre rendez-vous ${quoted(title)}.`,
      unknown: ({ title }) => `Votre rendez-vous ${quoted(title)} n’aura pas lieu.`,
    },
    calendarFollows:
      'Vous n’avez rien à faire. Dans votre agenda, l’événement est supprimé ou marqué comme ' +
      'annulé.',
  },
  reminder: {
    subject: ({ session }) => `${session} — Rappel`,
    preheader: ({ when }) => `Votre rendez-vous a lieu ${when}.`,
    heading: ({ title }) => `Bientôt\u00a0: ${title}`,
    lead: ({ title }) => `Nous vous rappelons votre rendez-vous ${quoted(title)}.`,
    unanswered:
      'Vous n’avez pas encore répondu. Merci de répondre Oui, Non ou Peut-être dans votre agenda.',
  },
  answerReminder: {
    subject: ({ session }) => `${session} — Votre réponse`,
    heading: ({ title }) => `Viendrez-vous\u00a0? ${title}`,
    lead: ({ title }) => `Vous avez été invité(e) à votre rendez-vous ${quoted(title)}.`,
  },

  entry: {
    lead: ({ session, other }) => `${session}\u00a0: vous et ${who(other)}.`,
    join: (_, url) => `Participer\u00a0: ${url}`,
    anotherTime: ({ other }) =>
      `Besoin d’un autre horaire\u00a0? Demandez-le à ${who(other)} ici\u00a0:`,
    cancelled: ({ title }) => `Votre rendez-vous ${quoted(title)} n’aura pas lieu.`,
    reason: (_, reason) => `Motif indiqué\u00a0: ${reason}`,
  },
};

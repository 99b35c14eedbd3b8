import { quoted, stop, Who, who } from '../grammar/es.ts';
import type { SessionWords } from '../mail-words.ts';

export const es: SessionWords = {
  time: {
    length: (minutes) => (minutes === 1 ? '1 minuto' : `${minutes} minutos`),
    utcForUnknown: 'UTC, porque no conocemos su zona horaria',
    zoneForUnknown: (zone) =>
      `${stop(zone)} No conocemos su zona horaria, así que esta es la de la sesión.`,
    endingIn: (start, end) => `${start}; al terminar, ${end}`,
    forOther: (other, hours, offset) => `Para ${who(other)}: ${hours} (${offset})`,
    comma: ', ',
  },

  title: (session, firstName) => `${session} con ${firstName}`,
  greeting: (name) => (name === '' ? 'Hola:' : `Hola, ${name}:`),
  privacy: ({ other }) =>
    `Usted no ve la dirección de correo de ${who(other)}, ni ${who(other)} la de usted.`,
  colon: ':',
  questions: '¿Alguna pregunta?',
  seeSession: 'Ver el estado de su sesión',

  label: {
    when: 'Cuándo',
    was: 'Antes',
    now: 'Ahora',
    proposed: 'Horario propuesto',
    youAskedFor: 'Usted pidió',
    itStays: 'Se mantiene',
    untilThen: 'Hasta entonces',
    plannedFor: 'Fecha prevista',
    newTimeAsked: 'Nuevo horario solicitado',
    where: 'Dónde',
    join: 'Unirse',
    reason: 'Motivo indicado',
    youWrote: 'Usted escribió',
    otherWrote: ({ other }) => `${Who(other)} escribió`,
    cameWithWords: 'Venía con este texto',
  },

  button: {
    requestTime: 'Pedir otro horario',
    approve: 'Aceptar el nuevo horario',
    decline: 'Rechazar',
    keep: 'Conservar mi sesión',
    confirm: 'Sí, lo he enviado yo',
    askForThis: 'Pedir este horario',
    chooseAnother: 'Elegir otro horario',
  },

  invitation: {
    subject: ({ session }) => `${session} — Invitación`,
    preheader: ({ when }) => `${stop(when)} Responda Sí, No o Quizás en su calendario.`,
    lead: ({ title }) => `Su sesión ${quoted(title)} está reservada.`,
    answer: 'Por favor, responda Sí, No o Quizás en su calendario, como con cualquier invitación.',
    another: ({ other }, isByCalendar) =>
      isByCalendar
        ? `Si este horario no le conviene, pida otro a ${who(other)}. También puede proponerlo ` +
          'desde su calendario, si este lo permite.'
        : `Si este horario no le conviene, pida otro a ${who(other)}.`,
  },
  update: {
    subject: ({ session }) => `${session} — Nuevo horario`,
    preheader: ({ when }) => `Ahora: ${stop(when)} Por favor, responda de nuevo en su calendario.`,
    heading: ({ title }) => `Nuevo horario: ${title}`,
    moved: ({ title }) => `Su sesión ${quoted(title)} ha cambiado de horario.`,
    otherApproved: ({ other, session }) =>
      `${Who(other)} ha aceptado el nuevo horario que usted pidió, así que su sesión ` +
      `${quoted(session)} se ha movido.`,
    youApproved: ({ title }) =>
      `Usted ha aceptado el nuevo horario, así que su sesión ${quoted(title)} se ha movido.`,
    applicationApproved: ({ organizer, title }) =>
      `${organizer} ha aceptado el nuevo horario que usted pidió, así que su sesión ` +
      `${quoted(title)} se ha movido.`,
    calendarFollows: 'El evento de su calendario también se mueve.',
  },
  details: {
    subject: ({ session }) => `${session} — Detalles actuales`,
    preheader: ({ when }) => `${stop(when)} Sustituye a cualquier invitación anterior.`,
    lead: ({ title }) =>
      `Estos son los detalles actuales de su sesión ${quoted(title)}. Este correo sustituye a ` +
      'cualquier invitación anterior.',
  },
  cancellation: {
    subject: ({ session }) => `${session} — Sesión cancelada`,
    preheader: ({ when }) => `La sesión del ${when} no tendrá lugar.`,
    heading: ({ title }) => `Sesión cancelada: ${title}`,
    by: {
      reader: ({ title }) =>
        `Usted ha rechazado la sesión ${quoted(title)}, así que no tendrá lugar.`,
      other: ({ other, session }) => `${Who(other)} ha cancelado la sesión ${quoted(session)}.`,
      application: ({ organizer, title }) =>
        `${organizer} ha cancelado su sesión ${quoted(title)}.`,
      unknown: ({ title }) => `Su sesión ${quoted(title)} no tendrá lugar.`,
    },
    calendarFollows:
      'No tiene que hacer nada. El evento se elimina de su calendario o queda marcado como ' +
      'cancelado.',
  },
  reminder: {
    subject: ({ session }) => `${session} — Recordatorio`,
    preheader: ({ when }) => `Tiene lugar el ${stop(when)}`,
    heading: ({ title }) => `Muy pronto: ${title}`,
    lead: ({ title }) => `Le recordamos su sesión ${quoted(title)}.`,
    unanswered: 'Todavía no ha respondido. Por favor, responda Sí, No o Quizás en su calendario.',
  },
  answerReminder: {
    subject: ({ session }) => `${session} — Esperamos su respuesta`,
    heading: ({ title }) => `¿Asistirá? ${title}`,
    lead: ({ title }) => `Recibió una invitación a su sesión ${quoted(title)}.`,
  },

  entry: {
    lead: ({ session, other }) => `${session}: sesión entre ${who(other)} y usted.`,
    join: (_, url) => `Unirse: ${url}`,
    anotherTime: ({ other }) => `¿Necesita otro horario? Pídaselo a ${who(other)} aquí:`,
    cancelled: ({ title }) => `Su sesión ${quoted(title)} no tendrá lugar.`,
    reason: (_, reason) => `Motivo indicado: ${reason}`,
  },
};

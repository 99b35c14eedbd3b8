import { quoted, stop, Who, who } from '../grammar/es.ts';
import type { AnswerWords } from '../mail-words.ts';

export const es: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${session} — La persona invitada ya no asistirá`,
    preheader: ({ other }) =>
      `${Who(other)} ya no tiene la reserva. El horario vuelve a estar libre.`,
    heading: ({ other }) => `${Who(other)} ya no asistirá`,
    by: {
      other: ({ other, session }) => `${Who(other)} ha rechazado la sesión ${quoted(session)}.`,
      application: ({ organizer, other, session }) =>
        `${organizer} ha retirado a ${who(other)} de la sesión ${quoted(session)}.`,
    },
    openAgain:
      'El horario vuelve a estar libre y el evento sigue en su calendario. Cuando otra persona ' +
      'lo reserve, usted recibirá una invitación actualizada.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${session} — Sesión rechazada`,
    heading: {
      host: ({ title }) => `Sesión cancelada: ${title}`,
      guest: () => 'Ya no tiene la reserva',
    },
    lead: {
      host: ({ other, title }) =>
        `Usted ha rechazado la sesión ${quoted(title)}, así que queda cancelada. Avisamos a ` +
        `${who(other)}.`,
      guest: ({ other }) =>
        `Usted ha rechazado la sesión, así que ya no tiene la reserva. Avisamos a ${who(other)}.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${session} — Ha respondido No`,
    preheader: '¿Era su intención? Todavía puede conservar su sesión.',
    heading: 'Ha respondido No',
    lead: ({ title }) => `Usted ha rechazado la sesión ${quoted(title)}. Se cancelará en breve.`,
    deadline: (_, moment) => `Puede cambiar de opinión hasta el ${stop(moment)}`,
    choice: 'Si era su intención, no tiene que hacer nada. Si no lo era, conserve su sesión:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${session} — ${Who(other)} ha respondido No`,
    preheader: 'No se ha cancelado nada.',
    heading: ({ other }) => `${Who(other)} ha respondido No`,
    lead: ({ other, session }) =>
      `${Who(other)} ha respondido No a la sesión ${quoted(session)}. No se ha cancelado nada: ` +
      'la sesión sigue en pie.',
  },
  proposalToDecide: {
    subject: ({ session }) => `¿Acepta un nuevo horario para ${session}?`,
    preheader: ({ other }, when) => `${Who(other)} pide otro horario: ${stop(when)}`,
    heading: ({ other }) => `${Who(other)} pide un nuevo horario`,
    lead: ({ other, session }) =>
      `${Who(other)} desea cambiar el horario de la sesión ${quoted(session)}.`,
    deadline: (_, moment) =>
      `Por favor, decida antes del ${stop(moment)} Hasta entonces no cambia nada.`,
  },
  proposalSent: {
    subject: ({ session }) => `${session} — Nuevo horario enviado`,
    preheader: ({ other }) =>
      `Hemos preguntado a ${who(other)}. Mientras no haya respuesta, no cambia nada.`,
    heading: ({ other }) => `Hemos preguntado a ${who(other)}`,
    lead: ({ other, session }) =>
      `Usted ha pedido cambiar el horario de la sesión ${quoted(session)}. Hemos enviado la ` +
      `solicitud a ${who(other)}.`,
    after: 'Si se acepta, recibirá una invitación actualizada. En cualquier caso, le avisaremos.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${session} — Nuevo horario rechazado`,
    heading: 'El nuevo horario se ha rechazado',
    by: {
      other: ({ other }) => `El nuevo horario que usted pidió no le viene bien a ${who(other)}.`,
      application: ({ organizer }) => `${organizer} ha rechazado el nuevo horario que usted pidió.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${session} — Sin respuesta a su nuevo horario`,
    heading: 'Sin respuesta a su nuevo horario',
    lead: ({ other }) =>
      `${Who(other)} no ha respondido a tiempo, así que la solicitud ha caducado.`,
  },
  askAgain: 'Puede pedir otro horario cuando quiera:',
  stays: 'Su sesión se queda como estaba.',
  counterNotUnderstood: {
    subject: ({ session }) => `${session} — Elija aquí el nuevo horario`,
    preheader: 'No hemos podido usar el nuevo horario que envió su calendario.',
    heading: 'No hemos podido usar ese horario',
    lead: ({ title }) =>
      `Su calendario ha propuesto un nuevo horario para la sesión ${quoted(title)}.`,
    problem: {
      'not-understood': 'No hemos podido entender a qué horario se refiere.',
      'not-taken': 'Aquí no se pueden proponer horarios desde el calendario.',
      'start-in-past': 'Ese horario ya ha pasado.',
      'too-short-notice': 'Ese horario está demasiado próximo.',
      'duration-not-allowed': 'Esta sesión no puede tener esa duración.',
      'too-many-proposals': 'Hoy ya ha propuesto muchos horarios.',
    },
    choose: 'Por favor, elija en esta página el horario que prefiera:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) => `${session} — Correo no entregado a ${who(other)}`,
    preheader: 'La sesión sigue en pie.',
    heading: ({ other }) => `Nuestros correos no llegan a ${who(other)}`,
    lead: ({ other, session }) =>
      `Nos han devuelto un correo sobre su sesión ${quoted(session)}: no llega a ${who(other)}. ` +
      `La sesión sigue en pie, pero es posible que ${who(other)} no conozca el último cambio.`,
    anotherWay: ({ other }) =>
      `Si tiene otra forma de comunicarse con ${who(other)}, utilícela, por favor.`,
  },
  freshLink: {
    subject: ({ session }) => `${session} — Su nuevo enlace`,
    preheader: 'Aquí tiene el nuevo enlace que pidió.',
    heading: 'Aquí tiene su nuevo enlace',
    lead: ({ title }) => `Desde aquí puede pedir otro horario para su sesión ${quoted(title)}:`,
    notYou: 'Si no ha pedido este enlace, puede ignorar este correo.',
  },
  humanAnswer: {
    subject: ({ session }) => `${session} — Acerca de su mensaje`,
    preheader: 'Para pedir otro horario, use su propio enlace.',
    preheaderOfTime: (_, moment) => `¿Quiere pedir como nuevo horario el ${moment}?`,
    heading: 'Gracias por su mensaje',
    lead: ({ other, session }) =>
      `Este buzón se ocupa del calendario de su sesión ${quoted(session)}. Lo atiende un ` +
      'programa, que no puede actuar según lo que usted ha escrito, y su mensaje no se ha ' +
      `enviado a ${who(other)}.`,
    useLink:
      'Para pedir otro horario, use su propio enlace. Para aceptar o rechazar, responda Sí o No ' +
      'en su calendario.',
    suggestion: (_, moment) =>
      `Su mensaje habla del ${stop(moment)} ¿Es ese el nuevo horario que quiere pedir?`,
    after: ({ other }) =>
      `La página le muestra el horario otra vez antes de que preguntemos a ${who(other)}. Para ` +
      'aceptar o rechazar, responda Sí o No en su calendario.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${session} — ¿Lo ha enviado usted?`,
    preheader: 'Ha llegado algo en su nombre. No cambia nada si usted no lo confirma.',
    heading: '¿Lo ha enviado usted?',
    answered: {
      accepted: ({ title }) => `Un correo en su nombre acepta la sesión ${quoted(title)}.`,
      tentative: ({ title }) =>
        `Un correo en su nombre responde «Quizás» a la sesión ${quoted(title)}.`,
      declined: ({ title }) => `Un correo en su nombre rechaza la sesión ${quoted(title)}.`,
    },
    saidSomething: ({ title }) =>
      `Un correo en su nombre dice algo sobre la sesión ${quoted(title)}.`,
    wished: ({ title }) =>
      `Un correo en su nombre pide otro horario para la sesión ${quoted(title)}.`,
    because: {
      'other-address':
        'Viene de otra dirección, o responde por otra, que no es la que conocemos como suya; ' +
        'por eso le preguntamos primero.',
      'not-authenticated':
        'No hemos podido comprobar que venga realmente de usted; por eso le preguntamos primero.',
    },
    timeNotUnderstood: 'No hemos podido entender qué horario pide.',
    press: 'Si lo ha enviado usted, confírmelo en esta página y contará.',
    until: (_, moment) => `La página funciona hasta el ${stop(moment)}`,
    notYou: 'Si no lo ha enviado usted, no tiene que hacer nada: entonces no cambia nada.',
  },
};

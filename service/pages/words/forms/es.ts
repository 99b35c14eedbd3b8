import { stop, Who, who } from '../../../mail/words/grammar/es.ts';
import type { FormWords } from '../page-words.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const asked = ['Su solicitud está en camino. Le escribiremos en cuanto haya respuesta.'];

export const es: FormWords = {
  form: {
    pleaseCheck: 'Por favor, revise su respuesta',
    tooQuick: 'Eso ha sido muy rápido. Por favor, lea la página y vuelva a enviar el formulario.',
    tooOld:
      'Esta página llevaba mucho tiempo abierta. Por favor, léala de nuevo y vuelva a enviar el ' +
      'formulario.',
    chooseOne: 'Elija una de las dos opciones.',
    send: 'Enviar mi respuesta',
  },

  propose: {
    title: 'Pedir otro horario',
    lead: (other) =>
      `Elija un horario que le venga mejor. Preguntamos a ${who(other)} si es posible.`,
    pending: (moment) =>
      `Ya ha pedido este horario: ${stop(moment)} Una nueva solicitud sustituye a la anterior.`,
    isSuggested:
      'El nuevo horario de abajo es una sugerencia tomada de su correo. Por favor, revíselo o ' +
      'cámbielo.',
    notice: (notice) => `El nuevo horario debe pedirse con al menos ${notice} de antelación.`,
    pick: 'Nuevo horario',
    pickOwn: 'Otra fecha y hora',
    date: 'Nueva fecha',
    time: 'Hora de inicio',
    zone: 'Zona horaria',
    zoneHint: 'La fecha y la hora de arriba corresponden a esta zona.',
    ownZone: 'Su zona',
    otherZones: 'Otras',
    length: 'Duración',
    minutes: (minutes) => plural(minutes, 'minuto'),
    note: (other) => `Mensaje para ${who(other)} (opcional)`,
    noteHint: 'Por favor, no escriba direcciones de correo ni números de teléfono.',
    send: 'Pedir este horario',
    after: (other) => `No cambia nada hasta que ${who(other)} acepte.`,
    mistake: {
      date: 'Escriba una fecha, por ejemplo, 2027-03-25.',
      time: 'Escriba una hora, por ejemplo, 15:00.',
      noSuchTime:
        'Ese día esa hora no existe en esa zona, porque los relojes se adelantan. Elija otra.',
      zone: 'Elija una zona horaria de la lista.',
      duration: 'Elija una de las duraciones disponibles.',
      noteTooLong: (limit) => `Acorte su mensaje a un máximo de ${limit} caracteres.`,
      inPast: 'Elija una fecha y una hora futuras.',
      tooSoon: (notice) => `Elija un horario con al menos ${notice} de antelación.`,
      unchanged: 'La sesión ya tiene este horario. Elija otro.',
    },
    asked: (other) => ({
      title: `Estamos preguntando a ${who(other)}`,
      paragraphs: [...asked, `Mientras ${who(other)} no acepte, vale el horario actual.`],
    }),
    askedAlready: (other) => ({
      title: `Ya hemos preguntado a ${who(other)}`,
      paragraphs: [...asked, `Mientras ${who(other)} no acepte, vale el horario actual.`],
    }),
    enoughToday: (other) => ({
      title: 'Por hoy es suficiente',
      paragraphs: [
        `Hoy ha pedido muchos horarios, así que este no se ha enviado a ${who(other)}.`,
        'Por favor, inténtelo de nuevo mañana. Hasta entonces, todo se queda como está.',
      ],
    }),
    movedOn: {
      title: 'Ahora no se puede pedir otro horario',
      paragraphs: ['La sesión ha cambiado entretanto. Este es su estado actual:'],
    },
  },
  span: (minutes) => {
    if (minutes % 1440 === 0) return plural(minutes / 1440, 'día');
    return minutes % 60 === 0 ? plural(minutes / 60, 'hora') : plural(minutes, 'minuto');
  },

  decide: {
    title: '¿Pasar al nuevo horario?',
    lead: (other) => `${Who(other)} pide cambiar el horario de la sesión con usted.`,
    otherWrites: (other) => `${Who(other)} escribe:`,
    question: '¿Qué horario elige?',
    approve: {
      label: 'Aceptar el nuevo horario',
      hint: 'La sesión cambia de horario y actualizamos los dos calendarios.',
    },
    decline: (other) => ({
      label: 'Conservar el horario actual',
      hint: `No cambia nada y avisamos a ${who(other)}.`,
    }),
    approved: (other) => ({
      title: 'La sesión tiene un nuevo horario',
      paragraphs: [
        'Ha aceptado la solicitud. Las invitaciones actualizadas están en camino, para usted y ' +
          `para ${who(other)}.`,
      ],
    }),
    declined: (other) => ({
      title: 'La sesión se queda como está',
      paragraphs: [`Ha rechazado la solicitud. Estamos avisando a ${who(other)}.`],
    }),
  },
  keep: {
    title: '¿Conservar su sesión?',
    lead: 'Ha rechazado esta sesión. Todavía no se ha cancelado, así que aún puede conservarla.',
    question: '¿Qué quiere hacer?',
    keep: { label: 'Conservar mi sesión', hint: 'Su No queda sin efecto.' },
    leave: { label: 'Mantener mi No', hint: 'La sesión se cancelará en breve.' },
    kept: {
      title: 'Conserva su sesión',
      paragraphs: ['Su No ha quedado sin efecto. No hay que hacer nada más.'],
    },
    left: {
      title: 'Mantiene su No',
      paragraphs: ['La sesión se cancelará en breve. No hay que hacer nada más.'],
    },
    nothingHeld: {
      title: 'Su sesión sigue en pie',
      paragraphs: ['No consta ningún rechazo que retirar. No hay que hacer nada más.'],
    },
  },

  confirm: {
    title: '¿Lo ha enviado usted?',
    answered: {
      accepted: 'Un correo en su nombre dice que usted acepta esta sesión.',
      tentative: 'Un correo en su nombre dice que es posible que usted asista («Quizás»).',
      declined: 'Un correo en su nombre dice que usted rechaza esta sesión.',
    },
    saidSomething: 'Un correo en su nombre dice algo sobre esta sesión.',
    wished: 'Un correo en su nombre pide otro horario.',
    notAuthenticated:
      'No hemos podido comprobar que venga realmente de usted. Cuenta en cuanto usted lo confirme.',
    otherAddress:
      'Viene de una dirección distinta de la que conocemos como suya. Cuenta en cuanto usted lo ' +
      'confirme.',
    alias: (address) =>
      `Responde por ${address}, que no es la dirección que conocemos como suya. Confírmelo solo ` +
      'si esa dirección también es suya: entonces cuenta, y la recordaremos.',
    cameWithWords: 'Venía con este texto:',
    question: '¿Es suyo?',
    yes: { label: 'Sí, lo he enviado yo', hint: 'Entonces cuenta.' },
    no: { label: 'No, no lo he enviado yo', hint: 'Entonces no cambia nada.' },
    denied: {
      title: 'No se ha cambiado nada',
      paragraphs: ['Gracias por decírnoslo. Lo que llegó en su nombre no cuenta.'],
    },
    accepted: {
      title: 'Ha aceptado la sesión',
      paragraphs: ['Gracias. Hemos registrado su respuesta; no hay que hacer nada más.'],
    },
    tentative: {
      title: 'Ha respondido Quizás',
      paragraphs: ['Gracias. Hemos registrado su respuesta; no hay que hacer nada más.'],
    },
    declined: (other) => ({
      title: 'Ha respondido No',
      paragraphs: [
        `Estamos avisando a ${who(other)}. No se ha cancelado nada; la sesión sigue en pie.`,
      ],
    }),
    declinedAsHost: (other) => ({
      title: 'La sesión se ha cancelado',
      paragraphs: [
        `Ha rechazado la sesión, así que queda cancelada. Estamos avisando a ${who(other)}.`,
      ],
    }),
    declinedAsGuest: (other) => ({
      title: 'Ya no tiene la reserva',
      paragraphs: [
        `Ha rechazado la sesión, así que su plaza queda libre. Estamos avisando a ${who(other)}.`,
      ],
    }),
    declineHeld: {
      title: 'Ha rechazado la sesión',
      paragraphs: [
        'Se cancelará en breve. Nuestro correo le indica hasta cuándo puede conservarla.',
      ],
    },
    timeNotUsable: {
      title: 'No hemos podido usar ese horario',
      paragraphs: ['Le estamos enviando un correo con el enlace a la página donde elegir uno.'],
    },
    nothingWaits: {
      title: 'Ya no hay nada que confirmar',
      paragraphs: [
        'Entretanto se ha resuelto de otra manera. Su calendario y nuestro correo más reciente ' +
          'le muestran cómo está la sesión.',
      ],
    },
    already: { title: 'Ya lo ha confirmado', paragraphs: ['No hay que hacer nada más.'] },
    known: {
      title: 'Ya tenemos esta respuesta',
      paragraphs: ['Ya estaba registrada, así que no hay que hacer nada más.'],
    },
    answeredAgain: {
      title: 'Desde entonces ha vuelto a responder',
      paragraphs: [
        'Cuenta su respuesta más reciente. Para cambiarla, responda otra vez a la invitación en ' +
          'su calendario.',
      ],
    },
    movedOn: {
      title: 'La sesión ha cambiado desde entonces',
      paragraphs: [
        'Lo que ha confirmado se refería a un plan anterior. Por favor, responda a nuestra ' +
          'invitación más reciente.',
      ],
    },
    sameTime: {
      title: 'La sesión ya tiene este horario',
      paragraphs: ['El nuevo horario que pidió es el actual, así que no hay que hacer nada.'],
    },
    askedAlready: { title: 'Ya hemos preguntado por este horario', paragraphs: asked },
  },
};

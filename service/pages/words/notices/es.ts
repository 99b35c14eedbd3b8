import { Who, who } from '../../../mail/words/grammar/es.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** `Hanna ha`; `Se ha` when nobody is known to have done it. */
const settledBy = (by: DecidedBy | 'you' | null, other: Other, organizer: string): string => {
  if (by === null) return 'Se ha';
  if (by === 'you') return 'Usted ha';
  return `${by === 'application' ? organizer : Who(other)} ha`;
};

export const es: NoticeWords = {
  layout: {
    questions: '¿Alguna pregunta? Escriba a',
    isPrivate: 'Esta página es solo para usted. Por favor, no comparta el enlace.',
    error: 'Error:',
  },

  label: {
    newTime: 'Nuevo horario',
    presentTime: 'Horario actual',
    youAskedFor: 'Usted pidió',
    takesPlace: 'Horario de la sesión',
    takesPlaceNow: 'Nuevo horario de la sesión',
    wasPlannedFor: 'Estaba prevista para',
    isPlannedFor: 'La sesión está prevista para',
    tookPlace: 'Tuvo lugar',
  },

  unknown: {
    title: 'No reconocemos este enlace',
    paragraphs: [
      'Puede que un programa de correo lo haya cortado, o que nunca haya sido nuestro.',
      'Por favor, ábralo desde el correo más reciente sobre la sesión o copie la dirección ' +
        'completa.',
    ],
  },
  expired: {
    title: 'Este enlace ha caducado',
    paragraphs: [
      'Por su seguridad, los enlaces de nuestros correos solo funcionan durante un ' +
        'tiempo limitado.',
      'Podemos enviar uno nuevo a la dirección para la que se creó este.',
    ],
    button: 'Recibir un nuevo enlace',
  },
  renewed: {
    title: 'Por favor, revise su correo',
    paragraphs: [
      'Si la sesión sigue en pie, un nuevo enlace está en camino a la dirección para la que se ' +
        'creó el anterior.',
      'Debería llegar en unos minutos. Revise también la carpeta de spam.',
    ],
  },
  foreignForm: {
    title: 'Este formulario viene de otro sitio',
    paragraphs: [
      'Para su protección, solo aceptamos formularios de nuestras propias páginas. No se ha ' +
        'cambiado nada.',
      'Por favor, vuelva a abrir el enlace de su correo y use la página que se muestra.',
    ],
  },
  tooMany: {
    title: 'Demasiados intentos',
    paragraphs: ['Por favor, espere un minuto y vuelva a abrir el enlace de su correo.'],
  },
  malformed: {
    title: 'No hemos podido leer este formulario',
    paragraphs: ['No se ha cambiado nada. Por favor, vuelva a abrir el enlace de su correo.'],
  },
  wrongMethod: {
    title: 'Esta página no funciona de esa manera',
    paragraphs: ['No se ha cambiado nada. Por favor, vuelva a abrir el enlace de su correo.'],
  },
  trouble: {
    title: 'Algo falla por nuestra parte',
    paragraphs: [
      'Su enlace está bien. Por favor, vuelva a intentarlo en unos minutos.',
      'No se ha perdido nada: la sesión y su calendario se quedan como están.',
    ],
  },

  cancelled: {
    title: 'Esta sesión se ha cancelado',
    paragraphs: ['No tendrá lugar, y ya no se puede cambiar nada.'],
  },
  left: {
    title: 'Usted ya no participa en esta sesión',
    paragraphs: ['Su plaza ha quedado libre, así que aquí ya no hay nada que hacer.'],
  },
  over: {
    title: 'Esta sesión ya ha terminado',
    paragraphs: ['Su hora ha pasado, así que ya no se puede cambiar nada.'],
  },
  open: {
    title: 'Nadie ha reservado esta sesión',
    paragraphs: ['Por el momento no hay nadie con quien acordar un nuevo horario.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'Esta solicitud ya se ha aceptado',
      paragraphs: [
        `${settledBy(decidedBy, other, organizer)} aceptado el nuevo horario. ` +
          'No hay que hacer nada más.',
      ],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'Esta solicitud ya se ha rechazado',
      paragraphs: [
        `${settledBy(decidedBy, other, organizer)} rechazado el nuevo horario. ` +
          'La sesión se queda como está.',
      ],
    }),
    superseded: {
      title: 'Esta solicitud ya no está vigente',
      paragraphs: [
        'La ha sustituido una solicitud más reciente u otro cambio, así que ya no se puede ' +
          'decidir sobre ella.',
      ],
    },
    expired: {
      title: 'Esta solicitud ha caducado',
      paragraphs: ['Nadie ha respondido a tiempo. La sesión se queda como está.'],
    },
    otherwise: {
      title: 'Ya no se puede decidir sobre esta solicitud',
      paragraphs: [
        'El horario propuesto ya ha pasado o la sesión ha cambiado entretanto. La ' +
          'sesión se queda como está.',
      ],
    },
  },

  session: {
    title: (other) => `Su sesión con ${who(other)}`,
    booked: {
      host: (other) => `${Who(other)} ha reservado esta sesión con usted.`,
      guest: (other) => `Usted ha reservado esta sesión con ${who(other)}.`,
    },
    yourAnswer: {
      'needs-action': 'Todavía no ha respondido. Responda Sí, No o Quizás en su calendario.',
      accepted: 'Ha respondido Sí.',
      tentative: 'Ha respondido Quizás.',
      declined: 'Ha respondido No.',
    },
    declineHeld:
      'La sesión se cancelará en breve. Nuestro correo le indica hasta cuándo puede conservarla.',
    youAsked: (other) =>
      `Usted ha pedido un nuevo horario. ${Who(other)} todavía no ha respondido.`,
    otherAsks: (other) =>
      `${Who(other)} pide un nuevo horario. En nuestro correo está el enlace para aceptarlo o ` +
      'rechazarlo.',
    where: 'Dónde',
    join: 'Unirse',
    about: 'Acerca de esta sesión',
    requestTime: 'Pedir otro horario',
    addToCalendar: 'Añadir a su calendario',
    addHint: 'Solo hace falta si nuestra invitación todavía no está en su calendario.',
    file: 'Archivo de calendario (.ics)',
    google: 'Google Calendar',
    outlook: 'Outlook',
  },
};

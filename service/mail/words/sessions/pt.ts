import { ofWho, quoted, toWho, Who, who } from '../grammar/pt.ts';
import type { SessionWords } from '../mail-words.ts';

export const pt: SessionWords = {
  time: {
    length: (minutes) => (minutes === 1 ? '1 minuto' : `${minutes} minutos`),
    utcForUnknown: 'UTC, porque não conhecemos o seu fuso horário',
    zoneForUnknown: (zone) =>
      `${zone}. Não conhecemos o seu fuso horário, por isso este é o da sessão.`,
    endingIn: (start, end) => `${start}; ao terminar, ${end}`,
    forOther: (other, hours, offset) => `Para ${who(other)}: ${hours} (${offset})`,
    comma: ', ',
  },

  title: (session, firstName) => `${session} com ${firstName}`,
  greeting: (name) => (name === '' ? 'Olá,' : `Olá, ${name},`),
  privacy: ({ other }) =>
    `O seu endereço de e-mail não é mostrado ${toWho(other)}, e o ${ofWho(other)} também não ` +
    'lhe é mostrado.',
  colon: ':',
  questions: 'Alguma pergunta?',
  seeSession: 'Ver o estado da sua sessão',

  label: {
    when: 'Quando',
    was: 'Antes',
    now: 'Agora',
    proposed: 'Horário proposto',
    youAskedFor: 'Horário que pediu',
    itStays: 'Mantém-se',
    untilThen: 'Até lá',
    plannedFor: 'Data prevista',
    newTimeAsked: 'Novo horário pedido',
    where: 'Onde',
    join: 'Participar',
    reason: 'Motivo indicado',
    youWrote: 'A sua mensagem',
    otherWrote: ({ other }) => `${Who(other)} escreveu`,
    cameWithWords: 'Trazia este texto',
  },

  button: {
    requestTime: 'Pedir outro horário',
    approve: 'Aprovar o novo horário',
    decline: 'Recusar',
    keep: 'Manter a minha sessão',
    confirm: 'Sim, a mensagem é minha',
    askForThis: 'Pedir este horário',
    chooseAnother: 'Escolher outro horário',
  },

  invitation: {
    subject: ({ session }) => `${session} — Convite`,
    preheader: ({ when }) => `${when}. Responda Sim, Não ou Talvez no seu calendário.`,
    lead: ({ title }) => `A sua sessão ${quoted(title)} está reservada.`,
    answer: 'Por favor, responda Sim, Não ou Talvez no seu calendário, como em qualquer convite.',
    another: ({ other }, isByCalendar) =>
      isByCalendar
        ? `Se este horário não lhe convém, peça outro ${toWho(other)}. Também pode propor um a ` +
          'partir do seu calendário, se este o permitir.'
        : `Se este horário não lhe convém, peça outro ${toWho(other)}.`,
  },
  update: {
    subject: ({ session }) => `${session} — Novo horário`,
    preheader: ({ when }) => `Agora: ${when}. Por favor, responda de novo no seu calendário.`,
    heading: ({ title }) => `Novo horário: ${title}`,
    moved: ({ title }) => `A sua sessão ${quoted(title)} mudou de horário.`,
    otherApproved: ({ other, session }) =>
      `${Who(other)} aprovou o seu pedido, por isso a sessão ${quoted(session)} passa para o ` +
      'novo horário.',
    youApproved: ({ title }) =>
      `Aprovou o novo horário, por isso a sua sessão ${quoted(title)} mudou.`,
    applicationApproved: ({ organizer, title }) =>
      `${organizer} aprovou o seu pedido, por isso a sessão ${quoted(title)} passa para o novo ` +
      'horário.',
    calendarFollows: 'O evento no seu calendário também muda.',
  },
  details: {
    subject: ({ session }) => `${session} — Detalhes atuais`,
    preheader: ({ when }) => `${when}. Substitui qualquer convite anterior.`,
    lead: ({ title }) =>
      `Estes são os detalhes atuais da sua sessão ${quoted(title)}. Este e-mail substitui ` +
      'qualquer convite anterior.',
  },
  cancellation: {
    subject: ({ session }) => `${session} — Sessão cancelada`,
    preheader: ({ when }) => `A sessão de ${when} não se realiza.`,
    heading: ({ title }) => `Sessão cancelada: ${title}`,
    by: {
      reader: ({ title }) => `Recusou a sua sessão ${quoted(title)}, por isso ela não se realiza.`,
      other: ({ other, session }) => `${Who(other)} cancelou a sessão ${quoted(session)}.`,
      application: ({ organizer, title }) => `${organizer} cancelou a sua sessão ${quoted(title)}.`,
      unknown: ({ title }) => `A sua sessão ${quoted(title)} não se realiza.`,
    },
    calendarFollows:
      'Não é preciso fazer nada. O evento é retirado do seu calendário ou fica marcado como ' +
      'cancelado.',
  },
  reminder: {
    subject: ({ session }) => `${session} — Lembrete`,
    preheader: ({ when }) => `Data e hora: ${when}.`,
    heading: ({ title }) => `Em breve: ${title}`,
    lead: ({ title }) => `Este é um lembrete da sua sessão ${quoted(title)}.`,
    unanswered: 'Ainda não respondeu. Por favor, responda Sim, Não ou Talvez no seu calendário.',
  },
  answerReminder: {
    subject: ({ session }) => `${session} — Aguardamos a sua resposta`,
    heading: ({ title }) => `Vai participar? ${title}`,
    lead: ({ title }) => `Recebeu um convite para a sua sessão ${quoted(title)}.`,
  },

  entry: {
    lead: ({ session, other }) => `${session}: a sua sessão com ${who(other)}.`,
    join: (_, url) => `Participar: ${url}`,
    anotherTime: ({ other }) => `Precisa de outro horário? Faça aqui o pedido ${toWho(other)}:`,
    cancelled: ({ title }) => `A sua sessão ${quoted(title)} não se realiza.`,
    reason: (_, reason) => `Motivo indicado: ${reason}`,
  },
};

import { quoted, toWho, Who, who } from '../grammar/pt.ts';
import type { AnswerWords } from '../mail-words.ts';

export const pt: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${session} — A pessoa convidada já não participa`,
    preheader: ({ other }) => `${Who(other)} já não tem a reserva. O horário está de novo livre.`,
    heading: ({ other }) => `${Who(other)} já não participa`,
    by: {
      other: ({ other, session }) => `${Who(other)} recusou a sessão ${quoted(session)}.`,
      application: ({ organizer, other, session }) =>
        `${organizer} retirou ${who(other)} da sessão ${quoted(session)}.`,
    },
    openAgain:
      'O horário está de novo livre e o evento continua no seu calendário. Quando houver uma ' +
      'reserva de outra pessoa, receberá um convite atualizado.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${session} — Sessão recusada`,
    heading: {
      host: ({ title }) => `Sessão cancelada: ${title}`,
      guest: () => 'Já não tem a reserva',
    },
    lead: {
      host: ({ other, title }) =>
        `Recusou a sua sessão ${quoted(title)}, por isso ela fica cancelada. Avisamos ` +
        `${who(other)}.`,
      guest: ({ other }) =>
        `Recusou a sessão, por isso já não tem a reserva. Avisamos ${who(other)}.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${session} — A sua resposta foi Não`,
    preheader: 'Era essa a intenção? Ainda pode manter a sua sessão.',
    heading: 'A sua resposta foi Não',
    lead: ({ title }) => `Recusou a sua sessão ${quoted(title)}. Será cancelada em breve.`,
    deadline: (_, moment) => `Pode voltar atrás até ${moment}.`,
    choice: 'Se era essa a intenção, não é preciso fazer nada. Se não era, mantenha a sua sessão:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${session} — ${Who(other)} respondeu Não`,
    preheader: 'Nada foi cancelado.',
    heading: ({ other }) => `${Who(other)} respondeu Não`,
    lead: ({ other, session }) =>
      `${Who(other)} respondeu Não à sessão ${quoted(session)}. Nada foi cancelado: a sessão ` +
      'mantém-se.',
  },
  proposalToDecide: {
    subject: ({ session }) => `Aprova um novo horário para ${session}?`,
    preheader: ({ other }, when) => `${Who(other)} pede outro horário: ${when}.`,
    heading: ({ other }) => `${Who(other)} pede um novo horário`,
    lead: ({ other, session }) =>
      `${Who(other)} gostaria de mudar o horário da sessão ${quoted(session)}.`,
    deadline: (_, moment) => `Por favor, decida antes de ${moment}. Até lá, nada muda.`,
  },
  proposalSent: {
    subject: ({ session }) => `${session} — Novo horário enviado`,
    preheader: ({ other }) =>
      `O seu pedido foi enviado ${toWho(other)}. Enquanto não houver resposta, nada muda.`,
    heading: ({ other }) => `Pedido enviado ${toWho(other)}`,
    lead: ({ other, session }) =>
      `Pediu para mudar o horário da sua sessão ${quoted(session)}. O pedido foi enviado ` +
      `${toWho(other)}.`,
    after:
      'Se for aprovado, receberá um convite atualizado. Em qualquer caso, receberá uma ' +
      'mensagem nossa.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${session} — Novo horário recusado`,
    heading: 'O novo horário foi recusado',
    by: {
      other: ({ other }) => `O novo horário que pediu não convém ${toWho(other)}.`,
      application: ({ organizer }) => `${organizer} recusou o seu pedido de novo horário.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${session} — Sem resposta ao seu novo horário`,
    heading: 'Sem resposta ao seu novo horário',
    lead: ({ other }) => `${Who(other)} não respondeu a tempo, por isso o pedido expirou.`,
  },
  askAgain: 'Pode pedir outro horário quando quiser:',
  stays: 'A sua sessão fica como estava.',
  counterNotUnderstood: {
    subject: ({ session }) => `${session} — Escolha aqui o novo horário`,
    preheader: 'Não foi possível usar o novo horário enviado pelo seu calendário.',
    heading: 'Não foi possível usar esse horário',
    lead: ({ title }) =>
      `O seu calendário propôs um novo horário para a sua sessão ${quoted(title)}.`,
    problem: {
      'not-understood': 'Não foi possível entender a que horário se refere.',
      'not-taken': 'Aqui não é possível propor horários a partir do calendário.',
      'start-in-past': 'Esse horário já passou.',
      'too-short-notice': 'Esse horário está próximo demais.',
      'duration-not-allowed': 'Esta sessão não pode ter essa duração.',
      'too-many-proposals': 'Hoje já propôs muitos horários.',
    },
    choose: 'Por favor, escolha nesta página o horário que prefere:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) => `${session} — Os nossos e-mails não chegam ${toWho(other)}`,
    preheader: 'A sessão mantém-se.',
    heading: ({ other }) => `Os nossos e-mails não chegam ${toWho(other)}`,
    lead: ({ other, session }) =>
      `Um e-mail sobre a sua sessão ${quoted(session)} foi devolvido: não chega ${toWho(other)}. ` +
      `A sessão mantém-se, mas é possível que ${who(other)} não saiba da última alteração.`,
    anotherWay: ({ other }) => `Se tem outra forma de falar com ${who(other)}, use-a, por favor.`,
  },
  freshLink: {
    subject: ({ session }) => `${session} — O seu novo link`,
    preheader: 'Aqui está o novo link que pediu.',
    heading: 'Aqui está o seu novo link',
    lead: ({ title }) => `Pode pedir aqui outro horário para a sua sessão ${quoted(title)}:`,
    notYou: 'Se não pediu este link, pode ignorar este e-mail.',
  },
  humanAnswer: {
    subject: ({ session }) => `${session} — Sobre a sua mensagem`,
    preheader: 'Para pedir outro horário, use o seu próprio link.',
    preheaderOfTime: (_, moment) => `Quer pedir o horário de ${moment}?`,
    heading: 'Agradecemos a sua mensagem',
    lead: ({ other, session }) =>
      `Esta caixa de correio trata do calendário da sua sessão ${quoted(session)}. É gerida por ` +
      'um programa, que não pode agir de acordo com o que escreveu, e a sua mensagem não foi ' +
      `enviada ${toWho(other)}.`,
    useLink:
      'Para pedir outro horário, use o seu próprio link. Para aceitar ou recusar, responda Sim ' +
      'ou Não no seu calendário.',
    suggestion: (_, moment) =>
      `A sua mensagem fala de ${moment}. É esse o novo horário que quer pedir?`,
    after: ({ other }) =>
      `A página volta a mostrar-lhe o horário antes de perguntarmos ${toWho(other)}. Para ` +
      'aceitar ou recusar, responda Sim ou Não no seu calendário.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${session} — Esta mensagem é sua?`,
    preheader: 'Chegou algo em seu nome. Nada muda sem a sua confirmação.',
    heading: 'Esta mensagem é sua?',
    answered: {
      accepted: ({ title }) => `Um e-mail em seu nome aceita a sessão ${quoted(title)}.`,
      tentative: ({ title }) =>
        `Um e-mail em seu nome responde “Talvez” à sessão ${quoted(title)}.`,
      declined: ({ title }) => `Um e-mail em seu nome recusa a sessão ${quoted(title)}.`,
    },
    saidSomething: ({ title }) => `Um e-mail em seu nome diz algo sobre a sessão ${quoted(title)}.`,
    wished: ({ title }) =>
      `Um e-mail em seu nome pede outro horário para a sessão ${quoted(title)}.`,
    because: {
      'other-address':
        'Vem de outro endereço, ou responde por outro, que não é o que conhecemos como seu; por ' +
        'isso, perguntamos-lhe primeiro.',
      'not-authenticated':
        'Não foi possível confirmar que a mensagem é mesmo sua; por isso, perguntamos-lhe ' +
        'primeiro.',
    },
    timeNotUnderstood: 'Não foi possível entender que horário pede.',
    press: 'Se a mensagem é sua, confirme-a nesta página e ela conta.',
    until: (_, moment) => `A página funciona até ${moment}.`,
    notYou: 'Se não é sua, não é preciso fazer nada: nesse caso, nada muda.',
  },
};

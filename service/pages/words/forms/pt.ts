import { toWho, Who, who } from '../../../mail/words/grammar/pt.ts';
import type { FormWords } from '../page-words.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const asked = ['O seu pedido está a caminho. Receberá um e-mail assim que houver resposta.'];

export const pt: FormWords = {
  form: {
    pleaseCheck: 'Por favor, verifique a sua resposta',
    tooQuick: 'Isso foi muito rápido. Por favor, leia a página e volte a enviar o formulário.',
    tooOld:
      'Esta página esteve aberta durante muito tempo. Por favor, leia-a de novo e volte a enviar ' +
      'o formulário.',
    chooseOne: 'Escolha uma das duas opções.',
    send: 'Enviar a minha resposta',
  },

  propose: {
    title: 'Pedir outro horário',
    lead: (other) =>
      `Escolha um horário que lhe convenha mais. Perguntamos ${toWho(other)} se é possível.`,
    pending: (moment) => `Já pediu este horário: ${moment}. Um novo pedido substitui o anterior.`,
    isSuggested:
      'O novo horário abaixo é uma sugestão retirada do seu e-mail. Por favor, verifique-o ou ' +
      'altere-o.',
    notice: (notice) => `O novo horário deve ser pedido com pelo menos ${notice} de antecedência.`,
    pick: 'Novo horário',
    pickOwn: 'Outra data e hora',
    date: 'Nova data',
    time: 'Hora de início',
    zone: 'Fuso horário',
    zoneHint: 'A data e a hora acima referem-se a este fuso.',
    ownZone: 'O seu fuso',
    otherZones: 'Outros',
    length: 'Duração',
    minutes: (minutes) => plural(minutes, 'minuto'),
    note: (other) => `Mensagem para ${who(other)} (opcional)`,
    noteHint: 'Por favor, não escreva endereços de e-mail nem números de telefone.',
    send: 'Pedir este horário',
    after: (other) => `Nada muda até ${who(other)} aprovar.`,
    mistake: {
      date: 'Escreva uma data, por exemplo, 2027-03-25.',
      time: 'Escreva uma hora, por exemplo, 15:00.',
      noSuchTime:
        'Nesse dia, essa hora não existe nesse fuso, porque os relógios se adiantam. ' +
        'Escolha outra.',
      zone: 'Escolha um fuso horário da lista.',
      duration: 'Escolha uma das durações disponíveis.',
      noteTooLong: (limit) => `Reduza a sua mensagem a um máximo de ${limit} caracteres.`,
      inPast: 'Escolha uma data e uma hora no futuro.',
      tooSoon: (notice) => `Escolha um horário com pelo menos ${notice} de antecedência.`,
      unchanged: 'A sessão já tem este horário. Escolha outro.',
    },
    asked: (other) => ({
      title: `O pedido segue para ${who(other)}`,
      paragraphs: [...asked, `Até ${who(other)} aprovar, mantém-se o horário atual.`],
    }),
    askedAlready: (other) => ({
      title: `O pedido já foi enviado ${toWho(other)}`,
      paragraphs: [...asked, `Até ${who(other)} aprovar, mantém-se o horário atual.`],
    }),
    enoughToday: (other) => ({
      title: 'Por hoje é suficiente',
      paragraphs: [
        `Hoje pediu muitos horários, por isso este não foi enviado ${toWho(other)}.`,
        'Por favor, tente de novo amanhã. Até lá, tudo fica como está.',
      ],
    }),
    movedOn: {
      title: 'Agora não é possível pedir outro horário',
      paragraphs: ['A sessão mudou entretanto. Este é o estado atual:'],
    },
  },
  span: (minutes) => {
    if (minutes % 1440 === 0) return plural(minutes / 1440, 'dia');
    return minutes % 60 === 0 ? plural(minutes / 60, 'hora') : plural(minutes, 'minuto');
  },

  decide: {
    title: 'Mudar para o novo horário?',
    lead: (other) => `${Who(other)} pede para mudar o horário da sessão.`,
    otherWrites: (other) => `${Who(other)} escreve:`,
    question: 'Que horário escolhe?',
    approve: {
      label: 'Aprovar o novo horário',
      hint: 'A sessão muda de horário e atualizamos os dois calendários.',
    },
    decline: (other) => ({
      label: 'Manter o horário atual',
      hint: `Nada muda, e avisamos ${who(other)}.`,
    }),
    approved: (other) => ({
      title: 'A sessão tem um novo horário',
      paragraphs: [
        `Aprovou o pedido. Os convites atualizados estão a caminho, também para ${who(other)}.`,
      ],
    }),
    declined: (other) => ({
      title: 'A sessão fica como está',
      paragraphs: [`Recusou o pedido. Vamos avisar ${who(other)}.`],
    }),
  },
  keep: {
    title: 'Manter a sua sessão?',
    lead: 'Recusou esta sessão. Ainda não foi cancelada, por isso ainda pode mantê-la.',
    question: 'O que deve acontecer?',
    keep: { label: 'Manter a minha sessão', hint: 'O seu Não fica sem efeito.' },
    leave: { label: 'Manter o meu Não', hint: 'A sessão será cancelada em breve.' },
    kept: {
      title: 'Mantém a sua sessão',
      paragraphs: ['O seu Não ficou sem efeito. Não é preciso fazer mais nada.'],
    },
    left: {
      title: 'Mantém o seu Não',
      paragraphs: ['A sessão será cancelada em breve. Não é preciso fazer mais nada.'],
    },
    nothingHeld: {
      title: 'A sua sessão realiza-se',
      paragraphs: ['Não há nenhuma recusa a retirar. Não é preciso fazer mais nada.'],
    },
  },

  confirm: {
    title: 'Esta mensagem é sua?',
    answered: {
      accepted: 'Um e-mail em seu nome diz que aceita esta sessão.',
      tentative: 'Um e-mail em seu nome diz que é possível que participe (“Talvez”).',
      declined: 'Um e-mail em seu nome diz que recusa esta sessão.',
    },
    saidSomething: 'Um e-mail em seu nome diz algo sobre esta sessão.',
    wished: 'Um e-mail em seu nome pede outro horário.',
    notAuthenticated:
      'Não foi possível confirmar que a mensagem é mesmo sua. Conta assim que a confirmar.',
    otherAddress:
      'A mensagem vem de um endereço diferente daquele que conhecemos como seu. Conta assim ' +
      'que a confirmar.',
    alias: (address) =>
      `A mensagem responde por ${address}, que não é o endereço que conhecemos como seu. ` +
      'Confirme apenas se esse endereço também for seu: nesse caso, a mensagem conta e ' +
      'guardamos o endereço.',
    cameWithWords: 'Trazia este texto:',
    question: 'A mensagem é sua?',
    yes: { label: 'Sim, a mensagem é minha', hint: 'Nesse caso, a mensagem conta.' },
    no: { label: 'Não, a mensagem não é minha', hint: 'Nesse caso, nada muda.' },
    denied: {
      title: 'Nada foi alterado',
      paragraphs: ['Agradecemos a informação. O que chegou em seu nome não conta.'],
    },
    accepted: {
      title: 'Aceitou a sessão',
      paragraphs: ['Agradecemos. A sua resposta está guardada; não é preciso fazer mais nada.'],
    },
    tentative: {
      title: 'A sua resposta foi Talvez',
      paragraphs: ['Agradecemos. A sua resposta está guardada; não é preciso fazer mais nada.'],
    },
    declined: (other) => ({
      title: 'A sua resposta foi Não',
      paragraphs: [`Vamos avisar ${who(other)}. Nada foi cancelado; a sessão mantém-se.`],
    }),
    declinedAsHost: (other) => ({
      title: 'A sessão foi cancelada',
      paragraphs: [`Recusou a sessão, por isso ela fica cancelada. Vamos avisar ${who(other)}.`],
    }),
    declinedAsGuest: (other) => ({
      title: 'Já não tem a reserva',
      paragraphs: [
        `Recusou a sessão, por isso o seu lugar fica livre. Vamos avisar ${who(other)}.`,
      ],
    }),
    declineHeld: {
      title: 'Recusou a sessão',
      paragraphs: ['Será cancelada em breve. O nosso e-mail indica até quando pode mantê-la.'],
    },
    timeNotUsable: {
      title: 'Não foi possível usar esse horário',
      paragraphs: ['Vai receber um e-mail com o link da página onde pode escolher um.'],
    },
    nothingWaits: {
      title: 'Já não há nada a confirmar',
      paragraphs: [
        'Entretanto, ficou resolvido de outra forma. O seu calendário e o nosso e-mail mais ' +
          'recente mostram como está a sessão.',
      ],
    },
    already: {
      title: 'Já confirmou esta mensagem',
      paragraphs: ['Não é preciso fazer mais nada.'],
    },
    known: {
      title: 'Já temos esta resposta',
      paragraphs: ['Já estava guardada, por isso não é preciso fazer mais nada.'],
    },
    answeredAgain: {
      title: 'Entretanto, voltou a responder',
      paragraphs: [
        'Conta a sua resposta mais recente. Para a mudar, responda outra vez ao convite no seu ' +
          'calendário.',
      ],
    },
    movedOn: {
      title: 'Entretanto, a sessão mudou',
      paragraphs: [
        'O que confirmou dizia respeito a um plano anterior. Por favor, responda antes ao nosso ' +
          'convite mais recente.',
      ],
    },
    sameTime: {
      title: 'A sessão já tem este horário',
      paragraphs: ['O novo horário que pediu é o atual, por isso não é preciso fazer nada.'],
    },
    askedAlready: { title: 'Este horário já foi pedido', paragraphs: asked },
  },
};

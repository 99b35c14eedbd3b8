import { byWho, Who, who } from '../../../mail/words/grammar/pt.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** ` por Hanna`; nothing when nobody is known to have done it. */
const by = (decidedBy: DecidedBy | null, other: Other, organizer: string): string => {
  if (decidedBy === null) return '';
  return decidedBy === 'application' ? ` por ${organizer}` : ` ${byWho(other)}`;
};

export const pt: NoticeWords = {
  layout: {
    questions: 'Alguma pergunta? Escreva para',
    isPrivate: 'Esta página é pessoal. Por favor, não partilhe o link com ninguém.',
    error: 'Erro:',
  },

  label: {
    newTime: 'Novo horário',
    presentTime: 'Horário atual',
    youAskedFor: 'Horário que pediu',
    takesPlace: 'Horário da sessão',
    takesPlaceNow: 'Novo horário da sessão',
    wasPlannedFor: 'Estava prevista para',
    isPlannedFor: 'A sessão está prevista para',
    tookPlace: 'Realizou-se',
  },

  unknown: {
    title: 'Não reconhecemos este link',
    paragraphs: [
      'Talvez um programa de e-mail o tenha cortado, ou nunca tenha sido nosso.',
      'Por favor, abra-o a partir do e-mail mais recente sobre a sessão ou copie o endereço ' +
        'completo.',
    ],
  },
  expired: {
    title: 'Este link expirou',
    paragraphs: [
      'Para sua segurança, os links dos nossos e-mails só funcionam durante um tempo limitado.',
      'Podemos enviar um novo para o endereço a que este se destinava.',
    ],
    button: 'Receber um novo link',
  },
  renewed: {
    title: 'Por favor, consulte o seu e-mail',
    paragraphs: [
      'Se a sessão se mantiver, um novo link está a caminho do endereço a que o anterior se ' +
        'destinava.',
      'Deve chegar dentro de alguns minutos. Verifique também a pasta de spam.',
    ],
  },
  foreignForm: {
    title: 'Este formulário veio de outro lugar',
    paragraphs: [
      'Para sua proteção, só aceitamos formulários das nossas próprias páginas. Nada foi alterado.',
      'Por favor, volte a abrir o link do seu e-mail e use a página que aparece.',
    ],
  },
  tooMany: {
    title: 'Demasiadas tentativas',
    paragraphs: ['Por favor, aguarde um minuto e volte a abrir o link do seu e-mail.'],
  },
  malformed: {
    title: 'Não foi possível ler este formulário',
    paragraphs: ['Nada foi alterado. Por favor, volte a abrir o link do seu e-mail.'],
  },
  wrongMethod: {
    title: 'Esta página não funciona dessa forma',
    paragraphs: ['Nada foi alterado. Por favor, volte a abrir o link do seu e-mail.'],
  },
  trouble: {
    title: 'Algo está errado do nosso lado',
    paragraphs: [
      'O seu link está correto. Por favor, tente de novo dentro de alguns minutos.',
      'Nada se perdeu: a sessão e o seu calendário ficam como estão.',
    ],
  },

  cancelled: {
    title: 'Esta sessão foi cancelada',
    paragraphs: ['Não se realiza, e já não é possível alterar nada.'],
  },
  left: {
    title: 'Já não participa nesta sessão',
    paragraphs: ['O seu lugar ficou livre, por isso não há mais nada a fazer aqui.'],
  },
  over: {
    title: 'Esta sessão já terminou',
    paragraphs: ['A hora já passou, por isso não é possível alterar mais nada.'],
  },
  open: {
    title: 'Ninguém reservou esta sessão',
    paragraphs: ['Neste momento, não há ninguém com quem combinar um novo horário.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'Este pedido já foi aprovado',
      paragraphs: [
        decidedBy === 'you'
          ? 'Já aprovou o novo horário. Não é preciso fazer mais nada.'
          : `O novo horário foi aprovado${by(decidedBy, other, organizer)}. ` +
            'Não é preciso fazer mais nada.',
      ],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'Este pedido já foi recusado',
      paragraphs: [
        decidedBy === 'you'
          ? 'Já recusou o novo horário. A sessão fica como está.'
          : `O novo horário foi recusado${by(decidedBy, other, organizer)}. ` +
            'A sessão fica como está.',
      ],
    }),
    superseded: {
      title: 'Este pedido está desatualizado',
      paragraphs: [
        'Foi substituído por um pedido mais recente ou por outra alteração, por isso já não é ' +
          'possível decidir sobre ele.',
      ],
    },
    expired: {
      title: 'Este pedido expirou',
      paragraphs: ['Ninguém respondeu a tempo. A sessão fica como está.'],
    },
    otherwise: {
      title: 'Já não é possível decidir sobre este pedido',
      paragraphs: [
        'O horário proposto já passou ou a sessão mudou entretanto. A sessão fica como está.',
      ],
    },
  },

  session: {
    title: (other) => `A sua sessão com ${who(other)}`,
    booked: {
      host: (other) => `Esta sessão foi reservada ${byWho(other)}.`,
      guest: (other) => `Tem esta sessão reservada com ${who(other)}.`,
    },
    yourAnswer: {
      'needs-action': 'Ainda não respondeu. Responda Sim, Não ou Talvez no seu calendário.',
      accepted: 'A sua resposta foi Sim.',
      tentative: 'A sua resposta foi Talvez.',
      declined: 'A sua resposta foi Não.',
    },
    declineHeld:
      'A sessão será cancelada em breve. O nosso e-mail indica até quando pode mantê-la.',
    youAsked: (other) => `Pediu um novo horário. ${Who(other)} ainda não respondeu.`,
    otherAsks: (other) =>
      `${Who(other)} pede um novo horário. O nosso e-mail tem o link para o aprovar ou recusar.`,
    where: 'Onde',
    join: 'Participar',
    about: 'Sobre esta sessão',
    requestTime: 'Pedir outro horário',
    addToCalendar: 'Adicionar ao seu calendário',
    addHint: 'Só é necessário se o nosso convite ainda não estiver no seu calendário.',
    file: 'Ficheiro de calendário (.ics)',
    google: 'Google Calendar',
    outlook: 'Outlook',
  },
};

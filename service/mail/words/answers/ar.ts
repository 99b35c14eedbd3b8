import { isolated, quoted, who } from '../grammar/ar.ts';
import type { AnswerWords } from '../mail-words.ts';

export const ar: AnswerWords = {
  guestLeft: {
    subject: ({ session }) => `${isolated(session)} — لم يعد حضور الضيف متوقعًا`,
    preheader: ({ other }) => `حجز ${who(other)} لم يعد قائمًا. الموعد متاح من جديد.`,
    heading: ({ other }) => `لم يعد حضور ${who(other)} متوقعًا`,
    by: {
      other: ({ other, session }) => `وصل اعتذار من ${who(other)} عن جلستك ${quoted(session)}.`,
      application: ({ organizer, other, session }) =>
        `تم إلغاء حجز ${who(other)} في جلستك ${quoted(session)} من جانب ${isolated(organizer)}.`,
    },
    openAgain: 'الموعد متاح من جديد، ويبقى الحدث في تقويمك. وإذا حجزه شخص آخر، تصلك دعوة محدّثة.',
  },
  declineConfirmed: {
    subject: ({ session }) => `${isolated(session)} — اعتذارك عن الجلسة`,
    heading: {
      host: ({ title }) => `أُلغيت جلستك ${quoted(title)}`,
      guest: () => 'أُلغي حجزك',
    },
    lead: {
      host: ({ other, title }) =>
        `بناءً على اعتذارك، أُلغيت جلستك ${quoted(title)}. وسنُبلغ ${who(other)} بذلك.`,
      guest: ({ other }) => `بناءً على اعتذارك، أُلغي حجزك. وسنُبلغ ${who(other)} بذلك.`,
    },
  },
  declineHeld: {
    subject: ({ session }) => `${isolated(session)} — ردك: لا`,
    preheader: 'هل كان ذلك مقصودًا؟ لا يزال بإمكانك الاحتفاظ بجلستك.',
    heading: 'ردك هو «لا»',
    lead: ({ title }) => `تلقينا اعتذارك عن جلستك ${quoted(title)}. ستُلغى الجلسة بعد قليل.`,
    deadline: (_, moment) => `يمكنك تغيير رأيك حتى ${isolated(moment)}.`,
    choice: 'إذا كان ذلك مقصودًا، فلا يلزمك أي إجراء. وإن لم يكن، فيمكنك الاحتفاظ بجلستك:',
  },
  declineNoted: {
    subject: ({ session, other }) => `${isolated(session)} — رد ${who(other)} هو «لا»`,
    preheader: 'لم يُلغَ أي شيء.',
    heading: ({ other }) => `رد ${who(other)} هو «لا»`,
    lead: ({ other, session }) =>
      `وصل الرد «لا» من ${who(other)} على دعوة جلستك ${quoted(session)}. لم يُلغَ أي شيء: ` +
      'الجلسة لا تزال قائمة.',
  },
  proposalToDecide: {
    subject: ({ session }) => `الموافقة على موعد جديد لجلسة ${quoted(session)}؟`,
    preheader: ({ other }, when) => `وصل طلب من ${who(other)} لهذا الموعد: ${isolated(when)}.`,
    heading: ({ other }) => `وصل من ${who(other)} طلب لموعد جديد`,
    lead: ({ other, session }) => `وصل طلب من ${who(other)} لتغيير موعد جلستك ${quoted(session)}.`,
    deadline: (_, moment) =>
      `يُرجى اتخاذ القرار قبل ${isolated(moment)}. وحتى ذلك الحين لا يتغيّر شيء.`,
  },
  proposalSent: {
    subject: ({ session }) => `${isolated(session)} — أُرسل الموعد الجديد الذي طلبته`,
    preheader: ({ other }) => `أرسلنا طلبك إلى ${who(other)}. لا يتغيّر شيء حتى يصل الرد.`,
    heading: ({ other }) => `أرسلنا طلبك إلى ${who(other)}`,
    lead: ({ other, session }) =>
      `تلقينا طلبك لتغيير موعد جلستك ${quoted(session)}، ونقلناه إلى ${who(other)}.`,
    after: 'في حال الموافقة، تصلك دعوة محدّثة. وسنُعلمك بالنتيجة في كل الأحوال.',
  },
  proposalDeclined: {
    subject: ({ session }) => `${isolated(session)} — رُفض الموعد الجديد`,
    heading: 'رُفض الموعد الجديد',
    by: {
      other: ({ other }) => `الموعد الجديد الذي طلبته لا يناسب ${who(other)}.`,
      application: ({ organizer }) => `وصل رفض من ${isolated(organizer)} للموعد الجديد الذي طلبته.`,
    },
  },
  proposalExpired: {
    subject: ({ session }) => `${isolated(session)} — لا رد على الموعد الجديد الذي طلبته`,
    heading: 'لا رد على الموعد الجديد الذي طلبته',
    lead: ({ other }) => `لم يصل رد من ${who(other)} في الوقت المحدد، لذلك انتهت صلاحية طلبك.`,
  },
  askAgain: 'يمكنك طلب موعد مختلف متى شئت:',
  stays: 'تبقى جلستك كما كانت.',
  counterNotUnderstood: {
    subject: ({ session }) => `${isolated(session)} — يُرجى اختيار الموعد الجديد هنا`,
    preheader: 'تعذّر علينا استخدام الموعد الجديد الذي أرسله تقويمك.',
    heading: 'تعذّر علينا استخدام ذلك الموعد الجديد',
    lead: ({ title }) => `وصل من تقويمك اقتراح موعد جديد لجلستك ${quoted(title)}.`,
    problem: {
      'not-understood': 'لم نتمكن من فهم الموعد المقصود.',
      'not-taken': 'لا يمكن هنا اقتراح مواعيد جديدة من التقويم.',
      'start-in-past': 'ذلك الموعد قد مضى.',
      'too-short-notice': 'ذلك الموعد قريب جدًا.',
      'duration-not-allowed': 'لا يمكن أن تكون هذه الجلسة بتلك المدة.',
      'too-many-proposals': 'وصلت منك اليوم اقتراحات كثيرة لمواعيد جديدة.',
    },
    choose: 'يُرجى اختيار الموعد الذي يناسبك في هذه الصفحة:',
  },
  deliveryTrouble: {
    subject: ({ session, other }) =>
      `${isolated(session)} — لا يصل بريدنا الإلكتروني إلى ${who(other)}`,
    preheader: 'الجلسة لا تزال قائمة.',
    heading: ({ other }) => `لا يصل بريدنا الإلكتروني إلى ${who(other)}`,
    lead: ({ other, session }) =>
      `عادت إلينا رسالة عن جلستك ${quoted(session)}، فهي لا تصل إلى ${who(other)}. الجلسة ` +
      `لا تزال قائمة، لكن ربما لم يصل خبر آخر تغيير إلى ${who(other)}.`,
    anotherWay: ({ other }) =>
      `إذا كانت لديك وسيلة أخرى للتواصل مع ${who(other)}، فيُرجى استخدامها.`,
  },
  freshLink: {
    subject: ({ session }) => `${isolated(session)} — رابطك الجديد`,
    preheader: 'إليك الرابط الجديد الذي طلبته.',
    heading: 'إليك رابطك الجديد',
    lead: ({ title }) => `يمكنك طلب موعد آخر لجلستك ${quoted(title)} هنا:`,
    notYou: 'إذا لم يكن طلب هذا الرابط منك، فيمكنك تجاهل هذه الرسالة.',
  },
  humanAnswer: {
    subject: ({ session }) => `${isolated(session)} — بخصوص رسالتك`,
    preheader: 'لطلب موعد آخر، يُرجى استخدام رابطك الخاص.',
    preheaderOfTime: (_, moment) => `هل الموعد المطلوب هو ${isolated(moment)}؟`,
    heading: 'شكرًا على رسالتك',
    lead: ({ other, session }) =>
      `صندوق البريد هذا يعتني بتقويم جلستك ${quoted(session)}. وهو برنامج، لذلك لا يمكنه تنفيذ ` +
      `ما ورد في رسالتك، ولم تُرسل الرسالة إلى ${who(other)}.`,
    useLink:
      'لطلب موعد آخر، يُرجى استخدام رابطك الخاص. وللقبول أو الاعتذار، يُرجى الرد بـ«نعم» أو «لا» ' +
      'من تقويمك.',
    suggestion: (_, moment) =>
      `ورد في رسالتك الموعد ${isolated(moment)}. هل هذا هو الموعد الجديد المطلوب؟`,
    after: ({ other }) =>
      `تعرض لك الصفحة الموعد مرة أخرى قبل أن نسأل ${who(other)}. وللقبول أو الاعتذار، يُرجى الرد ` +
      'بـ«نعم» أو «لا» من تقويمك.',
  },
  confirmAnswer: {
    subject: ({ session }) => `${isolated(session)} — هل هذه الرسالة منك؟`,
    preheader: 'وصلت رسالة باسمك. لا يتغيّر شيء من دون تأكيدك.',
    heading: 'هل هذه الرسالة منك؟',
    answered: {
      accepted: ({ title }) => `وصلت رسالة باسمك ترد بـ«نعم» على دعوة جلستك ${quoted(title)}.`,
      tentative: ({ title }) => `وصلت رسالة باسمك ترد بـ«ربما» على دعوة جلستك ${quoted(title)}.`,
      declined: ({ title }) => `وصلت رسالة باسمك ترد بـ«لا» على دعوة جلستك ${quoted(title)}.`,
    },
    saidSomething: ({ title }) => `وصلت رسالة باسمك تتعلق بجلستك ${quoted(title)}.`,
    wished: ({ title }) => `وصلت رسالة باسمك تطلب موعدًا آخر لجلستك ${quoted(title)}.`,
    because: {
      'other-address':
        'وردت الرسالة من عنوان غير الذي نعرفه لك، أو نيابةً عن عنوان آخر، لذلك نسألك أولًا.',
      'not-authenticated': 'لم نتمكن من التأكد من أن الرسالة منك فعلًا، لذلك نسألك أولًا.',
    },
    timeNotUnderstood: 'لم نتمكن من فهم الموعد المطلوب فيها.',
    press: 'إذا كانت منك، فيُرجى تأكيدها في هذه الصفحة، وعندها تُعتمد.',
    until: (_, moment) => `تعمل الصفحة حتى ${isolated(moment)}.`,
    notYou: 'إذا لم تكن منك، فلا يلزمك أي إجراء: لن يتغيّر شيء.',
  },
};

import { isolated, minutesLong, quoted, who, withAnswer } from '../grammar/ar.ts';
import type { SessionWords } from '../mail-words.ts';

export const ar: SessionWords = {
  time: {
    length: minutesLong,
    utcForUnknown: `${isolated('UTC')}، لأننا لا نعرف منطقتك الزمنية`,
    zoneForUnknown: (zone) =>
      `${isolated(zone)}. لا نعرف منطقتك الزمنية، لذلك نعرض المنطقة الزمنية للجلسة.`,
    endingIn: (start, end) => `${isolated(start)}، وعند انتهاء الجلسة ${isolated(end)}`,
    forOther: (other, hours, offset) =>
      `التوقيت لدى ${who(other)}: ${isolated(hours)} (${isolated(offset)})`,
    comma: '، ',
  },

  title: (session, firstName) => `${session} مع ${firstName}`,
  greeting: (name) => (name === '' ? 'مرحبًا،' : `مرحبًا ${isolated(name)}،`),
  privacy: ({ other }) =>
    `لا يظهر عنوان بريدك الإلكتروني لدى ${who(other)}، ولا يظهر لديك عنوان الطرف الآخر.`,
  colon: ':',
  questions: 'هل من أسئلة؟',
  seeSession: 'عرض وضع جلستك',

  label: {
    when: 'الموعد',
    was: 'الموعد السابق',
    now: 'الموعد الآن',
    proposed: 'الموعد المقترح',
    youAskedFor: 'الموعد الذي طلبته',
    itStays: 'يبقى الموعد',
    untilThen: 'حتى ذلك الحين',
    plannedFor: 'الموعد المقرر',
    newTimeAsked: 'الموعد الجديد المطلوب',
    where: 'المكان',
    join: 'الانضمام',
    reason: 'السبب المذكور',
    youWrote: 'رسالتك',
    otherWrote: ({ other }) => `رسالة من ${who(other)}`,
    cameWithWords: 'النص المرفق',
  },

  button: {
    requestTime: 'طلب موعد جديد',
    approve: 'الموافقة على الموعد الجديد',
    decline: 'رفض',
    keep: 'الاحتفاظ بجلستي',
    confirm: 'نعم، هذه مني',
    askForThis: 'طلب هذا الموعد',
    chooseAnother: 'اختيار موعد آخر',
  },

  invitation: {
    subject: ({ session }) => `${isolated(session)} — دعوة`,
    preheader: ({ when }) => `${isolated(when)}. يُرجى الرد ${withAnswer} من تقويمك.`,
    lead: ({ title }) => `تم حجز جلستك ${quoted(title)}.`,
    answer: `يُرجى الرد ${withAnswer} من تقويمك، كما في أي دعوة.`,
    another: ({ other }, isByCalendar) =>
      `إذا لم يناسبك هذا الموعد، فيمكنك طلب موعد آخر من ${who(other)}.${
        isByCalendar ? ' ويمكنك أيضًا اقتراح موعد من تقويمك، إذا كان يتيح ذلك.' : ''
      }`,
  },
  update: {
    subject: ({ session }) => `${isolated(session)} — موعد محدّث`,
    preheader: ({ when }) => `الموعد الآن: ${isolated(when)}. يُرجى الرد من جديد من تقويمك.`,
    heading: ({ title }) => `موعد جديد لجلستك ${quoted(title)}`,
    moved: ({ title }) => `تغيّر موعد جلستك ${quoted(title)}.`,
    otherApproved: ({ other, session }) =>
      `وصلت الموافقة من ${who(other)} على الموعد الجديد الذي طلبته، لذلك تغيّر موعد جلستك ` +
      `${quoted(session)}.`,
    youApproved: ({ title }) => `بعد موافقتك على الموعد الجديد، تغيّر موعد جلستك ${quoted(title)}.`,
    applicationApproved: ({ organizer, title }) =>
      `وصلت الموافقة من ${isolated(organizer)} على الموعد الجديد الذي طلبته، لذلك تغيّر موعد ` +
      `جلستك ${quoted(title)}.`,
    calendarFollows: 'ويتغيّر موعد الحدث في تقويمك تبعًا لذلك.',
  },
  details: {
    subject: ({ session }) => `${isolated(session)} — التفاصيل الحالية`,
    preheader: ({ when }) => `${isolated(when)}. تحل هذه الرسالة محل أي دعوة سابقة إلى هذه الجلسة.`,
    lead: ({ title }) =>
      `إليك الوضع الحالي لجلستك ${quoted(title)}. تحل هذه الرسالة محل أي دعوة سابقة إليها.`,
  },
  cancellation: {
    subject: ({ session }) => `${isolated(session)} — أُلغيت الجلسة`,
    preheader: ({ when }) => `لن تُعقد هذه الجلسة: ${isolated(when)}.`,
    heading: ({ title }) => `أُلغيت جلستك ${quoted(title)}`,
    by: {
      reader: ({ title }) => `بناءً على اعتذارك، لن تُعقد جلستك ${quoted(title)}.`,
      other: ({ other, session }) => `تم إلغاء جلستك ${quoted(session)} من جانب ${who(other)}.`,
      application: ({ organizer, title }) =>
        `تم إلغاء جلستك ${quoted(title)} من جانب ${isolated(organizer)}.`,
      unknown: ({ title }) => `لن تُعقد جلستك ${quoted(title)}.`,
    },
    calendarFollows: 'لا يلزمك أي إجراء. سيُزال الحدث من تقويمك أو سيظهر فيه على أنه ملغى.',
  },
  reminder: {
    subject: ({ session }) => `${isolated(session)} — تذكير`,
    preheader: ({ when }) => `موعد الجلسة: ${isolated(when)}.`,
    heading: ({ title }) => `قريبًا: ${isolated(title)}`,
    lead: ({ title }) => `هذا تذكير بجلستك ${quoted(title)}.`,
    unanswered: `لم يصلنا ردك بعد. يُرجى الرد ${withAnswer} من تقويمك.`,
  },
  answerReminder: {
    subject: ({ session }) => `${isolated(session)} — يُرجى الرد`,
    heading: ({ title }) => `في انتظار ردك: ${isolated(title)}`,
    lead: ({ title }) => `وصلتك دعوة إلى جلستك ${quoted(title)}.`,
  },

  entry: {
    lead: ({ session, other }) => `${isolated(session)}: أنت و${who(other)}.`,
    join: (_, url) => `الانضمام: ${url}`,
    anotherTime: ({ other }) => `هل يلزمك موعد آخر؟ يمكنك طلبه من ${who(other)} هنا:`,
    cancelled: ({ title }) => `لن تُعقد جلستك ${quoted(title)}.`,
    reason: (_, reason) => `السبب المذكور: ${isolated(reason)}`,
  },
};

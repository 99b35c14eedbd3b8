import { isolated, who, withAnswer } from '../../../mail/words/grammar/ar.ts';
import type { Other } from '../../../mail/words/mail-words.ts';
import type { DecidedBy } from '../../../scheduling/room.ts';
import type { NoticeWords } from '../page-words.ts';

/** ` من جانب Hanna`; nothing when nobody is known to have done it. */
const by = (decidedBy: DecidedBy | 'you' | null, other: Other, organizer: string): string => {
  if (decidedBy === null) return '';
  if (decidedBy === 'you') return ' من جانبك';
  return ` من جانب ${decidedBy === 'application' ? isolated(organizer) : who(other)}`;
};

export const ar: NoticeWords = {
  layout: {
    questions: 'هل من أسئلة؟ يُرجى الكتابة إلى',
    isPrivate: 'هذه الصفحة خاصة بك. يُرجى عدم مشاركة عنوانها.',
    error: 'خطأ:',
  },

  label: {
    newTime: 'الموعد الجديد',
    presentTime: 'الموعد الحالي',
    youAskedFor: 'الموعد الذي طلبته',
    takesPlace: 'موعد الجلسة',
    takesPlaceNow: 'موعد الجلسة الآن',
    wasPlannedFor: 'كان الموعد المقرر',
    isPlannedFor: 'الموعد المقرر للجلسة',
    tookPlace: 'كان موعد الجلسة',
  },

  unknown: {
    title: 'لا نعرف هذا الرابط',
    paragraphs: [
      'ربما قسّمه برنامج البريد إلى جزأين، أو أنه لم يكن يومًا من روابطنا.',
      'يُرجى فتحه من أحدث رسالة وصلتك عن الجلسة، أو نسخ العنوان كاملًا.',
    ],
  },
  expired: {
    title: 'انتهت صلاحية هذا الرابط',
    paragraphs: [
      'حفاظًا على أمانك، تعمل الروابط في رسائلنا لمدة محدودة فقط.',
      'يمكننا إرسال رابط جديد إلى العنوان الذي أُنشئ له هذا الرابط.',
    ],
    button: 'إرسال رابط جديد إليّ',
  },
  renewed: {
    title: 'يُرجى تفقّد بريدك',
    paragraphs: [
      'إذا كانت الجلسة لا تزال قائمة، فهناك رابط جديد في طريقه إلى العنوان الذي أُنشئ له الرابط ' +
        'السابق.',
      'من المفترض أن يصل خلال بضع دقائق. يُرجى تفقّد مجلد الرسائل غير المرغوب فيها أيضًا.',
    ],
  },
  foreignForm: {
    title: 'هذا النموذج وارد من مكان آخر',
    paragraphs: [
      'حرصًا على حمايتك، لا نقبل إلا النماذج الواردة من صفحاتنا. لم يتغيّر أي شيء.',
      'يُرجى فتح الرابط الموجود في رسالتك من جديد واستخدام الصفحة التي تظهر.',
    ],
  },
  tooMany: {
    title: 'محاولات كثيرة جدًا',
    paragraphs: ['يُرجى الانتظار دقيقة، ثم فتح الرابط الموجود في رسالتك من جديد.'],
  },
  malformed: {
    title: 'تعذّرت علينا قراءة هذا النموذج',
    paragraphs: ['لم يتغيّر أي شيء. يُرجى فتح الرابط الموجود في رسالتك من جديد.'],
  },
  wrongMethod: {
    title: 'لا تعمل هذه الصفحة بهذه الطريقة',
    paragraphs: ['لم يتغيّر أي شيء. يُرجى فتح الرابط الموجود في رسالتك من جديد.'],
  },
  trouble: {
    title: 'حدث خلل من جانبنا',
    paragraphs: [
      'رابطك سليم. يُرجى المحاولة من جديد بعد بضع دقائق.',
      'لم يُفقد أي شيء: تبقى الجلسة ويبقى تقويمك من دون تغيير.',
    ],
  },

  cancelled: {
    title: 'أُلغيت هذه الجلسة',
    paragraphs: ['لن تُعقد الجلسة، ولم يعد من الممكن تغيير أي شيء.'],
  },
  left: {
    title: 'انتهت مشاركتك في هذه الجلسة',
    paragraphs: ['أصبح مكانك متاحًا من جديد، ولم يعد هنا ما يلزم فعله.'],
  },
  over: {
    title: 'انتهت هذه الجلسة',
    paragraphs: ['لقد مضى موعدها، ولم يعد من الممكن تغيير أي شيء.'],
  },
  open: {
    title: 'لا حجز لهذه الجلسة',
    paragraphs: ['لا يوجد حاليًا من يمكن الاتفاق معه على موعد جديد.'],
  },

  settled: {
    approved: (decidedBy, other, organizer) => ({
      title: 'سبقت الموافقة على هذا الطلب',
      paragraphs: [
        `تمت الموافقة على الموعد الجديد${by(decidedBy, other, organizer)}. ` +
          'لا يلزم أي إجراء آخر.',
      ],
    }),
    declined: (decidedBy, other, organizer) => ({
      title: 'سبق رفض هذا الطلب',
      paragraphs: [`تم رفض الموعد الجديد${by(decidedBy, other, organizer)}. تبقى الجلسة كما هي.`],
    }),
    superseded: {
      title: 'لم يعد هذا الطلب ساريًا',
      paragraphs: ['حلّ محله طلب أحدث أو تغيير آخر، لذلك لم يعد من الممكن البت فيه.'],
    },
    expired: {
      title: 'انتهت صلاحية هذا الطلب',
      paragraphs: ['لم يصل رد في الوقت المحدد. تبقى الجلسة كما هي.'],
    },
    otherwise: {
      title: 'لم يعد من الممكن البت في هذا الطلب',
      paragraphs: ['مضى الموعد المقترح أو تغيّر وضع الجلسة. تبقى الجلسة على موعدها الحالي.'],
    },
  },

  session: {
    title: (other) => `جلستك مع ${who(other)}`,
    booked: {
      host: (other) => `تم حجز هذه الجلسة معك من جانب ${who(other)}.`,
      guest: (other) => `لديك حجز في هذه الجلسة مع ${who(other)}.`,
    },
    yourAnswer: {
      'needs-action': `لم يصلنا ردك بعد. يُرجى الرد ${withAnswer} من تقويمك.`,
      accepted: 'ردك هو «نعم».',
      tentative: 'ردك هو «ربما».',
      declined: 'ردك هو «لا».',
    },
    declineHeld: 'ستُلغى الجلسة بعد قليل. وفي رسالتنا آخر وقت يمكنك فيه الاحتفاظ بها.',
    youAsked: (other) => `تلقينا طلبك لموعد جديد. لم يصل رد من ${who(other)} بعد.`,
    otherAsks: (other) =>
      `وصل طلب من ${who(other)} لموعد جديد. رابط الموافقة أو الرفض موجود في رسالتنا.`,
    where: 'المكان',
    join: 'الانضمام',
    about: 'عن هذه الجلسة',
    requestTime: 'طلب موعد جديد',
    addToCalendar: 'الإضافة إلى تقويمك',
    addHint: 'لا يلزمك هذا إلا إذا لم تكن دعوتنا موجودة في تقويمك.',
    file: `ملف تقويم (${isolated('.ics')})`,
    google: 'تقويم Google',
    outlook: 'Outlook',
  },
};

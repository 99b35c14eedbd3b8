import type { MailContent, MailLook, TimeBlock } from '../../service/mail/wording/mail-content.ts';

export const look: MailLook = {
  color: '#0f766e',
  productName: 'OphthalmoPro',
  logoUrl: null,
};

export const logoLook: MailLook = { ...look, logoUrl: 'https://cdn.example.com/logo.png' };

/** As long as a signed link is. */
export const linkTo = (path: string) =>
  `https://parley.example/${path}${'eyJhbGciOiJIUzI1'.repeat(22)}`;

const now: TimeBlock = {
  is: 'time',
  label: 'New time',
  local: 'Thursday, 4 March 2027, 15:00 – 16:00',
  length: '60 minutes',
  lines: [
    'Central European Standard Time (UTC+01:00)',
    '4 March 2027, 14:00 – 15:00 UTC',
    'For Hanna it is 3 hours later.',
  ],
  isPast: false,
};

const was: TimeBlock = {
  is: 'time',
  label: 'Was',
  local: 'Tuesday, 2 March 2027, 15:00 – 16:00',
  length: '60 minutes',
  lines: ['Central European Standard Time (UTC+01:00)'],
  isPast: true,
};

const footer: MailContent['footer'] = [
  { text: 'OphthalmoPro', url: null },
  { text: 'You and Hanna do not see each other’s mail address.', url: null },
  { text: 'Questions? Write to help@ophthalmo.example', url: null },
  { text: 'How this works', url: 'https://parley.example/how' },
];

export const invitation: MailContent = {
  language: 'en',
  direction: 'ltr',
  colon: ':',
  subject: 'Ophthalmo Practice Session with Hanna — Invitation',
  preheader: 'Thursday, 4 March 2027, 15:00 – 16:00. Answer in your calendar.',
  heading: 'Ophthalmo Practice Session with Hanna',
  greeting: 'Hello Gina,',
  blocks: [
    { is: 'paragraph', text: 'You are invited. Please accept or decline in your calendar.' },
    { ...now, label: 'When' },
    { is: 'detail', label: 'Where', text: 'Room 4, second floor', url: null },
    {
      is: 'detail',
      label: 'Join online',
      text: 'https://meet.example.com/abc-defg-hij',
      url: 'https://meet.example.com/abc-defg-hij',
    },
    { is: 'paragraph', text: 'Bring your last exam sheet.\nWe start on time, so please be early.' },
    {
      is: 'paragraph',
      text: 'Does the time not suit you? You can propose one from your calendar, or here:',
    },
    {
      is: 'actions',
      actions: [{ label: 'Request a new time', url: linkTo('reschedule?r='), tone: 'quiet' }],
    },
  ],
  footer,
};

export const update: MailContent = {
  ...invitation,
  subject: 'Ophthalmo Practice Session with Hanna — Updated time',
  preheader: 'Now Thursday, 4 March 2027, 15:00 – 16:00',
  heading: 'Your session has a new time',
  blocks: [
    { is: 'paragraph', text: 'Hanna has approved the time you asked for.' },
    was,
    { ...now, label: 'Now' },
    {
      is: 'detail',
      label: 'Join online',
      text: 'https://meet.example.com/abc-defg-hij',
      url: 'https://meet.example.com/abc-defg-hij',
    },
  ],
};

/** Every kind of block. */
export const proposal: MailContent = {
  ...invitation,
  subject: 'Approve a new time for Ophthalmo Practice Session?',
  preheader: 'Gina asks for Thursday, 4 March 2027, 15:00 – 16:00',
  heading: 'Gina asks for a new time',
  greeting: 'Hello Hanna,',
  blocks: [
    { is: 'paragraph', text: 'Gina cannot come at the planned time.\nPlease decide by Monday.' },
    {
      is: 'times',
      times: [
        { ...was, label: 'Planned' },
        { ...now, label: 'Proposed' },
      ],
    },
    { is: 'quote', label: 'Gina wrote', text: 'My clinic runs late that day.\nSorry about this!' },
    {
      is: 'actions',
      actions: [
        { label: 'Approve', url: linkTo('approve?t='), tone: 'main' },
        { label: 'Keep the planned time', url: linkTo('decline?t='), tone: 'quiet' },
      ],
    },
    { ...now, label: 'Your session' },
    { is: 'detail', label: 'Where', text: 'Room 4, second floor', url: null },
    {
      is: 'detail',
      label: 'Join online',
      text: 'https://meet.example.com/abc-defg-hij',
      url: 'https://meet.example.com/abc-defg-hij',
    },
  ],
};

const arabicNow: TimeBlock = {
  is: 'time',
  label: 'الموعد المقترح',
  local: 'الخميس، 4 مارس 2027، 15:00 – 16:00',
  length: '60 دقيقة',
  lines: [
    'توقيت وسط أوروبا الرسمي (UTC+01:00)',
    '4 مارس 2027، 14:00 – 15:00 بالتوقيت العالمي',
    'الوقت لدى \u2068Hanna\u2069 متأخر بثلاث ساعات.',
  ],
  isPast: false,
};

const arabicWas: TimeBlock = {
  is: 'time',
  label: 'الموعد الحالي',
  local: 'الثلاثاء، 2 مارس 2027، 15:00 – 16:00',
  length: '60 دقيقة',
  lines: ['توقيت وسط أوروبا الرسمي (UTC+01:00)'],
  isPast: true,
};

/** Every kind of block, from right to left. */
export const arabic: MailContent = {
  language: 'ar',
  direction: 'rtl',
  colon: ':',
  subject: 'هل توافق على موعد جديد لجلسة \u2068Ophthalmo\u2069؟',
  preheader: 'يطلب \u2068Gina\u2069 موعدًا جديدًا: الخميس، 4 مارس 2027',
  heading: 'طلب \u2068Gina\u2069 موعدًا جديدًا',
  greeting: 'مرحبًا \u2068Hanna\u2069،',
  blocks: [
    {
      is: 'paragraph',
      text: 'لا يستطيع \u2068Gina\u2069 الحضور في الموعد المتفق عليه.\nيرجى اتخاذ القرار قبل يوم الاثنين.',
    },
    { is: 'times', times: [arabicWas, arabicNow] },
    {
      is: 'quote',
      label: 'كتب \u2068Gina\u2069',
      text: 'العيادة تتأخر في ذلك اليوم.\nآسف على الإزعاج!',
    },
    {
      is: 'actions',
      actions: [
        { label: 'الموافقة', url: linkTo('approve?t='), tone: 'main' },
        { label: 'الإبقاء على الموعد الحالي', url: linkTo('decline?t='), tone: 'quiet' },
      ],
    },
    { ...arabicNow, label: 'موعد جلستك' },
    { is: 'detail', label: 'المكان', text: 'Room 4, second floor', url: null },
    {
      is: 'detail',
      label: 'رابط الانضمام',
      text: 'https://meet.example.com/abc-defg-hij',
      url: 'https://meet.example.com/abc-defg-hij',
    },
  ],
  footer: [
    { text: 'OphthalmoPro', url: null },
    { text: 'أنت و\u2068Hanna\u2069 لا يرى أحدكما عنوان بريد الآخر.', url: null },
    { text: 'كيف يعمل هذا', url: 'https://parley.example/how' },
  ],
};

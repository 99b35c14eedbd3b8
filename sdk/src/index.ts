export type { ApplicationSettings } from './application.ts';
export type { CallOptions } from './call-options.ts';
export { createParley, type Parley, type ParleyOptions } from './create-parley.ts';
export type { InboundMailFilters, InboundMailList, InboundMails } from './inbound-mails.ts';
export type { PagedList } from './paged-list.ts';
export { ParleyError, type ParleyErrorCode } from './parley-error.ts';
export type { Proposals } from './proposals.ts';
export type { ListFilters, RoomList, Rooms } from './rooms.ts';
export type {
  Application,
  ApplicationChange,
  Booking,
  FieldError,
  HistoryEntry,
  InboundMail,
  InboundMailPage,
  Message,
  NewProposal,
  NewRoom,
  Person,
  ProblemCode,
  Proposal,
  Reason,
  Rescheduling,
  Room,
  RoomChange,
  RoomPage,
} from './types.ts';

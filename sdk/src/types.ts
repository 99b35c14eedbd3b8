import type { components } from '../../openapi/schema.d.ts';

/** The shapes of the API, under the names of its document. */
type Schemas = components['schemas'];

export type Application = Schemas['Application'];
export type ApplicationChange = Schemas['ApplicationChange'];
export type Booking = Schemas['Booking'];
export type FieldError = Schemas['FieldError'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type InboundMail = Schemas['InboundMail'];
export type InboundMailPage = Schemas['InboundMailPage'];
export type Message = Schemas['Message'];
export type NewProposal = Schemas['NewProposal'];
export type NewRoom = Schemas['NewRoom'];
export type Person = Schemas['Person'];
export type Problem = Schemas['Problem'];
export type ProblemCode = Schemas['ProblemCode'];
export type Proposal = Schemas['Proposal'];
export type Reason = Schemas['Reason'];
export type Rescheduling = Schemas['Rescheduling'];
export type Room = Schemas['Room'];
export type RoomChange = Schemas['RoomChange'];
export type RoomPage = Schemas['RoomPage'];

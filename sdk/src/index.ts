export type { ApplicationSettings } from './application.ts';
export type { ApplicationKeys, Applications } from './applications.ts';
export type { CallOptions } from './call-options.ts';
export { createParley, type Parley, type ParleyOptions } from './create-parley.ts';
export {
  createParleyOperator,
  type OperatorOptions,
  type ParleyOperator,
} from './create-parley-operator.ts';
export type { Erasures } from './erasures.ts';
export {
  AuthenticationError,
  ConflictError,
  ConnectionError,
  NotFoundError,
  PermissionError,
  PreconditionError,
  RateLimitError,
  ServerError,
  type SignatureProblem,
  SignatureVerificationError,
  TimeoutError,
  ValidationError,
} from './errors.ts';
export type { EventFilters, Events } from './events.ts';
export type { InboundMailFilters, InboundMailList, InboundMails } from './inbound-mails.ts';
export type { MessageFilters, Messages } from './messages.ts';
export type { ConnectionOptions } from './open-api-client.ts';
export type { OperatorWork, WorkFilters } from './operator.ts';
export type { Page, PagedList, PageFilters } from './paged-list.ts';
export {
  type ErrorFacts,
  isParleyError,
  ParleyError,
  type ParleyErrorCode,
} from './parley-error.ts';
export type { Proposals } from './proposals.ts';
export type { ListFilters, RoomList, Rooms } from './rooms.ts';
export type {
  AnyInboundMail,
  AnyMessage,
  ApiKey,
  ApiKeyPage,
  Application,
  ApplicationChange,
  Booking,
  Erasure,
  EventPage,
  EventType,
  FieldError,
  FoundRoom,
  HistoryEntry,
  ImportedRoom,
  ImportResult,
  InboundMail,
  InboundMailPage,
  KeyRotation,
  Link,
  Message,
  NewApiKey,
  NewApplication,
  NewErasure,
  NewLink,
  NewOperatorAction,
  NewProposal,
  NewRoom,
  NewWebhookEndpoint,
  NewWebhookEndpointMade,
  OperatorAction,
  OperatorActionName,
  OperatorActionTaken,
  OperatorsChange,
  Overview,
  OwnedRoom,
  ParleyEvent,
  Person,
  ProblemCode,
  Proposal,
  Reason,
  Rescheduling,
  Role,
  Room,
  RoomChange,
  RoomPage,
  SecretRotation,
  ShownApiKey,
  TimelineEntry,
  WebhookAttempt,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookReplay,
  WebhookReplayed,
  WebhookSecret,
  Worker,
  WorkItem,
  WorkListName,
} from './types.ts';
export {
  signTestEvent,
  type VerifyOptions,
  verifyWebhook,
  type WebhookHeaders,
} from './verify-webhook.ts';
export type { AttemptFilters, WebhookEndpoints } from './webhook-endpoints.ts';

import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import { viewInvited } from '../rooms/invitation-views.ts';
import type { LinkClaims } from '../rooms/make-link.ts';
import type { Role } from '../scheduling/room.ts';
import { type Answer, problemAnswer } from './answer.ts';
import { answerChange } from './answer-change.ts';
import type { ApiDeps } from './api-deps.ts';
import { guardVersion } from './change-room.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { ProblemError } from './problems.ts';
import { causeOf } from './request-context.ts';
import { requestOf } from './room-routes.ts';

/** What a host application may show to one person of a room: their link, their calendar file. */
export function createShareRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post('/rooms/:roomId/links', async (req, res) => {
    const { role } = req.body as components['schemas']['NewLink'];
    const request = requestOf(req, res);
    const { applicationId, requestId } = request.context;
    const ref = { applicationId, roomId: request.roomId };
    const { answer } = await answerChange(deps, 'make-link', request, async (tx) => {
      await guardVersion(tx, request);
      const made = await deps.waist.makeLink(tx, ref, role, causeOf(request.context));
      if ('claims' in made) return { answer: claimsAnswer(made.claims), decision: null };
      if (made.refused === 'unknown-room') throw new ProblemError('unknown-room');
      return { answer: problemAnswer(made.refused, {}, requestId), decision: null };
    });
    sendAnswer(res, answer.status === 201 ? signed(deps, answer) : answer);
  });
  router.get('/rooms/:roomId/invite.ics', async (req, res) => {
    const { role } = req.query as unknown as { role: Role };
    const { applicationId } = contextOf(res);
    const { pool } = deps.database;
    const invited = await viewInvited(pool, applicationId, req.params.roomId, role);
    if (invited === null) throw new ProblemError('unknown-room');
    if (invited.status === 'cancelled') throw new ProblemError('room-cancelled');
    const { status, answer, attendeeId } = invited;
    if (status === 'open' || attendeeId === null) throw new ProblemError('not-booked');
    const ref = { applicationId, roomId: req.params.roomId };
    const facts = await deps.waist.readInvitation(pool, ref, attendeeId);
    const text = facts && deps.pen.writeInvite(facts, answer);
    if (!text) throw new ProblemError('not-booked');
    if (res.headersSent) return;
    res.attachment('invite.ics').type('text/calendar; charset=utf-8').send(text);
  });
  return router;
}

/** As it is kept: what the link is signed from, and no token. */
const claimsAnswer = (claims: LinkClaims): Answer => ({
  status: 201,
  headers: {},
  body: JSON.stringify(claims),
});

/** As it is sent, at first and when it is replayed. */
function signed({ pen, publicUrl }: ApiDeps, answer: Answer): Answer {
  const claims = JSON.parse(answer.body) as LinkClaims;
  const { purpose, expiresAt } = claims;
  const link = { url: pen.writeLink(claims, publicUrl), purpose, expiresAt };
  return { ...answer, body: JSON.stringify(link satisfies components['schemas']['Link']) };
}

import { Router } from 'express';
import type { components } from '../../openapi/schema.d.ts';
import { viewProposal, viewProposals } from '../rooms/room-views.ts';
import { proposalAnswer, sliceAnswer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { createProposal, decideProposal } from './change-proposal.ts';
import { contextOf, sendAnswer } from './entry-routes.ts';
import { parseTime } from './field-checks.ts';
import { ProblemError } from './problems.ts';
import { readText } from './room-input.ts';
import { expectRoom, pageOf, requestOf } from './room-routes.ts';

/** Proposals: the same commands as the links in the mails. */
export function createProposalRoutes(deps: ApiDeps): Router {
  const router = Router();
  const { pool } = deps.database;
  router.get('/rooms/:roomId/proposals', async (req, res) => {
    const { applicationId } = contextOf(res);
    await expectRoom(deps, applicationId, req.params.roomId);
    sendAnswer(
      res,
      sliceAnswer(await viewProposals(pool, applicationId, req.params.roomId), pageOf(req)),
    );
  });
  router.post('/rooms/:roomId/proposals', async (req, res) => {
    const body = req.body as components['schemas']['NewProposal'];
    const wish = {
      by: body.proposedBy,
      startUtc: parseTime('startUtc', body.startUtc),
      durationMinutes: body.durationMinutes ?? null,
      note: readText('note', body.note),
    };
    sendAnswer(res, await createProposal(deps, requestOf(req, res), wish));
  });
  router.get('/proposals/:proposalId', async (req, res) => {
    const { applicationId } = contextOf(res);
    const proposal = await viewProposal(pool, applicationId, req.params.proposalId);
    if (proposal === null) throw new ProblemError('unknown-proposal');
    sendAnswer(res, proposalAnswer(200, proposal));
  });
  router.post('/proposals/:proposalId/approve', async (req, res) => {
    const { proposalId } = req.params;
    sendAnswer(res, await decideProposal(deps, requestOf(req, res), proposalId, 'approved'));
  });
  router.post('/proposals/:proposalId/decline', async (req, res) => {
    const { proposalId } = req.params;
    sendAnswer(res, await decideProposal(deps, requestOf(req, res), proposalId, 'declined'));
  });
  return router;
}

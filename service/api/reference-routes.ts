import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Router } from 'express';
import helmet from 'helmet';
import { contractJson } from './contract.ts';

/**
 * The contract for people and programs: `/openapi.json`, and the same as a page at `/docs`. All of
 * the page comes from here; its policy lets a browser ask nobody else.
 */
export function createReferenceRoutes(): Router {
  const router = Router();
  const published = contractJson();
  router.get('/openapi.json', (_req, res) => {
    res.type('application/json').send(published);
  });
  router.use('/docs', setSafety);
  router.get('/docs', (_req, res) => {
    res.type('html').send(page);
  });
  let script: Buffer | null = null;
  router.get('/docs/redoc.js', (_req, res) => {
    script ??= readFileSync(createRequire(import.meta.url).resolve(bundle));
    res.set('Cache-Control', 'public, max-age=86400').type('text/javascript').send(script);
  });
  return router;
}

const bundle = 'redoc/bundles/redoc.standalone.js';

const setSafety = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      // The page's script writes its own styles, and searches in a worker made of a blob.
      'style-src': ["'self'", "'unsafe-inline'"],
      'worker-src': ['blob:'],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  strictTransportSecurity: false,
});

// Relative, so that a proxy may serve Parley below a path of its own.
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley API reference</title>
<link rel="icon" href="data:,">
<style>body { margin: 0 }</style>
</head>
<body>
<noscript><p>This page needs a script. Read <a href="openapi.json">openapi.json</a>.</p></noscript>
<redoc spec-url="openapi.json" hide-hostname required-props-first></redoc>
<script src="docs/redoc.js"></script>
</body>
</html>
`;

import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { dashboardFile, rows, writeDashboard } from '../../deploy/grafana/write-dashboard.ts';
import { readDeploy } from './read-deploy.ts';

interface Placed {
  readonly id: number;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
}

test('the dashboard is what its code writes (else: npm run generate)', async () => {
  expect(await readFile(dashboardFile, 'utf8')).toBe(writeDashboard());
});

test('every row is a question, and every panel says what it means', () => {
  for (const { question, panels } of rows) {
    expect(question).toMatch(/\?$/);
    for (const { about } of panels) expect(about).toMatch(/^[A-Za-z0-9].{8,}\.$/);
  }
});

test('no two panels lie on each other, and none beyond the edge', () => {
  const { panels } = JSON.parse(writeDashboard()) as { panels: Placed[] };
  const cells = panels.flatMap(({ id, gridPos: { x, y, w, h } }) => {
    expect(x + w).toBeLessThanOrEqual(24);
    return Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)} ${id}`);
  });
  const places = cells.map((cell) => cell.split(' ')[0]);
  expect(new Set(places).size).toBe(places.length);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});

test('what Grafana is provisioned with is as it expects it', async () => {
  const sources = parse(await readDeploy('grafana/provisioning/datasources/parley.yml'));
  expect(sources).toMatchObject({ apiVersion: 1, datasources: [{ type: 'prometheus' }] });
  const dashboards = parse(await readDeploy('grafana/provisioning/dashboards/parley.yml'));
  expect(dashboards).toMatchObject({ apiVersion: 1, providers: [{ type: 'file' }] });
});

import { readFile, writeFile } from 'node:fs/promises';
import type { Panel, Row } from './panel.ts';
import { gettingThrough, house, told } from './rows-of-house.ts';
import { comingIn, goingOut, stuck } from './rows-of-mail.ts';

export const dashboardFile = new URL('./dashboards/parley.json', import.meta.url);

/** The dashboard: one row a question, in the order in which they are asked at night. */
export const rows: readonly Row[] = [goingOut, comingIn, stuck, told, gettingThrough, house];

// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills it in.
const datasource = { type: 'prometheus', uid: '${datasource}' };
/** Grafana's grid is 24 wide. */
const gridWidth = 24;
const heights = { number: 4, lines: 8, bars: 8 };
const widths = { number: 6, lines: 8, bars: 8 };

/** The whole file, as Grafana reads it. */
export function writeDashboard(): string {
  const dashboard = {
    uid: 'parley',
    title: 'Parley',
    description: 'Written by `npm run generate`; see deploy/monitoring.md.',
    tags: ['parley'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'utc',
    templating: { list: [datasourceVariable, jobVariable] },
    annotations: { list: [restarts] },
    panels: placePanels(),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

const datasourceVariable = {
  name: 'datasource',
  label: 'Prometheus',
  type: 'datasource',
  query: 'prometheus',
  current: {},
};

const jobVariable = {
  name: 'job',
  label: 'Job',
  type: 'query',
  datasource,
  query: 'label_values(parley_database_up, job)',
  refresh: 1,
  includeAll: true,
  allValue: '.+',
  current: { text: 'All', value: '$__all' },
};

/** A line where a process began: most things change there. */
const restarts = {
  name: 'Starts',
  datasource,
  enable: true,
  iconColor: 'blue',
  expr: 'changes(process_start_time_seconds{job=~"$job"}[1m]) > 0',
  titleFormat: '{{instance}} started',
};

/** From left to right, row by row; numbers first, since they are the lowest. */
function placePanels(): object[] {
  const placed: object[] = [];
  let y = 0;
  for (const { question, panels } of rows) {
    const id = placed.length + 1;
    placed.push({ id, type: 'row', title: question, collapsed: false, gridPos: at(0, y, 24, 1) });
    y += 1;
    let x = 0;
    let lineHeight = 0;
    for (const panel of panels) {
      const [width, height] = [widths[panel.look], heights[panel.look]];
      if (x + width > gridWidth || (lineHeight > 0 && height !== lineHeight)) {
        y += lineHeight;
        x = 0;
      }
      lineHeight = height;
      placed.push(drawPanel(panel, placed.length + 1, at(x, y, width, height)));
      x += width;
    }
    y += lineHeight;
  }
  return placed;
}

const at = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });

const kinds = { number: 'stat', lines: 'timeseries', bars: 'bargauge' };

function drawPanel(panel: Panel, id: number, gridPos: object): object {
  const isNow = panel.look !== 'lines';
  return {
    id,
    type: kinds[panel.look],
    title: panel.title,
    description: panel.about,
    datasource,
    gridPos,
    targets: panel.queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat: legend,
      instant: isNow,
      range: !isNow,
    })),
    fieldConfig: {
      defaults: {
        unit: panel.unit,
        min: panel.unit === 's' && panel.isFloor ? null : 0,
        ...(isNow ? { thresholds: thresholdsOf(panel), noValue: '–' } : {}),
      },
      overrides: [],
    },
    options: isNow
      ? { reduceOptions: { calcs: ['lastNotNull'] }, orientation: 'auto', colorMode: 'value' }
      : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  };
}

function thresholdsOf({ warnAt, alarmAt, isFloor = false }: Panel): object {
  const [first, last] = isFloor ? ['red', 'green'] : ['green', 'red'];
  const [low, high] = isFloor ? [alarmAt, warnAt] : [warnAt, alarmAt];
  const steps: object[] = [{ color: first, value: null }];
  if (low !== undefined && !(isFloor && low === 0)) steps.push({ color: 'orange', value: low });
  if (high !== undefined) steps.push({ color: last, value: high });
  return { mode: 'absolute', steps };
}

if (import.meta.main) {
  const text = writeDashboard();
  const present = await readFile(dashboardFile, 'utf8').catch(() => '');
  if (text !== present) await writeFile(dashboardFile, text);
}

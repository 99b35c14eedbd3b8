import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Processes under a name, each with everything it started. */
export type Watched = Readonly<Record<string, readonly number[]>>;

/** Microseconds of CPU (user and system) by name since `start`. */
export function watchCpu(watched: Watched): () => Record<string, number> {
  const before = cpuOf(watched);
  return () => {
    const after = cpuOf(watched);
    return Object.fromEntries(
      Object.keys(watched).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]),
    );
  };
}

function cpuOf(watched: Watched): Record<string, number> {
  return Object.fromEntries(
    Object.entries(watched).map(([name, pids]) => [
      name,
      pids.flatMap(familyOf).reduce((sum, pid) => sum + cpuTimeUs(pid), 0),
    ]),
  );
}

/** Children that ended and were waited for count too: PostgreSQL's backends come and go. */
function cpuTimeUs(pid: number): number {
  const fields = statOf(pid);
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return (ticks * 1_000_000) / ticksPerSecond;
}

/** The fields of proc(5) stat from the third on; none for a process that is gone. */
function statOf(pid: number): string[] {
  const text = readText(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function familyOf(pid: number): number[] {
  const children = readText(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  return [pid, ...children.map(Number).flatMap(familyOf)];
}

/** Resident memory in MB of the largest process of each name. */
export function memoryOf(watched: Watched): Record<string, number> {
  return Object.fromEntries(
    Object.entries(watched).map(([name, pids]) => [
      name,
      Math.max(0, ...pids.flatMap(familyOf).map(residentMegabytes)),
    ]),
  );
}

function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`))?.[1];
  return Math.round(Number(kilobytes ?? 0) / 1024);
}

/** Share of the machine's CPU that others took than this process and all it started. */
export function watchStrangers(): () => number {
  const machine = machineTicks();
  const cpu = watchCpu({ bench: [process.pid] });
  return () => {
    const now = machineTicks();
    const ownTicks = Object.values(cpu()).reduce((sum, us) => sum + us, 0) / 10_000;
    const busy = now.busy - machine.busy;
    return Math.max(0, busy - ownTicks) / Math.max(1, now.all - machine.all);
  };
}

function machineTicks(): { busy: number; all: number } {
  const numbers = (readText('/proc/stat').split('\n')[0] ?? '').split(/\s+/).slice(1).map(Number);
  const all = numbers.slice(0, 8).reduce((sum, one) => sum + one, 0);
  return { all, busy: all - (numbers[3] ?? 0) - (numbers[4] ?? 0) };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ImportFile } from '../../src/import/schema.ts';
import { DOMAIN, worldWith } from './house.ts';
import { Skipped } from './proof.ts';

/** Manager 1 with so many students, each with a license: what makes lists and exports large. */
export function crowdedWorld(students: number): ImportFile {
  const world = worldWith([
    { id: 1, licenses: students + 1000 },
    { id: 2, managerId: 2, licenses: 100 },
  ]);
  const [pool] = world.pools ?? [];
  if (!pool) throw new Error('the world has no pool');
  const ids = Array.from({ length: students }, (_, n) => n + 1);
  return {
    ...world,
    students: ids.map((id) => ({ id, name: `Student Number ${id}`, email: `student${id}@${DOMAIN}` })),
    licenses: ids.map((id) => ({ id, poolId: 1, studentId: id, start: pool.start, end: pool.end })),
  };
}

/** Resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kib === undefined) throw new Skipped('the memory of a process is read from /proc, which is not here');
  return Number(kib) / 1024;
}

/** The sockets that a process has open. */
export function socketsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}

import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Happening, Tally } from './delivery/tally.js';
import { oldestOverdue } from './delivery/watch.js';
import type { Clock } from './shared/clock.js';
import type { Database } from './store/client.js';

export interface Metrics {
  tally: Tally;
  /** In Prometheus' text format. @throws when the database does not answer */
  read(): Promise<{ type: string; text: string }>;
}

const counted: Readonly<Record<Happening, string>> = {
  sent: 'Messages that went out from this process',
  retried: 'Tries that failed and are made again',
  failed: 'Messages given up: somebody has been told what to do',
  uncertain: 'Messages sent again after a try without an answer, which may be there twice',
  late: 'Messages found a quarter of an hour or more after their time',
};

export function createMetrics({ db, clock }: { db: Database; clock: Clock }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counters = new Map(
    Object.entries(counted).map(([what, help]) => [
      what,
      new Counter({ name: `workgroup_messages_${what}_total`, help, registers }),
    ]),
  );
  const overdue = new Gauge({
    name: 'workgroup_messages_overdue',
    help: 'Messages that should have gone out a quarter of an hour ago or earlier',
    registers,
  });
  const oldest = new Gauge({
    name: 'workgroup_oldest_overdue_seconds',
    help: 'How long ago the oldest of them should have gone out; 0 when there is none',
    registers,
  });
  return {
    tally: (what, by = 1) => counters.get(what)?.inc(by),
    read: async () => {
      const now = clock.now();
      const { count, since } = await oldestOverdue(db, now);
      overdue.set(count);
      oldest.set(since === null ? 0 : (now.getTime() - since.getTime()) / 1000);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../shared/ids.js';
import { packageRoot } from '../../shared/package-root.js';
import type { Database, Tx } from '../../store/client.js';
import { importWithin } from './actions.js';
import type { ImportDeps } from './schema.js';
import { describeFault } from './wording.js';

/** The example's schools signed on the first Thursday of the school year. */
const signedOn = '2026-09-03';

/** Fills an empty database with the Work Group of examples/, whose schools have signed: all of it, or nothing. */
export async function importExample(db: Database, deps: ImportDeps): Promise<void> {
  if ((await db.hub.count()) > 0) return;
  await db.$transaction(async (tx) => {
    for (const file of ['roster.csv', 'term-dates.csv']) {
      const result = await importWithin(tx, await readFile(path.join(packageRoot, 'examples', file)), deps);
      if (!result.ok) throw new Error(`examples/${file}: ${result.faults.map(describeFault).join('; ')}`);
      // Before there are term dates nothing is planned: nobody is down to be asked.
      if (file === 'roster.csv') await signCommitments(tx, deps.now);
    }
  });
}

async function signCommitments(tx: Tx, now: Date): Promise<void> {
  const signatories = await tx.membership.findMany({
    where: { role: { in: ['head', 'advocate'] } },
    include: { person: true },
    orderBy: [{ role: 'desc' }, { person: { name: 'asc' } }],
  });
  const specialist = await tx.membership.findFirst({ where: { role: 'specialist' } });
  const commitments = await tx.commitment.findMany();
  await tx.commitment.updateMany({ data: { signedOn } });
  await tx.signature.createMany({
    data: commitments.flatMap((commitment) =>
      signatories
        .filter((one) => one.schoolId === commitment.schoolId)
        .map(({ person, role }) => ({
          id: newId(),
          commitmentId: commitment.id,
          personId: person.id,
          name: person.name,
          role,
          signedOn,
          how: 'onPaper' as const,
          recordedAt: now,
          recordedById: specialist?.personId ?? null,
        })),
    ),
  });
}

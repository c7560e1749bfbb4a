import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.js';
import { begin } from '../meetings/acting.js';
import { onDatabase } from '../support/databases.js';
import { confide, giveRole, handOverTo, kate, priya, tom } from './acting.js';

/** The statements of the migration that say who may read what an older version has kept. */
function backfill(provider: string): string[] {
  const folder = path.join(packageRoot, 'prisma', provider, 'migrations');
  const name = readdirSync(folder).find((one) => one.endsWith('_confidences')) ?? '';
  return readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
    .replace(/^--.*$/gm, '')
    .split(';')
    .filter((statement) => statement.trim().startsWith('INSERT'));
}

onDatabase('what is in a database already', (database, provider) => {
  it('may be read by those who were specialists when it was written', async () => {
    const test = await begin(database);
    await confide(test, 'under Kate');
    const visit = crypto.randomUUID();
    await test.db.visit.create({
      data: {
        id: visit,
        groupId: test.group.id,
        schoolId: test.group.schools[0]?.id ?? '',
        startsAt: test.clock.now(),
        length: 60,
        changedAt: test.clock.now(),
        bookedById: test.personId(kate),
        feedback: { create: [{ personId: test.personId(priya), text: 'It helped.', writtenAt: test.clock.now() }] },
      },
    });
    const later = (hours: number) => test.clock.set(new Date(test.clock.now().getTime() + hours * 3_600_000));
    later(1);
    const nia = await giveRole(test, 'Nia Corder', 'specialist');
    later(1);
    const sam = await handOverTo(test, 'Sam Lee');
    later(1);
    await confide(test, 'under Sam', tom);
    later(1);
    // Back to Kate, so that she is a successor too.
    await handOverTo(test, kate, sam);
    await confide(test, 'under Kate again', 'Grace Adeyinka');

    await test.db.reflectionReader.deleteMany();
    await test.db.feedbackReader.deleteMany();
    for (const statement of backfill(provider)) await test.db.$executeRawUnsafe(statement);

    const readersOf = async (who: string): Promise<string[]> =>
      (await test.db.reflectionReader.findMany({ where: { reflection: { personId: test.personId(who) } } }))
        .map(({ readerId }) => readerId)
        .sort();
    // Who came without a handover is taken for one who was there.
    expect(await readersOf(priya)).toEqual([test.personId(kate), nia].sort());
    expect(await readersOf(tom)).toEqual([sam, nia].sort());
    expect(await readersOf('Grace Adeyinka')).toEqual([test.personId(kate), nia].sort());
    const feedback = await test.db.feedbackReader.findMany();
    expect(feedback.map(({ readerId }) => readerId).sort()).toEqual([test.personId(kate), nia].sort());
    expect(feedback.every(({ since, how }) => since instanceof Date && how === 'named')).toBe(true);
  });
});

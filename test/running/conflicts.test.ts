import { expect, it } from 'vitest';
import { newId } from '../../src/shared/ids.js';
import type { Tx } from '../../src/store/client.js';
import { changeMany } from '../../src/store/many-rows.js';
import { runOnce } from '../../src/store/unit-of-work.js';
import { begin } from '../meetings/acting.js';
import { onPostgres } from '../support/databases.js';

type Rename = (tx: Tx, id: string, name: string) => Promise<unknown>;
const ways: [string, Rename][] = [
  ['by Prisma', (tx, id, name) => tx.person.update({ where: { id }, data: { name } })],
  ['by our own SQL', (tx, id, name) => changeMany(tx, 'Person', [{ id, name }])],
];

onPostgres('two who change the same two things the other way round at one moment', (open) => {
  it.each(ways)('both have their way, %s: the one that the database gives up is done again', async (_way, rename) => {
    const { db, clock } = await begin(open);
    const [first, second] = await db.person.findMany({ take: 2, orderBy: { id: 'asc' }, select: { id: true } });
    if (!first || !second) throw new Error('there are no people');

    let inside = 0;
    let meet = (): void => {};
    const both = new Promise<void>((resolve) => (meet = resolve));
    const change = (one: { id: string }, other: { id: string }, name: string) => {
      let tried = 0;
      return runOnce(db, newId(), clock.now(), async (tx) => {
        tried += 1;
        await rename(tx, one.id, name);
        if (tried === 1) {
          inside += 1;
          if (inside === 2) meet();
          await both;
        }
        await rename(tx, other.id, name);
        return { name, tried };
      });
    };
    const answers = await Promise.all([change(first, second, 'Kate Example'), change(second, first, 'Tom Example')]);
    expect(answers.map(({ tried }) => tried).toSorted()).toEqual([1, 2]);
    const names = await db.person.findMany({ where: { id: { in: [first.id, second.id] } }, select: { name: true } });
    const last = answers.find(({ tried }) => tried === 2)?.name;
    expect(names).toEqual([{ name: last }, { name: last }]);
  });
});

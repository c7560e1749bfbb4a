import { expect, it } from 'vitest';
import { openDatabase } from '../../src/compose.js';
import { programmeOf } from '../../src/features/programmes/of-group.js';
import { programmes } from '../../src/features/programmes/programmes.js';
import { loadGroup } from '../../src/store/groups.js';
import { onDatabase } from '../support/databases.js';
import { startRouter } from '../support/router.js';

onDatabase('the template of a group', (open) => {
  it('is kept with the group, whatever becomes of the programme', async () => {
    const database = await open('unsigned');
    const { group, db } = await startRouter(database);
    expect(programmeOf(group)).toEqual(programmes.find(({ id }) => id === 'primary-tfm'));

    const changed = { ...programmeOf(group), version: 7, labels: { advocate: 'maths lead', advocates: 'maths leads' } };
    await db.group.update({ where: { id: group.id }, data: { template: JSON.stringify(changed) } });
    expect(programmeOf(await loadGroup(db, group.id))).toEqual(changed);
    await database.close();
  });

  it('is given at the next start to a group from before templates were kept', async () => {
    const database = await open();
    const { group, db } = await startRouter(database, { file: 'secondary' });
    await db.group.update({ where: { id: group.id }, data: { template: null } });
    // Until then, the one that comes with the product stands in.
    expect(programmeOf(await loadGroup(db, group.id)).id).toBe('secondary-tfm');

    const again = await openDatabase(database.url);
    const kept = await loadGroup(again, group.id);
    expect(kept.template).not.toBeNull();
    expect(programmeOf(kept)).toEqual(programmes.find(({ id }) => id === 'secondary-tfm'));
    await again.$disconnect();
    await database.close();
  });
});

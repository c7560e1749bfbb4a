import type { Card, Form } from '../../cards/model.js';
import type { Reply } from '../../src/edge/reply.js';
import { handIn, publish } from '../meetings/acting.js';
import { openSqlite } from '../support/databases.js';
import { startRouter } from '../support/router.js';

/** A hub lead sets a group up; a specialist looks at the group beside its programme. */
export async function collectSettingUpSamples(): Promise<Record<string, Card | Form>> {
  const database = await openSqlite('example');
  const test = await startRouter(database);
  const samples: Record<string, Card | Form> = {};
  const keep = (name: string, reply: Reply): Reply => {
    const sample = reply.kind === 'form' ? reply.form : 'card' in reply ? reply.card : undefined;
    if (!sample) throw new Error(`${name}: ${JSON.stringify(reply)}`);
    samples[name] = sample;
    return reply;
  };
  const first = keep('setup-group', await test.type('hubLead', 'setup group'));
  const begun = { programme: 'primary-tfm@1', name: 'Primary Mastery Work Group 4', year: '2026/27' };
  const second = keep('setup-group-schools', await handIn(test, 'hubLead', first, begun));
  const wish = { specialist: test.personId('specialist'), workCode: 'WRK-04', projectCode: 'NCP26-01' };
  keep(
    'setup-group-refused',
    await handIn(test, 'hubLead', second, { ...wish, newSchools: 'Thornhill Primary, 9010' }),
  );
  const newSchools = ['Thornhill Primary, 901001', 'Weir Lane Primary, 901002', 'Ferry Road Primary, 901003'].join(
    '\n',
  );
  keep('setup-group-made', await handIn(test, 'hubLead', second, { ...wish, newSchools }));
  const { id: group } = await test.db.group.findFirstOrThrow({ where: { name: begun.name } });
  keep('setup-check-differs', await test.press('hubLead', 'setup.check', { group }));
  const themes = await handIn(test, 'specialist', await test.type('specialist', 'setup group'), {
    programme: 'sktm-ect@1',
    name: 'Early Career Teachers 1',
  });
  keep('setup-group-theme', themes);
  await database.close();

  const other = await openSqlite();
  const ready = await startRouter(other);
  await publish(ready);
  keep('setup-check', await ready.type('specialist', 'setup check'));
  await other.close();
  return samples;
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { openSqlite } from '../support/databases.js';
import { startLocal } from '../support/local-driver.js';

const requests = 2000;
const between = 100;

it(`answers ${requests} requests with garbage collections in between`, async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const database = await openSqlite('example');
  const driver = await startLocal(database);
  const people = ['specialist', 'head', 'advocate'].map(driver.as);
  const words = ['schedule', 'help', 'commitments', 'task', 'upcoming'];
  for (let count = 0; count < requests; count += 1) {
    if (count % 10 === 0) await people[count % people.length]?.type(words[count % words.length] ?? '');
    else expect((await fetch(`${driver.url}/readyz`)).status).toBe(200);
    if (count % between === 0) collect();
  }
  await driver.stop();
  await database.close();
  collect();
});

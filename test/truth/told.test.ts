import { expect, it } from 'vitest';
import { begin, publish } from '../meetings/acting.js';
import { faultsOf } from '../support/told.js';

it('knows a reply that promises more than the messages hold', async () => {
  const test = await begin();
  await publish(test);
  const of = (words: string): Promise<string[]> => faultsOf(words, test.db);
  expect(await of('Published. The channel and 6 heads are told now.')).toEqual([]);
  expect(await of('Published. The channel and 7 heads are told now.')).toHaveLength(1);
  expect(await of('Everybody is told on Fri 4 Sep, 08:00.')).not.toEqual([]);
  expect(await of('The channel is told on Fri 4 Sep, 08:00.')).toHaveLength(1);
  expect(await of('Margaret Okonkwo is told now that you would like to talk.')).toEqual([]);
  expect(await of('Rosalind Amponsah is told now that you would like to talk.')).toHaveLength(1);
  expect(await of('The channel is told now, 6 heads on Fri 4 Sep, 08:00.')).toHaveLength(1);
});

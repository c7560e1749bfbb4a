import { it } from 'vitest';
import { playHalfTerm } from '../scenarios/half-term.js';
import { inBrowser } from './setting.js';

inBrowser('a half-term in the browser', (open) => {
  it('plays from the schedule to a cancelled meeting', async () => {
    const { driver } = await open();
    await playHalfTerm(driver);
  });
});

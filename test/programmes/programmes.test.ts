import { describe, expect, it } from 'vitest';
import { findProgramme, programmes } from '../../src/features/programmes/programmes.js';
import { programmeSchema } from '../../src/features/programmes/schema.js';

const ids = [
  'secondary-tfm',
  'secondary-tfm-1920',
  'open-classroom',
  'specialist-cohort',
  'primary-tfm',
  'planning-observation',
  'sktm-ect',
  'sktm-non-specialist',
  'subject-leadership',
  'mat-leads',
  'y5-8-continuity',
  'core-maths',
];

describe('programmes', () => {
  it('are the twelve of DOMAIN', () => {
    expect(programmes.map((programme) => programme.id)).toEqual(ids);
  });

  it.each(programmes.map((programme) => [programme.id, programme] as const))('%s is well formed', (_, programme) => {
    expect(programmeSchema.parse(programme)).toEqual(programme);
    const keys = programme.commitments.map((commitment) => commitment.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { wording } of programme.commitments) expect(wording).toMatch(/^(We|Our|Both our|Between) .*\.$/);
  });

  it('hold what the documents state, and say where they state nothing', () => {
    expect(findProgramme('primary-tfm')).toMatchObject({
      schools: { count: { min: 6, max: 7 } },
      release: { days: 10, combined: true, meetingsIncluded: true },
      funding: { pounds: 1000 },
    });
    expect(findProgramme('core-maths')).toMatchObject({
      schools: { count: 'not stated' },
      release: { days: 'not stated' },
      funding: { pounds: 'not stated' },
    });
    expect(JSON.stringify(programmes)).not.toMatch(/:0\b|:""/);
  });

  it.each([
    ['primary-tfm', 'primary-tfm'],
    [' Primary TfM ', 'primary-tfm'],
    ['primary teaching for mastery work group', 'primary-tfm'],
    ['Secondary Teaching for Mastery Work Group', 'secondary-tfm'],
    ['Secondary Teaching for Mastery Work Group 2019/20', 'secondary-tfm-1920'],
    ['Year 5 to 8 Continuity', 'y5-8-continuity'],
  ])('“%s” finds %s', (text, id) => {
    expect(findProgramme(text)?.id).toBe(id);
  });

  it.each(['', 'primary', 'tfm'])('“%s” finds none', (text) => {
    expect(findProgramme(text)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { type Item, maySee, type Viewer, visibility } from '../../src/edge/visibility.js';
import { table } from './table.js';

const about = { schoolId: 'own', personId: 'author', readers: ['1', '5'] };
const viewers: Readonly<Record<string, Viewer>> = {
  A: { actor: { personId: 'author' }, parts: [] },
  S: { actor: { personId: '1' }, parts: [{ role: 'specialist' }] },
  L: { actor: { personId: '2' }, parts: [{ role: 'hubLead' }] },
  a: { actor: { personId: '3' }, parts: [{ role: 'advocate', schoolId: 'own' }] },
  d: { actor: { personId: '4' }, parts: [{ role: 'headOfDepartment', schoolId: 'own' }] },
  h: { actor: { personId: '5' }, parts: [{ role: 'head', schoolId: 'own' }] },
  x: { actor: { personId: '6' }, parts: [{ role: 'advocate', schoolId: 'other' }] },
  y: { actor: { personId: '7' }, parts: [{ role: 'headOfDepartment', schoolId: 'other' }] },
  z: { actor: { personId: '8' }, parts: [{ role: 'head', schoolId: 'other' }] },
};

describe('who sees what', () => {
  it('names every item', () => {
    expect(Object.keys(visibility).sort()).toEqual(Object.keys(table).sort());
  });

  it.each(Object.entries(table))('%s: %s', (item, readers) => {
    const seen = Object.keys(viewers).filter((name) => {
      const viewer = viewers[name];
      return viewer && maySee(item as Item, viewer, about);
    });
    expect(seen).toEqual(Object.keys(viewers).filter((name) => readers.split(' ').includes(name)));
  });

  it('keeps the parts of one person apart', () => {
    const both = { role: 'head', schoolId: 'own' } as const;
    const viewer: Viewer = { actor: { personId: '9' }, parts: [both, { role: 'advocate', schoolId: 'other' }] };
    expect(maySee('funding', viewer, { schoolId: 'own' })).toBe(true);
    expect(maySee('funding', viewer, { schoolId: 'other' })).toBe(false);
    expect(maySee('trg', viewer, { schoolId: 'other' })).toBe(true);
  });
});

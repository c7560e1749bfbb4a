import type { Group } from '../../store/groups.js';
import { findProgramme, programmes } from './programmes.js';
import { notStated, type Programme, programmeSchema, type ReleaseReading } from './schema.js';

/** What of a group says which programme it follows. */
export type OfProgramme = Pick<Group, 'programme' | 'template'>;

/** Templates are never changed, so what was read once holds. */
const read = new Map<string, Programme>();

/** The programme that a group follows, in the edition it started with. */
export function programmeOf({ programme, template }: OfProgramme): Programme {
  if (template === null) {
    const known = findProgramme(programme) ?? programmes[0];
    if (!known) throw new Error('there are no programmes');
    return known;
  }
  const known = read.get(template) ?? programmeSchema.parse(JSON.parse(template));
  read.set(template, known);
  return known;
}

/** What a group keeps of its programme. */
export const templateOf = (programme: Programme): string => JSON.stringify(programme);

/** Which form a school signs: a programme's edition in a school year, "primary-tfm 2026/27 v1". */
export const formOf = ({ id, version }: Pick<Programme, 'id' | 'version'>, schoolYear: string): string =>
  `${id} ${schoolYear} v${version}`;

/** What was agreed about release: of several readings the group's own, or the first. */
export function releaseOf(group: OfProgramme & Pick<Group, 'releaseReading'>): ReleaseReading {
  const { release } = programmeOf(group);
  const { readings, days, meetingsIncluded, words } = release;
  const chosen = readings.find(({ key }) => key === group.releaseReading) ?? readings[0];
  return (
    chosen ?? {
      key: 'release',
      where: 'the programme',
      days: days === notStated ? notStated : { min: days, max: notStated },
      meetingsIncluded,
      words,
    }
  );
}

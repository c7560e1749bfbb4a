import type { Group, Role } from '../store/groups.js';

/**
 * Who may see what: the table of DOMAIN, "People and what they may see", as data. Everything that shows one of these
 * asks `maySee`; test/visibility plays every role at every item, on every platform.
 */
type Reader =
  /** Who wrote it, or whom alone it is for. */
  | 'author'
  /** A specialist to whom these words were given: by name on the form, or by their author since. */
  | 'namedReader'
  | 'specialist'
  | 'hubLead'
  /** People of the school that it is about. */
  | 'ownAdvocate'
  | 'ownHeadOfDepartment'
  | 'ownHead'
  /** People of the group's other schools. */
  | 'otherAdvocate'
  | 'otherHeadOfDepartment'
  | 'otherHead';

const leaders = ['specialist', 'hubLead'] as const;
const schoolSide = ['ownHead', 'ownHeadOfDepartment'] as const;
const ownSchool = [...schoolSide, 'ownAdvocate'] as const;
const everyone = [...leaders, ...ownSchool, 'otherHead', 'otherHeadOfDepartment', 'otherAdvocate'] as const;

export const visibility = {
  /** A reflection that is half written. */
  draft: ['author'],
  /** A reflection that was sent and not shared. */
  reflection: ['author', 'namedReader'],
  sharedReflection: everyone,
  /** Feedback on a lesson: trust rests on nobody else reading it. */
  lessonFeedback: ['author', 'namedReader'],
  /** When a visit is, what it is for, and that it took place. */
  visit: [...leaders, ...ownSchool],
  /** What was noted in a visit. */
  visitNotes: ['specialist', ...ownSchool],
  actionPlan: ['specialist', ...ownSchool],
  /** Wording, signatures and what the record shows. */
  commitments: [...leaders, ...ownSchool],
  /** What a head answered to the review. */
  commitmentAnswers: [...leaders, 'ownHead'],
  /** Evidence noted by hand. */
  commitmentNotes: [...leaders, ...ownSchool],
  attendance: [...leaders, ...ownSchool],
  release: [...leaders, ...ownSchool],
  funding: [...leaders, ...schoolSide],
  /** What a school's teacher research group worked on. */
  trg: ['specialist', ...ownSchool],
  /** Which lesson was watched, on which Big Idea. */
  openClassroom: everyone,
  /** What a school made of it. */
  openClassroomReturn: ['specialist', ...ownSchool],
  /** Meetings of all heads of the group. */
  headsMeeting: [...leaders, 'ownHead', 'otherHead'],
  /** A head's meeting with the specialist or the hub's leaders, and what was agreed there. */
  headMeeting: [...leaders, 'ownHead'],
  /** How often each person wrote in the channel. */
  contributions: ['author', ...leaders],
  /** All groups of a hub on one page. */
  overview: ['hubLead'],
} as const satisfies Record<string, readonly Reader[]>;

export type Item = keyof typeof visibility;

/** Somebody with their parts in a group. */
export interface Viewer {
  actor: { personId: string };
  parts: readonly { role: Role; schoolId?: string }[];
}

/** What an item is about: a school, or a person who wrote it or whom it is for. */
export interface About {
  schoolId?: string | undefined;
  personId?: string | undefined;
  /** To whom private words were given, as store/confidences has it. */
  readers?: readonly string[] | undefined;
}

/** Somebody with the parts that are still theirs. */
export const viewerOf = (group: Group, personId: string): Viewer => ({
  actor: { personId },
  parts: group.members.filter((one) => one.personId === personId && !one.stoodDown),
});

/** Whether somebody may see an item of a group of theirs. */
export function maySee(item: Item, viewer: Viewer, about: About = {}): boolean {
  const readers: readonly Reader[] = visibility[item];
  if (readers.includes('author') && about.personId !== undefined && about.personId === viewer.actor.personId)
    return true;
  if (readers.includes('namedReader')) return isNamedReader(viewer, about);
  return viewer.parts.some((part) => readers.includes(readerOf(part, about)));
}

/**
 * Whether a count of answers would say what one person answered, so that it is not shown to who must not know that
 * (DOMAIN, "Small numbers"): of one person any count does, of several that nobody has.
 */
export const tellsOnSomebody = (answered: number, of: number): boolean => of < 2 || answered === 0;

/** A reader who leads the group still, and is nobody of a school's leadership: no head reads a reflection. */
const isNamedReader = ({ actor, parts }: Viewer, { readers = [] }: About): boolean =>
  readers.includes(actor.personId) &&
  parts.some(({ role }) => role === 'specialist') &&
  parts.every(({ role }) => role !== 'head' && role !== 'headOfDepartment');

function readerOf({ role, schoolId }: Viewer['parts'][number], about: About): Reader {
  if (role === 'specialist' || role === 'hubLead') return role;
  const name = { advocate: 'Advocate', headOfDepartment: 'HeadOfDepartment', head: 'Head' }[role] as
    | 'Advocate'
    | 'HeadOfDepartment'
    | 'Head';
  const own = about.schoolId !== undefined && about.schoolId === schoolId;
  return own ? `own${name}` : `other${name}`;
}

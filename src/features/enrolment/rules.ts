import type { Fault, RosterDraft } from './schema.js';
import { keyOf, quote } from './wording.js';

export interface Findings {
  faults: Fault[];
  warnings: string[];
}

/** Somebody whom a full roster leaves out. */
export interface LeftOut {
  groupId: string;
  groupName: string;
  personId: string;
  name: string;
}

/** Whether a roster's lines agree with each other. Lines that could only be read in part are checked as far as that goes. */
export function checkRoster(drafts: readonly RosterDraft[]): Findings {
  const warnings: string[] = [];
  const faults = [
    ...checkSame(drafts, {
      column: 'programme',
      by: (draft) => (draft.hub && draft.group ? groupKey(draft) : undefined),
      value: (draft) => draft.programme,
      problem: (draft, first) =>
        `${quote(draft.group ?? '')} is in the programme ${draft.programme} here, and in ${first.programme} on line ${first.line}.`,
      remedy: 'Write the same programme in all lines of a group.',
    }),
    ...checkSame(drafts, {
      column: 'school',
      by: (draft) => draft.hub && draft.school && draft.urn && `${keyOf(draft.hub)}|${draft.urn}`,
      value: (draft) => draft.school,
      problem: (draft, first) =>
        `URN ${draft.urn} belongs to ${quote(draft.school ?? '')} here, and to ${quote(first.school ?? '')} on line ${first.line}.`,
      remedy: 'Write one name for the school, or correct the URN.',
    }),
    ...checkSame(drafts, {
      column: 'URN',
      by: (draft) => draft.hub && draft.school && draft.urn && `${keyOf(draft.hub)}|${keyOf(draft.school)}`,
      value: (draft) => draft.urn,
      problem: (draft, first) =>
        `${quote(draft.school ?? '')} has URN ${draft.urn} here, and ${first.urn} on line ${first.line}.`,
      remedy:
        'Write one URN for the school. Two schools of one name need something to tell them apart, such as the town.',
    }),
    ...checkSame(drafts, {
      column: 'name',
      by: (draft) => draft.hub && draft.name && draft.email && `${keyOf(draft.hub)}|${draft.email}`,
      value: (draft) => draft.name,
      problem: (draft, first) =>
        `${draft.email} belongs to ${quote(draft.name ?? '')} here, and to ${quote(first.name ?? '')} on line ${first.line}.`,
      remedy: 'Give each person an email address of their own, and write a name the same way each time.',
    }),
    ...checkRepeats(drafts, warnings),
    ...checkHeads(drafts),
  ];
  return { faults, warnings };
}

interface Agreement {
  column: string;
  /** Lines with the same key must have the same value; undefined or "" leaves a line out. */
  by: (draft: RosterDraft) => string | undefined;
  value: (draft: RosterDraft) => string | undefined;
  problem: (draft: RosterDraft, first: RosterDraft) => string;
  remedy: string;
}

function checkSame(drafts: readonly RosterDraft[], { column, by, value, problem, remedy }: Agreement): Fault[] {
  const firsts = new Map<string, RosterDraft>();
  return drafts.flatMap((draft) => {
    const key = by(draft);
    const own = value(draft);
    if (!key || own === undefined) return [];
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, draft);
    const same = first === undefined || keyOf(value(first) ?? '') === keyOf(own);
    return same || first === undefined ? [] : [{ line: draft.line, column, problem: problem(draft, first), remedy }];
  });
}

/** One person has a role in a group once: the same line again is harmless, another school is not. */
function checkRepeats(drafts: readonly RosterDraft[], warnings: string[]): Fault[] {
  const firsts = new Map<string, RosterDraft>();
  return drafts.flatMap((draft): Fault[] => {
    if (!draft.hub || !draft.group || !draft.email || !draft.role) return [];
    const key = `${groupKey(draft)}|${draft.email}|${draft.role}`;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, draft);
      return [];
    }
    const who = draft.name ?? draft.email;
    if (first.urn === draft.urn) {
      warnings.push(
        `line ${draft.line}: ${who} stands on line ${first.line} already, in the same role. It counts once.`,
      );
      return [];
    }
    return [
      {
        line: draft.line,
        column: 'school',
        problem: `${who} has this role for another school on line ${first.line}.`,
        remedy: 'In one group a person has a role for one school. Leave one of the two lines.',
      },
    ];
  });
}

function checkHeads(drafts: readonly RosterDraft[]): Fault[] {
  const firsts = new Map<string, RosterDraft>();
  return drafts.flatMap((draft): Fault[] => {
    if (draft.role !== 'head' || !draft.hub || !draft.group || !draft.urn || !draft.email) return [];
    const key = `${groupKey(draft)}|${draft.urn}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, draft);
    if (first === undefined || first.email === draft.email) return [];
    return [
      {
        line: draft.line,
        column: 'role',
        problem: `${draft.school ?? draft.urn} has another head on line ${first.line}, ${first.name ?? first.email}.`,
        remedy: 'Leave the one who signs for the school.',
      },
    ];
  });
}

const groupKey = ({ hub, group, schoolYear }: RosterDraft): string =>
  [keyOf(hub ?? ''), keyOf(group ?? ''), schoolYear ?? ''].join('|');

import type { ReviewAnswer } from '../../../cards/commitments.js';
import { groupBy } from '../../shared/group-by.js';
import { newId } from '../../shared/ids.js';
import type { Tx } from '../../store/client.js';
import type { Signature, SignedHow } from '../../store/generated/sqlite/client.js';
import type { Group, Role } from '../../store/groups.js';
import { formOf, programmeOf } from '../programmes/of-group.js';
import type { Signatory } from './rules.js';
import { type SchoolCommitment, withSignatures } from './schema.js';

const formOrder: readonly Role[] = ['head', 'headOfDepartment', 'advocate'];

/** Leaders first, then by name. */
const asOnForms = (one: Signatory, other: Signatory): number =>
  formOrder.indexOf(one.role) - formOrder.indexOf(other.role) || one.name.localeCompare(other.name, 'en-GB');

/** What each of some schools has promised, in the order of the papers: as signed, or as the template has it. */
export async function listCommitments(
  db: Tx,
  group: Group,
  schoolIds: readonly string[],
): Promise<Map<string, SchoolCommitment[]>> {
  const rows = await db.commitment.findMany({
    where: { groupId: group.id, schoolId: { in: [...schoolIds] } },
    include: withSignatures,
    orderBy: { position: 'asc' },
  });
  const kept = groupBy(
    rows.map((row) => ({ ...row, signatures: row.signatures.toSorted(asOnForms) })),
    ({ schoolId }) => schoolId,
  );
  return new Map(
    schoolIds.map((schoolId) => {
      const own = kept.get(schoolId) ?? [];
      const known = new Set(own.map(({ key }) => key));
      const others = programmeOf(group).commitments.flatMap(({ key, wording }, position): SchoolCommitment[] =>
        known.has(key)
          ? []
          : [
              {
                groupId: group.id,
                schoolId,
                key,
                position,
                wording,
                form: formOf(programmeOf(group), group.schoolYear),
                signedOn: null,
                signatures: [],
                answers: [],
              },
            ],
      );
      return [schoolId, [...own, ...others].sort((a, b) => a.position - b.position)];
    }),
  );
}

/** The same of one school, each with a row of its own: before something is written about them. */
export async function holdCommitments(
  db: Tx,
  group: Group,
  schoolId: string,
): Promise<(SchoolCommitment & { id: string })[]> {
  const all = (await listCommitments(db, group, [schoolId])).get(schoolId) ?? [];
  const held = all.map((commitment) => ({ ...commitment, id: commitment.id ?? newId() }));
  const made = held.filter((_, index) => all[index]?.id === undefined);
  await db.commitment.createMany({ data: made.map(({ signatures: _, answers: __, ...row }) => row) });
  return held;
}

export async function saveReview(
  db: Tx,
  review: { groupId: string; schoolId: string; halfTerm: number; answer: ReviewAnswer; personId: string },
  each: ReadonlyMap<string, ReviewAnswer>,
  now: Date,
): Promise<void> {
  const { groupId, schoolId, halfTerm, answer, personId } = review;
  await db.commitmentReview.upsert({
    where: { groupId_schoolId_halfTerm: { groupId, schoolId, halfTerm } },
    create: { ...review, answeredAt: now },
    update: { answer, personId, answeredAt: now },
  });
  await saveAnswers(db, { groupId, schoolId, halfTerm, personId }, each, now);
}

/** What was said of each commitment, by its id, in place of what was said before. */
export async function saveAnswers(
  db: Tx,
  { groupId, schoolId, halfTerm, personId }: { groupId: string; schoolId: string; halfTerm: number; personId: string },
  each: ReadonlyMap<string, ReviewAnswer>,
  now: Date,
): Promise<void> {
  await db.commitmentAnswer.deleteMany({ where: { halfTerm, commitment: { groupId, schoolId } } });
  await db.commitmentAnswer.createMany({
    data: [...each].map(([commitmentId, answer]) => ({ commitmentId, halfTerm, answer, personId, answeredAt: now })),
  });
}

/** Schools and half-terms that have been answered for. */
export function listAnswered(db: Tx, groupId: string): Promise<{ schoolId: string; halfTerm: number }[]> {
  return db.commitmentReview.findMany({ where: { groupId } });
}

/**
 * Signs every commitment of a form for some people.
 * @returns the batch: signatures of one recording have ids that begin with it
 */
export async function saveSignatures(
  db: Tx,
  form: readonly (SchoolCommitment & { id: string })[],
  signatories: readonly Signatory[],
  on: string,
  given: { how: SignedHow; recordedAt: Date; recordedById: string | null },
): Promise<string> {
  const batch = newId();
  await db.signature.createMany({
    data: form.flatMap(({ id }, row) =>
      signatories.map((one, index) => ({
        id: `${batch}/${row}/${String(index).padStart(2, '0')}`,
        commitmentId: id,
        ...one,
        signedOn: on,
        ...given,
      })),
    ),
  });
  await db.commitment.updateMany({
    where: { id: { in: form.map(({ id }) => id) }, signedOn: null },
    data: { signedOn: on },
  });
  return batch;
}

/** The signatures of one recording. */
export const listBatch = (db: Tx, groupId: string, schoolId: string, batch: string): Promise<Signature[]> =>
  db.signature.findMany({ where: { id: { startsWith: `${batch}/` }, commitment: { groupId, schoolId } } });

/** Takes one recording of signatures back. */
export async function removeSignatures(db: Tx, groupId: string, schoolId: string, batch: string): Promise<void> {
  const commitment = { groupId, schoolId };
  await db.signature.deleteMany({ where: { id: { startsWith: `${batch}/` }, commitment } });
  await db.commitment.updateMany({ where: { ...commitment, signatures: { none: {} } }, data: { signedOn: null } });
}

/** Whether a teacher says that the form does not mean her. */
export async function saveNotSigning(
  db: Tx,
  whose: { groupId: string; schoolId: string; personId: string },
  at: Date | null,
): Promise<void> {
  await db.membership.updateMany({ where: { ...whose, role: 'advocate' }, data: { notSigningAt: at } });
}

import {
  coreMaths,
  matLeads,
  sktmEarlyCareer,
  sktmNonSpecialist,
  specialistCohort,
  subjectLeadership,
} from './development.js';
import { primaryTfm, year5To8Continuity } from './primary.js';
import { matchProgramme, type Programme } from './schema.js';
import { openClassroom, planningObservation, secondaryTfm, secondaryTfm1920 } from './secondary.js';

export const programmes: readonly Programme[] = [
  secondaryTfm,
  secondaryTfm1920,
  openClassroom,
  specialistCohort,
  primaryTfm,
  planningObservation,
  sktmEarlyCareer,
  sktmNonSpecialist,
  subjectLeadership,
  matLeads,
  year5To8Continuity,
  coreMaths,
];

export const findProgramme = (idOrName: string): Programme | undefined => matchProgramme(programmes, idOrName);

/** The Five Big Ideas of teaching for mastery: what gap tasks ask about, and open classrooms are on. */
export const bigIdeas = [
  { id: 'coherence', label: 'Coherence' },
  { id: 'representation', label: 'Representation and Structure' },
  { id: 'thinking', label: 'Mathematical Thinking' },
  { id: 'fluency', label: 'Fluency' },
  { id: 'variation', label: 'Variation' },
] as const;

export type BigIdea = (typeof bigIdeas)[number]['id'];

import { type BigIdea, bigIdeas } from '../programmes/big-ideas.js';

/** What a gap task can be about: the Five Big Ideas of teaching for mastery, and three ways of working. */
export interface Idea {
  id: string;
  label: string;
  /** Proposed questions for the reflection form. */
  prompts: readonly string[];
}

const prompts: Readonly<Record<BigIdea, readonly string[]>> = {
  coherence: [
    'Which small steps did you plan, and where did the class need another one?',
    'What did they already know that this could build on?',
  ],
  representation: [
    'Which picture or resource made the structure visible, and how could you tell?',
    'When could they do without it?',
  ],
  thinking: ['What did you hear when they had to explain or convince?', 'Which question of yours got them reasoning?'],
  fluency: [
    'Which facts or methods came easily, and which got in the way?',
    'Did anyone choose a neater way than the one you taught?',
  ],
  variation: [
    'What did you keep the same and what did you change from one question to the next?',
    'What did they notice because of it?',
  ],
};

export const ideas: readonly Idea[] = [
  ...bigIdeas.map(({ id, label }) => ({ id, label, prompts: prompts[id] })),
  {
    id: 'lesson-study',
    label: 'Lesson study with a colleague',
    prompts: ['What did the two of you see that one alone would have missed?'],
  },
  {
    id: 'observation',
    label: 'Observing a lesson',
    prompts: ['What did you see in the lesson that you would like to try?'],
  },
  {
    id: 'department',
    label: 'Work with your colleagues at school',
    prompts: ['How did you share this with colleagues, and what did they make of it?'],
  },
];

export const ideaLabel = (id: string): string => ideas.find((idea) => idea.id === id)?.label ?? id;

import { expect, it } from 'vitest';
import type { Card } from '../../cards/model.js';
import { renderText } from '../../src/render/plain-text.js';
import { samples } from './samples.js';

it('reads well in a terminal', () => {
  expect(renderText(samples.schedule as Card)).toMatchInlineSnapshot(`
    "Autumn 2: when we meet
    ======================

    Hello Priya Shah, here is what Secondary Mastery 2 has planned.

    Meetings this half-term
    When               Where                                             What
    ----               -----                                             ----
    Tue 10 Nov, 13:00  St. Mary’s (Camden)                               Ratio tables & bar models
    Wed 25 Nov, 13:00  Online (https://meet.example.org/w/42?x=1&y=(2))  Gap task 1
    Thu 10 Dec, 09:30  Acland Burghley                                   Lesson visit, then discussion

    1. Before the first meeting
    ---------------------------

    Bring:  Two pieces of pupils’ work
    Leads:  Tom O’Neill
    Read:   the task (https://hub.example.org/task_1)

    ----------------------------------------

    Everyone in the Work Group sees this.

    [I will be there]  [I cannot come]  [Add to my calendar] https://bot.example.org/calendar/abc.ics"
  `);
});

it('draws progress and charts in characters', () => {
  expect(renderText(samples.digest as Card)).toMatchInlineSnapshot(`
    "Gap task 1: three of four schools have written
    ==============================================

    Reflections: ▰▰▰▱ 3 of 4

    Release days given: ▰▰▰▰ 4 of 4

    Visits made: ▱▱▱▱ 0 of 4

    What people noticed
    -------------------

    Ann Lee, Parliament Hill, Fri 20 Nov

    > The *bar model* helped most where pupils had to say what the whole is.
    >
    > We will use it again in Year 8.

    How confident pupils were
    Before                    4 ███████
    After the first lesson    7 █████████████
    After the second lesson  11 ████████████████████
    Not asked                 0

    Who comes next time
    Yes       6 ████████████████████
    Not sure  1 ███
    No        0

    [Picture: Confidence rises from 4 to 11 of 12 pupils.] https://bot.example.org/charts/7.png

    ✓ All four head teachers kept the release day.

    ℹ Reflections stay open until Mon 30 Nov.

    ⚠ Acland Burghley has not written yet.

    [Remind them]  [Withdraw the task]"
  `);
});
